// Whether a face followed the colours of the screen: values as they are read from pictures, of many people, rooms and attacks.
import { describe, expect, it } from 'vitest'
import { SCREEN_LIGHT_MS, type ScreenLight } from '../../domain/capture'
import { random } from '../../testing/camera/image'
import { lightsOf } from '../../testing/identity/selfie-clip'
import { POLICY } from '../policy'
import { judgeScreenLight, tintOfLight } from './screen-light'
import type { SelfieStepReading } from './step'

const RUNS = 40
const FRAME_MS = 150

type Room = {
  /** The screen's light against the room's; how late the camera shows it; how much of a tint is noise. */
  strength: number
  lagMs?: number
  noise?: number
  /** How far the turning head changes colour between window and lamp, and the camera's white balance drifts. */
  mixed?: number
  drift?: number
  lights?: (step: number, at: number) => ScreenLight | undefined
  /** The one step that was filmed under other colours. */
  otherwiseIn?: number
  /** What falls on the sides of the face and beside it, in parts of what falls on its middle. */
  sides?: number
  beside?: number
}

function steps(
  seed: number,
  { strength, lagMs = 130, noise = 0.006, mixed = 0, drift = 0, lights, otherwiseIn, sides = 0.5, beside = 0.3 }: Room,
): SelfieStepReading[] {
  const next = random(seed)
  const bell = () => next() + next() + next() - 1.5
  return [0, 1, 2, 3].map((step): SelfieStepReading => {
    const shownAt = 10_000 + step * 4_000
    const own = lightsOf(seed * 10 + step)
    const looks = Array.from({ length: step === 0 ? 8 : 19 }, (_, seq) => {
      const at = shownAt + seq * FRAME_MS
      const place = Math.floor((at - shownAt - lagMs) / SCREEN_LIGHT_MS)
      const light = lights ? lights(step, at) : (step === otherwiseIn ? lightsOf(seed * 10 + 777) : own)[place]
      const turn = step === 1 ? Math.sin(Math.min(Math.PI, Math.max(0, ((seq - 3) / 12) * Math.PI))) : 0
      const [red, blue] = light ? tintOfLight(light) : [0, 0]
      const value = (part: number, side: number) => part * strength + side * mixed * turn + (drift * seq) / 19 + noise * bell()
      const colour = (part: number) => [value(red * part, 1), value(blue * part, -1)] as const
      const face = {
        nose: 0.5 + 0.25 * turn,
        mouth: 0.2,
        smile: 0.6,
        nod: 0.5,
        eyes: 90,
        roll: 0,
        centre: [0.5, 0.5] as const,
        light: 130,
        sharpness: 100,
        eyeLight: 0.8,
        confidence: 1,
      }
      return { seq, at, faces: 1, second: 0, face, tint: { skin: colour(1), sides: colour(sides), beside: colour(beside) }, print: null }
    })
    return {
      nonce: '',
      shownAt,
      revealedAt: 0,
      lights: own,
      clock: [],
      unreadableFrames: 0,
      looks,
      digests: [],
      neutral: [],
      moving: [],
      relief: [],
    }
  })
}

/** How many of the runs are taken for a face before this screen. */
const seenIn = (room: Room) =>
  Array.from({ length: RUNS }, (_, seed) => judgeScreenLight(steps(seed + 1, room), POLICY)).filter((findings) =>
    findings.every(({ passed }) => passed),
  ).length

describe('the colours are seen', () => {
  it.each<[string, Room]>([
    ['in a lit room', { strength: 0.2 }],
    ['by a phone at some distance', { strength: 0.05 }],
    ['by a slow camera and a busy page', { strength: 0.2, lagMs: 380 }],
    ['between a window and a lamp, while the white balance drifts', { strength: 0.1, mixed: 0.15, drift: 0.1 }],
    ['by a noisy camera', { strength: 0.1, noise: 0.02 }],
  ])('%s', (_, room) => expect(seenIn(room)).toBeGreaterThanOrEqual(RUNS * 0.95))
})

const elsewhere = (seed: number) => (step: number, at: number) => lightsOf(seed + step * 7)[Math.floor((at % 6_000) / SCREEN_LIGHT_MS)]

describe('the colours are not seen, and a person decides', () => {
  it.each<[string, Room]>([
    ['in bright sun', { strength: 0.001 }],
    ['on the warp of one picture', { strength: 0, noise: 0.003 }],
    ['on a film made under other colours', { strength: 0.2, lights: elsewhere(5_000) }],
    ['on a film made under other colours, between a window and a lamp', { strength: 0.1, mixed: 0.15, lights: elsewhere(7_000) }],
    ['on a picture that is tinted as a whole', { strength: 0.01, noise: 0 }],
    ['on a face that is painted with an oval or a square', { strength: 0.2, sides: 1, beside: 1 }],
    ['on a face that is painted up to its edge', { strength: 0.2, sides: 1, beside: 0 }],
    ['on a face that is painted too strongly', { strength: 1.5 }],
    ['in one movement that was filmed under other colours', { strength: 0.2, otherwiseIn: 2 }],
  ])('%s', (_, room) => expect(seenIn(room)).toBe(0))

  it('on films under other colours, whichever they are', () => {
    const others = Array.from({ length: 120 }, (_, seed) =>
      steps(seed + 1, { strength: 0.2, noise: 0, lights: elsewhere(9_000 + 40 * seed) }),
    )
    expect(others.filter((film) => judgeScreenLight(film, POLICY).every(({ passed }) => passed))).toEqual([])
  })

  it('when none were shown', () => {
    const unlit = steps(1, { strength: 0.2 }).map((step) => ({ ...step, lights: null }))
    expect(judgeScreenLight(unlit, POLICY)).toMatchObject([{ check: 'liveness_light_shown', passed: false }])
  })
})
