// The verdict over a whole selfie, at any frame rate. There are no pictures here, only values as they are read from pictures.
import { describe, expect, it } from 'vitest'
import { SCREEN_LIGHT_MS, type SelfieAction, type SelfieChallenge } from '../../domain/capture'
import { lightsOf } from '../../testing/identity/selfie-clip'
import type { FaceMeasures } from '../face/measures'
import { conclude } from '../conclusion'
import { POLICY } from '../policy'
import type { PlannedChallenge } from './challenge'
import { NO_REPLAY } from './replay'
import { judgeSelfie, REQUIRED_OF_SELFIE } from './judge'
import { tintOfLight } from './screen-light'
import type { SelfieStepReading } from './step'

const ACTIONS: readonly SelfieAction[] = ['turn_left', 'smile', 'open_mouth']
const HOLD_MS = 900
const STEP_MS = 5_600

const PLAN: readonly PlannedChallenge[] = [
  { kind: 'neutral', nonce: 'nonce-0', gapMs: 0, holdMs: 1_000, deadlineMs: 6_000 },
  ...ACTIONS.map((kind, at) => ({ kind, nonce: `nonce-${at + 1}`, gapMs: 0, holdMs: HOLD_MS, deadlineMs: 6_000 })),
]

type Moment = { at: number; kind: SelfieChallenge; since: number }
type Subject = (moment: Moment) => Partial<FaceMeasures>

const REST: FaceMeasures = {
  nose: 0.48,
  mouth: 0.219,
  smile: 0.623,
  nod: 0.5,
  eyes: 90,
  roll: 0,
  centre: [0.5, 0.5],
  light: 130,
  sharpness: 107,
  eyeLight: 0.8,
  confidence: 0.9,
}

// A photograph held in a hand: its landmarks change slowly with roll and size. The values are the extremes of 240 measured frames.
const photograph =
  (phase: number): Subject =>
  ({ at }) => ({
    nose: 0.481 + 0.025 * Math.sin(at / 770 + phase),
    mouth: 0.219 + 0.042 * Math.sin(at / 910 + 2 * phase),
    smile: 0.623 + 0.025 * Math.sin(at / 910 + 3 * phase),
  })

// A person who reacts after 0.6 seconds, needs 0.6 seconds for the movement, holds it, and comes back.
const person: Subject = ({ kind, since }) => {
  const done = Math.max(0, Math.min(1, (since - 600) / 600, (3_400 - since) / 600))
  switch (kind) {
    case 'neutral':
      return {}
    case 'turn_left':
      return { nose: REST.nose + 0.3 * done }
    case 'turn_right':
      return { nose: REST.nose - 0.3 * done }
    case 'open_mouth':
      return { mouth: REST.mouth + 0.6 * done }
    case 'smile':
      return { smile: REST.smile * (1 + 0.2 * done) }
  }
}

// `firstAfter`: how long after showing the movement a slow machine has its first picture.
function selfie(
  subject: Subject,
  { frameMs, firstAfter = 0, start = 5_000 }: { frameMs: number; firstAfter?: number; start?: number },
): SelfieStepReading[] {
  return PLAN.map(({ kind, nonce }, index) => {
    const shownAt = start + index * (STEP_MS + 500)
    const times = Array.from({ length: Math.floor((STEP_MS - firstAfter) / frameMs) }, (_, frame) => shownAt + firstAfter + frame * frameMs)
    const lights = lightsOf(index)
    const tint = (at: number) => tintOfLight(lights[Math.max(0, Math.floor((at - shownAt - 90) / SCREEN_LIGHT_MS))] ?? 'sky')
    return {
      nonce,
      shownAt,
      revealedAt: shownAt,
      lights,
      unreadableFrames: 0,
      clock: times.map((at) => ({ captured: at, received: at + 80 })),
      looks: times.map((at, seq) => ({
        seq,
        at,
        faces: 1,
        second: 0,
        face: { ...REST, ...subject({ at, kind, since: at - shownAt }) },
        tint: { skin: tint(at).map((value) => value / 5) as [number, number], sides: null, beside: null },
        print: null,
      })),
      digests: times.map((_, seq) => `${nonce} ${seq}`),
      neutral: [0, 1, 2].map((seq) => ({ seq, embedding: [1, 0, 0] })),
      moving: [[1, 0, 0]],
      relief: kind.startsWith('turn') ? [{ turn: 0.2, ahead: 0.07 }] : [],
    }
  })
}

const told = (steps: SelfieStepReading[]) =>
  conclude(judgeSelfie({ challenges: PLAN, steps, replay: NO_REPLAY, signals: [] }, POLICY).findings, REQUIRED_OF_SELFIE)

