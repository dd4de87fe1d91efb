// The worker thread: loads OpenCV and the face models once, then reads frames, one task after the other.
import { parentPort } from 'node:worker_threads'
import { analyseDocumentFrames } from '../document/analyse'
import { analyseDocumentMovement } from '../document/movement'
import { loadEmbedding } from '../face/embedding'
import { loadLandmarks } from '../face/landmarks'
import { analyseSelfieStep } from '../liveness/step'
import { answerFileUrls } from './local-fetch'
import { loadOpenCv } from './opencv'
import type { Pause } from './pause'
import type { FromWorker, Result, Task, ToWorker } from './protocol'

class Cancelled extends Error {}

const port = parentPort
if (!port) throw new Error('to be run as a worker thread')

const say = (message: FromWorker): void => port.postMessage(message)
const cancelled = new Set<number>()

function resultOf(task: Task, pause: Pause): Promise<Result> {
  switch (task.kind) {
    case 'document':
      return analyseDocumentFrames(task.input, task.policy, pause)
    case 'movement':
      return analyseDocumentMovement(task.input, task.picture, task.policy, pause)
    case 'selfie':
      return analyseSelfieStep(task.input, pause)
  }
}

async function analyse(id: number, task: Task): Promise<void> {
  // Frames take tens of milliseconds each; between two of them a cancellation can be heard.
  const pause = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    if (cancelled.has(id)) throw new Cancelled()
  }
  try {
    say({ say: 'done', id, result: await resultOf(task, pause) })
  } catch (error) {
    if (error instanceof Cancelled) say({ say: 'cancelled', id })
    else say({ say: 'failed', id, message: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown failure' })
  } finally {
    cancelled.delete(id)
  }
}

port.on('message', (message: ToWorker) => {
  if (message.say === 'cancel') cancelled.add(message.id)
  else void analyse(message.id, message.task)
})

answerFileUrls()
await loadOpenCv()
await loadLandmarks()
await loadEmbedding()
say({ say: 'ready' })
