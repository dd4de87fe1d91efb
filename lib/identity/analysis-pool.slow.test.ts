// The pool around the real worker: it works again after a start that failed and a task that took too long.
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildIdentityWorker, WORKER_FILE } from '@/scripts/build-workers.mjs'
import { poolOf, readSelfieStep } from '../testing/identity/reading'
import { AnalysisBusy, type AnalysisPool } from './analysis-pool'
import { AnalysisFailed, AnalysisTimeout } from './engine/analyst'
import type { SelfieFrames } from './liveness/step'

let frame: Uint8Array
const pools: AnalysisPool[] = []

const opened = (settings: Parameters<typeof poolOf>[1] = {}, workerFile = WORKER_FILE): AnalysisPool => {
  const pool = poolOf(workerFile, { timeoutMs: 120_000, ...settings })
  pools.push(pool)
  return pool
}

const task = (frames: number): SelfieFrames => ({
  kind: 'neutral',
  nonce: 'nonce',
  shownAt: 0,
  revealedAt: 0,
  lights: null,
  sceneKey: '',
  frames: Array.from({ length: frames }, (_, seq) => ({ seq, capturedAt: seq * 100, receivedAt: seq * 100, nonce: 'nonce', jpeg: frame })),
})

beforeAll(async () => {
  await buildIdentityWorker()
  frame = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#777' } })
    .jpeg()
    .toBuffer()
})
afterAll(() => pools.forEach((pool) => pool.close()))

describe('the pool', () => {
  let pool: AnalysisPool
  beforeAll(() => {
    pool = opened({ workers: 2 })
  })

  it('analyses in order and says which frames nobody was on', async () => {
    const readings = await Promise.all([readSelfieStep(pool, task(3)), readSelfieStep(pool, task(2)), readSelfieStep(pool, task(1))])
    expect(readings.map(({ looks }) => looks.map(({ faces }) => faces))).toEqual([[0, 0, 0], [0, 0], [0]])
  })

  it('refuses everything once closed', async () => {
    const waiting = readSelfieStep(pool, task(1))
    pool.close()
    await expect(waiting).rejects.toThrow('shutting down')
    await expect(readSelfieStep(pool, task(1))).rejects.toThrow(AnalysisBusy)
  })

  it('says so to each who waits when a worker cannot start', async () => {
    const broken = opened({}, `${WORKER_FILE}.missing`)
    const tasks = [1, 2].map(() => readSelfieStep(broken, task(1)))
    await Promise.all(tasks.map((one) => expect(one).rejects.toThrow(AnalysisFailed)))
  })

  it('ends a worker that takes too long and starts another', async () => {
    const impatient = opened({ timeoutMs: 4_000 })
    await impatient.warm()
    await expect(readSelfieStep(impatient, task(20_000))).rejects.toThrow(AnalysisTimeout)
    // Started before, because the start counts towards the time limit and may take as long on a busy machine.
    await impatient.warm()
    expect((await readSelfieStep(impatient, task(1))).looks).toHaveLength(1)
  })
})
