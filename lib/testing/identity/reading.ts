// For tests of the readings: the pool with the real worker. Frames are copied for it, because what is read is given away.
import { AnalysisPool, type PoolSettings, type Reader } from '../../identity/analysis-pool'
import type { DocumentFrames, DocumentReading } from '../../identity/document/analyse'
import { Analyst } from '../../identity/engine/analyst'
import { chainFrames, chainStart, type CameraFrame, type Film } from '../../identity/frame'
import type { SelfieFrames, SelfieStepReading } from '../../identity/liveness/step'

// For readings that hang, not for slow ones: on a busy machine a second of work may take more than a minute.
const TIMEOUT_MS = 280_000

export const poolOf = (workerFile: string, { workers = 1, ...settings }: { workers?: number } & Omit<PoolSettings, 'analysts'> = {}) =>
  new AnalysisPool({ timeoutMs: TIMEOUT_MS, analysts: Array.from({ length: workers }, () => new Analyst(workerFile)), ...settings })

let readers = 0
export function newReader(): Reader {
  const name = `reader ${++readers}`
  return { tenant: name, signer: name, check: name }
}

const copied = (frames: readonly CameraFrame[]): CameraFrame[] => frames.map((frame) => ({ ...frame, jpeg: Uint8Array.from(frame.jpeg) }))

export const readDocument = (pool: AnalysisPool, { stills, movement, ...film }: DocumentFrames): Promise<DocumentReading> =>
  pool.analyseDocumentFrames(newReader(), async () => ({
    ...film,
    stills: copied(stills),
    movement: { ...movement, frames: copied(movement.frames) },
  }))

export const readSelfieStep = (pool: AnalysisPool, { frames, ...step }: SelfieFrames): Promise<SelfieStepReading> =>
  pool.analyseSelfieStep(newReader(), async () => ({ ...step, frames: copied(frames) }))

export const filmFrom = (frames: readonly CameraFrame[]): Film => ({
  digest: chainFrames(chainStart(''), frames),
  read: async () => copied(frames),
})
