// The worker thread: loads OpenCV and the face models once, then reads frames, one task after the other.
import { parentPort } from 'node:worker_threads'
import { analyseDocumentFrames } from '../document/analyse'
import { readPortrait } from '../chip/portrait'
import { loadEmbedding } from '../face/embedding'
import { loadLandmarks } from '../face/landmarks'
import { analyseSelfieStep } from '../liveness/step'
import { POLICY } from '../policy'
import { loadTextReader } from '../print/text-reader'
import { answerFileUrls } from './local-fetch'
import { loadOpenCv } from './opencv'
import type { Answer, FromWorker, Task } from './protocol'

const port = parentPort
if (!port) throw new Error('to be run as a worker thread')

const say = (message: FromWorker): void => port.postMessage(message)

function resultOf(task: Task) {
  switch (task.kind) {
    case 'document':
      return analyseDocumentFrames(task.input, POLICY)
    case 'selfie':
      return analyseSelfieStep(task.input)
    case 'portrait':
      return readPortrait(task.input)
  }
}

async function answerTo(task: Task): Promise<Answer> {
  try {
    return { say: 'done', result: await resultOf(task) }
  } catch (error) {
    return { say: 'failed', message: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown failure' }
  }
}

port.on('message', (task: Task) => void answerTo(task).then(say))

answerFileUrls()
await loadOpenCv()
await loadLandmarks()
await loadEmbedding()
await loadTextReader()
say({ say: 'ready' })
