// The video selfie and its attacks: clips of a synthetic person, read by the real worker, judged as the product judges them.
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { annaKowalska } from '@/e2e/camera/documents/specimen'
import { holderPortrait } from '@/e2e/camera/portrait/portrait'
import { buildIdentityWorker } from '@/scripts/build-workers.mjs'
import { AnalysisPool } from '../analysis-pool'
import { judgeFaceMatch } from '../face/match'
import { POLICY } from '../policy'
import { filmStills } from '../testing/document-clip'
import { frozenPicture, heldPhotograph, livePerson, record, replayOf, type Clip } from '../testing/selfie-clip'
import { verdictOf } from '../verdict'
import type { ChallengePlan, SelfieAction } from './challenge'
import { judgeLiveness, REQUIRED_OF_SELFIE } from './judge'
import type { RunTrace } from './replay'

const planOf = (...actions: SelfieAction[]): ChallengePlan => ({
  steps: [
    { index: 0, action: 'look_straight', nonce: 'nonce-0', gapMs: 0, holdMs: 1_000, deadlineMs: 6_000 },
    ...actions.map((action, at) => ({ index: at + 1, action, nonce: `nonce-${at + 1}`, gapMs: 600 + at * 70, holdMs: 700, deadlineMs: 6_000 })),
  ],
})

const PLAN = planOf('turn_left', 'smile')
const OTHER = planOf('open_mouth', 'turn_right')

let pool: AnalysisPool
let portrait: readonly number[]
let first: { clip: Clip; trace: RunTrace }

async function judged(plan: ChallengePlan, clip: Clip, earlier: readonly RunTrace[] = []) {
  const steps = []
  for (const step of clip) steps.push(await pool.analyseSelfieStep(step))
  const { findings, trace, faces } = judgeLiveness({ plan, steps, earlier }, POLICY)
  const all = [...findings, judgeFaceMatch(portrait, faces, POLICY)]
  return { verdict: verdictOf(all, [...REQUIRED_OF_SELFIE, 'face_match'], POLICY), findings: all, trace }
}

const failure = (reason: string) => ({ outcome: 'failed', reason })

beforeAll(async () => {
  pool = new AnalysisPool({ workerFile: await buildIdentityWorker(), timeoutMs: 120_000 })
  const front = await pool.analyseDocumentFrames(await filmStills({ specimen: annaKowalska, kind: 'identity_card', shown: 'front', now: new Date() }))
  portrait = front.portrait?.embedding ?? []
  const clip = await record(PLAN, await livePerson('holder', 1), 1)
  first = { clip, trace: (await judged(PLAN, clip)).trace }
})
afterAll(() => pool.close())

describe('the holder, live', () => {
  it('passes, and passes again in another run with the same room, face and challenges', async () => {
    const again = await judged(PLAN, await record(PLAN, await livePerson('holder', 21), 22), [first.trace])
    expect(again.verdict).toEqual({ outcome: 'passed' })
    expect(again.findings.find(({ check }) => check === 'liveness_no_replay')?.score).toBeLessThan(0.6)
  })
})

describe('attacks', () => {
  it('a photograph held to the camera', async () => {
    const { verdict } = await judged(OTHER, await record(OTHER, await heldPhotograph(5), 5))
    expect(verdict).toMatchObject(failure('LIVENESS_NO_MOVEMENT'))
  })

  it('a still picture injected as video', async () => {
    const { verdict } = await judged(OTHER, await record(OTHER, await frozenPicture(), 5))
    expect(verdict).toMatchObject({ ...failure('LIVENESS_NO_MOVEMENT'), checks: expect.arrayContaining(['liveness_fresh_frames']) })
  })

  it('a recording of an earlier run shown for other challenges', async () => {
    const film = replayOf(first.clip, 9_000)
    const { verdict } = await judged(OTHER, await record(OTHER, await frozenPicture(), 7, { start: 9_000, apart: 5 }, film))
    expect(verdict).toMatchObject(failure('LIVENESS_CHALLENGE_MISMATCH'))
  })

  it('the same recording encoded again, even if the challenges happen to be the same', async () => {
    const encoded = new Map<Uint8Array, Uint8Array>()
    for (const { jpeg } of first.clip.flatMap(({ frames }) => frames)) encoded.set(jpeg, await sharp(jpeg).blur(0.6).jpeg({ quality: 60 }).toBuffer())
    const film = replayOf(first.clip, 9_000, (jpeg) => encoded.get(jpeg) ?? jpeg)
    const clip = await record(PLAN, await frozenPicture(), 7, { start: 9_000, apart: 5 }, film)
    expect((await judged(PLAN, clip, [first.trace])).verdict).toMatchObject(failure('LIVENESS_REPLAY'))
  })

  it('another person with the document', async () => {
    const { verdict } = await judged(PLAN, await record(PLAN, await livePerson('stranger', 6), 6))
    expect(verdict).toMatchObject({ ...failure('FACE_MISMATCH'), checks: ['face_match'] })
  })

  it('another person who takes over', async () => {
    const stranger = await record(PLAN, await livePerson('stranger', 6), 1)
    const [straight, ...rest] = first.clip
    if (!straight) throw new Error('nothing was recorded')
    const { verdict } = await judged(PLAN, [straight, ...rest.map((step, at) => stranger[at + 1] ?? step)])
    expect(verdict).toMatchObject(failure('FACE_CHANGED'))
  })
})

describe('mishaps', () => {
  const repainted = async (paint: (jpeg: Uint8Array) => Promise<Uint8Array>): Promise<Clip> =>
    Promise.all(first.clip.map(async (step) => ({ ...step, frames: await Promise.all(step.frames.map(async (frame) => ({ ...frame, jpeg: await paint(frame.jpeg) }))) })))

  it('nobody there', async () => {
    const { verdict } = await judged(PLAN, await repainted((jpeg) => sharp(jpeg).blur(60).jpeg().toBuffer()))
    expect(verdict).toMatchObject(failure('FACE_NOT_FOUND'))
  })

  it('two people', async () => {
    const { photo } = await holderPortrait()
    const { width, height, channels } = photo
    const half = await sharp(photo.pixels, { raw: { width, height, channels } }).extract({ left: 160, top: 0, width: 320, height: 480 }).png().toBuffer()
    const { verdict } = await judged(PLAN, await repainted((jpeg) =>
      sharp(jpeg).extract({ left: 160, top: 0, width: 320, height: 480 }).extend({ right: 320 }).composite([{ input: half, left: 320, top: 0 }]).jpeg().toBuffer()))
    expect(verdict).toMatchObject(failure('FACE_MULTIPLE'))
  })

  it('left and right confused', async () => {
    const mirrored = planOf('turn_right', 'smile')
    expect((await judged(mirrored, first.clip.map((step, at) => ({ ...step, action: mirrored.steps[at]?.action ?? step.action })))).verdict).toMatchObject(failure('LIVENESS_CHALLENGE_MISMATCH'))
  })

  it('an upload that claims to have been recorded at another time', async () => {
    const late = first.clip.map((step) => ({ ...step, servedAt: step.servedAt + 40_000 }))
    expect((await judged(PLAN, late)).verdict).toMatchObject(failure('LIVENESS_TIMING'))
  })
})