describe.each([110, 250, 440, 800])('a frame every %i ms', (frameMs) => {
  it('tells a photograph by its stillness, wherever in its swaying the selfie begins', () => {
    for (let phase = 0; phase < 6.3; phase += 0.1) {
      expect(told(selfie(photograph(phase), { frameMs }))).toMatchObject({ outcome: 'failed', reason: 'LIVENESS_NO_MOVEMENT' })
    }
  })

  it('passes a person who does what is asked, also when the camera begins late', () => {
    const outcomes = [0, 500].map((firstAfter) => told(selfie(person, { frameMs, firstAfter })))
    // Once a camera takes longer than a movement, nobody sees the way: then a person looks at the film.
    const unseen = frameMs > 600 ? [{ outcome: 'referred', referrals: ['MOVEMENT_UNSEEN'] }] : []
    for (const outcome of outcomes) expect([{ outcome: 'passed' }, ...unseen]).toContainEqual(outcome)
  })
})

// Looks tremble by a per cent from frame to frame, and a polite smile widens the mouth by six.
const politely =
  (widening: number): Subject =>
  (moment) => {
    const done = moment.kind === 'smile' ? Math.max(0, Math.min(1, (moment.since - 600) / 600, (3_400 - moment.since) / 600)) : 0
    const trembling = 1 + 0.012 * Math.sin(moment.at * 1.7)
    return { ...person(moment), smile: REST.smile * trembling * (1 + widening * done) }
  }

it.each([
  [0.09, true],
  [0.07, true],
  [0, false],
])('counts a smile that widens the mouth by %d where the face is calm', (widening, counts) => {
  const verdict = told(selfie(politely(widening), { frameMs: 110 }))
  expect(verdict).toEqual(counts ? { outcome: 'passed' } : { outcome: 'failed', reason: 'LIVENESS_CHALLENGE_MISSED' })
})

it('asks to uncover eyes that dark glasses hide', () => {
  expect(told(selfie((moment) => ({ ...person(moment), eyeLight: 0.22 }), { frameMs: 110 }))).toEqual({
    outcome: 'failed',
    reason: 'FACE_COVERED',
  })
})

it('sends a film of stills to a person, who are at rest and then there with nothing between', () => {
  const stills: Subject = ({ kind, since, at }) => (since > 700 && since < 3_300 ? person({ kind, at, since: 2_000 }) : {})
  expect(told(selfie(stills, { frameMs: 110 }))).toEqual({ outcome: 'referred', referrals: ['MOVEMENT_UNSEEN'] })
})

describe('a film of two people', () => {
  // Two pictures of somebody else, in every movement of three.
  const inserted =
    (other: Partial<FaceMeasures>): Subject =>
    (moment) =>
      moment.kind !== 'neutral' && moment.since > 1_000 && moment.since < 1_450 ? other : person(moment)

  it('is refused for a movement that was not asked for, though each that was asked for is made', () => {
    expect(told(selfie(inserted({ mouth: 0.8, nose: 0.75 }), { frameMs: 200 }))).toMatchObject({ reason: 'LIVENESS_CHALLENGE_MISMATCH' })
    expect(told(selfie(inserted({ nose: 0.75 }), { frameMs: 200 }))).toMatchObject({ reason: 'LIVENESS_CHALLENGE_MISMATCH' })
  })

  it('is refused for one face of a step that is of somebody else, at rest or in movement', () => {
    const honest = selfie(person, { frameMs: 200 })
    const stranger = [0.8, 0.6, 0]
    const changed = (change: Partial<SelfieStepReading>) => told(honest.map((step, at) => (at === 2 ? { ...step, ...change } : step)))
    const me = [1, 0, 0]
    expect(changed({ moving: [me, me, me, stranger] })).toMatchObject({ reason: 'FACE_CHANGED' })
    expect(changed({ neutral: [me, stranger].map((embedding, seq) => ({ seq, embedding })) })).toMatchObject({ reason: 'FACE_CHANGED' })
  })

  it('is not suspected where whoever smiles opens the mouth', () => {
    const laughing: Subject = (moment) =>
      moment.kind === 'smile' ? { ...person(moment), ...person({ ...moment, kind: 'open_mouth' }) } : person(moment)
    expect(told(selfie(laughing, { frameMs: 200 }))).toEqual({ outcome: 'passed' })
  })
})

describe('reasons', () => {
  it('takes no single frame for a movement', () => {
    const steps = selfie(photograph(0), { frameMs: 250 })
    const glitch = steps.map((step) => ({
      ...step,
      looks: step.looks.map((look) => (look.seq === 3 ? { ...look, face: { ...REST, mouth: 0.9 } } : look)),
    }))
    expect(told(glitch)).toMatchObject({ reason: 'LIVENESS_NO_MOVEMENT' })
  })

  it('names one movement that was left out, one that was another, and one made before it was asked for', () => {
    const instead =
      (other: Subject): Subject =>
      (moment) =>
        moment.kind === 'smile' ? other(moment) : person(moment)
    const reason = (subject: Subject) => told(selfie(subject, { frameMs: 200 }))
    expect(reason(instead(() => ({})))).toMatchObject({ reason: 'LIVENESS_CHALLENGE_MISSED' })
    expect(reason(instead((moment) => person({ ...moment, kind: 'turn_right' })))).toMatchObject({
      reason: 'LIVENESS_CHALLENGE_MISMATCH',
    })
    expect(reason(instead((moment) => person({ ...moment, since: moment.since + 1_200 })))).toMatchObject({ reason: 'LIVENESS_TOO_EARLY' })
  })
})
