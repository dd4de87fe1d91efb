// The pool before scripted workers: one reading of a check at a time, nobody kept waiting by the readings of another, and a bound for all
// of one check.
import { beforeEach, describe, expect, it } from 'vitest'
import { noMovement } from '../testing/identity/document-clip'
import { scriptedAnalyst } from '../testing/identity/scripted-analyst'
import { AnalysisBusy, AnalysisGoing, AnalysisPool, AnalysisSpent, type Reader } from './analysis-pool'
import type { SelfieFrames } from './liveness/step'

const readerOf = (name: string, tenant = 'tenant'): Reader => ({ tenant, signer: name, check: `check of ${name}` })
const STEP: SelfieFrames = { kind: 'neutral', nonce: '', shownAt: 0, revealedAt: 0, lights: null, sceneKey: '', frames: [] }

let pool: AnalysisPool
let worker: ReturnType<typeof scriptedAnalyst>
let now = 0
beforeEach(() => {
  worker = scriptedAnalyst()
  now = 0
  pool = new AnalysisPool({ analysts: [worker.analyst], now: () => now })
})

const step = (name: string, tenant?: string) => pool.analyseSelfieStep(readerOf(name, tenant), async () => ({ ...STEP, nonce: name }))
const side = (name: string) =>
  pool.analyseDocumentFrames(readerOf(name), async () => ({
    side: 'front',
    documentType: 'passport',
    stills: [],
    movement: noMovement('tilt_left'),
    now: 0,
  }))
/** Lets promises that are settled go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve))
async function answerAll(): Promise<void> {
  for (await settled(); worker.isReading(); await settled()) worker.answer('read')
}

describe('readings', () => {
  it('come one at a time, in turns of the signers, whose pictures are loaded when their turn has come', async () => {
    const all = ['hostile', 'hostile', 'hostile', 'anna', 'lukasz'].map((name) => step(name))
    await settled()
    expect(worker.taken).toHaveLength(1)
    await answerAll()
    await Promise.all(all)
    expect(worker.taken.map(({ input }) => 'nonce' in input && input.nonce)).toEqual(['hostile', 'hostile', 'anna', 'lukasz', 'hostile'])
  })

  it('of one side are refused while another reading of the check waits or goes on, and of nobody else', async () => {
    const [first, other] = [side('anna'), side('lukasz')]
    await expect(side('anna')).rejects.toThrow(AnalysisGoing)
    await expect(side('lukasz')).rejects.toThrow(AnalysisGoing)
    await answerAll()
    await Promise.all([first, other])
    const again = side('anna')
    await answerAll()
    expect(await again).toBe('read')
  })

  it('know how many others come before', async () => {
    const all = [step('anna'), step('lukasz'), step('lukasz'), step('zoe'), step('eleni', 'other')]
    await settled()
    const before = (name: string, tenant?: string) => pool.othersBefore(readerOf(name, tenant))
    expect([before('anna'), before('lukasz'), before('zoe'), before('eleni', 'other'), before('maria')]).toEqual([0, 1, 3, 2, null])
    await answerAll()
    await Promise.all(all)
    expect(before('anna')).toBeNull()
  })

  it('of one signer fill their own places alone', async () => {
    const all = Array.from({ length: 11 }, () => step('hostile'))
    await expect(step('hostile')).rejects.toThrow(AnalysisBusy)
    const honest = step('anna')
    await answerAll()
    expect(await honest).toBe('read')
    await Promise.all(all)
  })

  it('of one check have ten minutes of a worker in an hour', async () => {
    const read = async (minutes: number) => {
      const reading = step('hostile')
      await settled()
      now += minutes * 60_000
      await answerAll()
      return reading
    }
    await read(6)
    await read(6)
    await expect(step('hostile')).rejects.toMatchObject(new AnalysisSpent(48 * 60_000))
    const honest = step('anna')
    await answerAll()
    expect(await honest).toBe('read')
    now += 48 * 60_000
    expect(await read(1)).toBe('read')
  })

  it('end with the pool, and pictures that cannot be loaded cost their own reading alone', async () => {
    const broken = pool.analyseSelfieStep(readerOf('anna'), () => Promise.reject(new Error('no such pictures')))
    await expect(broken).rejects.toThrow('no such pictures')
    const [running, waiting] = [step('lukasz'), step('zoe')]
    await settled()
    pool.close()
    await expect(running).rejects.toThrow(AnalysisBusy)
    await expect(waiting).rejects.toThrow(AnalysisBusy)
    await expect(step('zoe')).rejects.toThrow('shutting down')
    expect(pool.othersBefore(readerOf('zoe'))).toBeNull()
  })
})
