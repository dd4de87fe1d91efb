// The worker thread: loads OpenCV and the face models once, then reads frames, one task after the other.
import { parentPort } from 'node:worker_threads'
import { analyseDocumentFrames } from '../document/analyse'
import { loadEmbedding } from '../face/embedding'
import { loadLandmarks } from '../face/landmarks'
import { analyseSelfieStep } from '../liveness/step'
import { POLICY } from '../policy'
import { answerFileUrls } from './local-fetch'
import { loadOpenCv } from './opencv'
import type { Answer, FromWorker, Task } from './protocol'

const port = parentPort
if (!port) throw new Error('to be run as a worker thread')

const say = (message: FromWorker): void => port.postMessage(message)

async function answerTo(task: Task): Promise<Answer> {
  try {
    const result = await (task.kind === 'document' ? analyseDocumentFrames(task.input, POLICY) : analyseSelfieStep(task.input))
    return { say: 'done', result }
  } catch (error) {
    return { say: 'failed', message: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown failure' }
  }
}

port.on('message', (task: Task) => void answerTo(task).then(say))

answerFileUrls()
await loadOpenCv()
await loadLandmarks()
await loadEmbedding()
say({ say: 'ready' })
