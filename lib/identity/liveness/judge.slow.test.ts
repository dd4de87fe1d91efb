// Video selfies of an honest signer, good and spoiled: clips of a synthetic person, read by the real worker. Attacks are tested in
// lib/adapters/identity/attacks.slow.test.ts.
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holderPortrait } from '@/lib/testing/camera/portrait/portrait'
import { buildIdentityWorker } from '@/scripts/build-workers.mjs'
import type { AnalysisPool } from '../analysis-pool'
import { conclude } from '../conclusion'
import { POLICY } from '../policy'
import { beforePhone, livePerson, planOf, record, type Clip } from '../../testing/identity/selfie-clip'
import { bentPrint } from '../../testing/identity/selfie-attacks'
import { poolOf, readSelfieStep } from '../../testing/identity/reading'
import { judgeSelfie, REQUIRED_OF_SELFIE, tracedFrom, type SelfieReading } from './judge'
import { judgeRelief } from './relief'
import { findReplay, type RunTrace } from './replay'
import type { SelfieStepReading } from './step'

const PLAN = planOf('turn_left', 'smile')

let pool: AnalysisPool
let first: { clip: Clip; steps: readonly SelfieStepReading[]; reading: SelfieReading }

const read = (clip: Clip): Promise<SelfieStepReading[]> => Promise.all(clip.map((step) => readSelfieStep(pool, step)))

function judged(steps: readonly SelfieStepReading[], { challenges = PLAN, earlier = [] as readonly RunTrace[] } = {}) {
  const replay = findReplay(tracedFrom(steps, POLICY), earlier)
  const reading = judgeSelfie({ challenges, steps, replay, signals: [] }, POLICY)
  return { verdict: conclude(reading.findings, REQUIRED_OF_SELFIE), reading }
}

const failure = (reason: string) => ({ outcome: 'failed', reason })

beforeAll(async () => {
  pool = poolOf(await buildIdentityWorker(), { timeoutMs: 120_000 })
  const clip = await record(PLAN, livePerson('holder', 1), 1)
  const steps = await read(clip)
  first = { clip, steps, reading: judged(steps).reading }
})
afterAll(() => pool.close())

it('the holder passes again in another run with the same room, face and challenges', async () => {
  const again = judged(await read(await record(PLAN, livePerson('holder', 21), 22)), {
    earlier: [tracedFrom(first.steps, POLICY)],
  })
  expect(again.verdict).toEqual({ outcome: 'passed' })
  expect(again.reading.findings.find(({ check }) => check === 'liveness_no_replay')?.score).toBeLessThan(0.4)
})

it('before a phone that is held upright, little is seen beside the face, and its light is measured', async () => {
  const steps = await read(await record(PLAN, beforePhone(livePerson('holder', 5)), 5))
  expect(judged(steps).verdict).toEqual({ outcome: 'passed' })
  expect(steps.flatMap(({ looks }) => looks).filter(({ tint }) => tint === null)).toEqual([])
})

it('the nose of a person stands out, and that of a print bent around a tube does not', async () => {
  const told = (steps: readonly SelfieStepReading[]) => judgeRelief(steps, POLICY).map(({ passed, refers }) => refers ?? passed)
  expect(told(first.steps)).toEqual([true])
  const print = await record(planOf('turn_left', 'turn_right'), bentPrint(4), 4)
  expect(told(await read(print.slice(1)))).toEqual(['FACE_FLAT'])
})

describe('mishaps', () => {
  const repainted = async (clip: Clip, paint: (jpeg: Uint8Array) => Promise<Uint8Array>): Promise<Clip> =>
    Promise.all(
      clip.map(async (step) => ({
        ...step,
        frames: await Promise.all(step.frames.map(async (frame) => ({ ...frame, jpeg: await paint(frame.jpeg) }))),
      })),
    )

  it('nobody there', async () => {
    const sparse = first.clip.map((step) => ({ ...step, frames: step.frames.filter((_, at) => at % 3 === 0) }))
    const { verdict } = judged(await read(await repainted(sparse, (jpeg) => sharp(jpeg).blur(60).jpeg().toBuffer())))
    expect(verdict).toMatchObject(failure('FACE_NOT_FOUND'))
  })

  it('somebody else beside the signer, for as long as the first step lasts', async () => {
    const { photo } = await holderPortrait()
    const { width, height, channels } = photo
    const half = await sharp(photo.pixels, { raw: { width, height, channels } })
      .extract({ left: 160, top: 0, width: 320, height: 480 })
      .png()
      .toBuffer()
    const together = await repainted(first.clip.slice(0, 1), (jpeg) =>
      sharp(jpeg)
        .extract({ left: 160, top: 0, width: 320, height: 480 })
        .extend({ right: 320 })
        .composite([{ input: half, left: 320, top: 0 }])
        .jpeg()
        .toBuffer(),
    )
    expect(judged([...(await read(together)), ...first.steps.slice(1)]).verdict).toMatchObject(failure('FACE_MULTIPLE'))
  })

  it('left and right confused', async () => {
    const challenges = planOf('turn_right', 'smile')
    const turned = await read(first.clip.slice(1, 2).map((step) => ({ ...step, kind: 'turn_right' as const })))
    expect(judged([...first.steps.slice(0, 1), ...turned, ...first.steps.slice(2)], { challenges }).verdict).toMatchObject(
      failure('LIVENESS_CHALLENGE_MISMATCH'),
    )
  })

  it('an upload that claims to have been recorded at another time', () => {
    const late = first.steps.map((step) => ({ ...step, revealedAt: step.revealedAt + 40_000 }))
    expect(judged(late).verdict).toMatchObject(failure('LIVENESS_TIMING'))
  })
})
