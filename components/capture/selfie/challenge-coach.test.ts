// The selfie coach tells faces at rest from the five movements, by the values measured on real clips, and names what is wrong.
import { describe, expect, it } from 'vitest'
import type { SelfieChallenge } from '@/lib/domain/capture'
import { baselineOf, faceHint, isAtRest, isDone } from './challenge-coach'
import { measureFace, type FaceMeasures, type Landmark } from './face-measures'

const straight: FaceMeasures = { faces: 1, nose: 0.49, mouth: 0.18, smile: 0.58, size: 0.5, centre: { x: 0.5, y: 0.5 }, light: 140 }
const rest = baselineOf([straight, straight, { ...straight, smile: 0.6 }])
const movements: [SelfieChallenge, Partial<FaceMeasures>][] = [
  ['turn_left', { nose: 0.8 }],
  ['turn_right', { nose: 0.17 }],
  ['open_mouth', { mouth: 0.85 }],
  ['smile', { smile: 0.74, mouth: 0.2 }],
]

describe('selfie coach', () => {
  it.each(movements)('sees %s, and nothing else in it', (kind, change) => {
    const seen = { ...straight, ...change }
    expect(movements.filter(([other]) => isDone(other, seen, rest)).map(([other]) => other)).toEqual([kind])
    expect(isAtRest(seen, rest)).toBe(false)
  })

  it('sees a polite smile, which widens the mouth by a tenth', () => {
    expect(isDone('smile', { ...straight, smile: 0.58 * 1.1 }, rest)).toBe(true)
    expect(isDone('smile', { ...straight, smile: 0.58 * 1.04 }, rest)).toBe(false)
  })

  it('does not take a photograph that is moved about for a movement', () => {
    for (const nose of [0.457, 0.508]) {
      for (const [kind] of movements) expect(isDone(kind, { ...straight, nose }, rest)).toBe(false)
    }
  })

  it.each([
    ['too_dark', { light: 30 }],
    ['no_face', { faces: 0 }],
    ['two_faces', { faces: 2 }],
    ['too_far', { size: 0.2 }],
    ['too_close', { size: 0.9 }],
    ['off_centre', { centre: { x: 0.8, y: 0.5 } }],
    ['look_straight', { nose: 0.7 }],
    ['good', {}],
  ] as const)('says %s', (hint, change) => expect(faceHint({ ...straight, ...change })).toBe(hint))

  it('measures the largest of several faces in pixels, not in parts of the picture', () => {
    const face = (scale: number): Landmark[] => {
      const points: Landmark[] = Array.from({ length: 478 }, () => ({ x: 0.5, y: 0.5 }))
      const put = (index: number, x: number, y: number) => {
        points[index] = { x: 0.5 + x * scale, y: 0.5 + y * scale }
      }
      put(1, 0.05, 0)
      put(234, -0.2, 0)
      put(454, 0.2, 0)
      put(10, 0, -0.25)
      put(152, 0, 0.25)
      put(13, 0, 0.1)
      put(14, 0, 0.14)
      put(78, -0.06, 0.12)
      put(308, 0.06, 0.12)
      put(61, -0.08, 0.12)
      put(291, 0.08, 0.12)
      put(33, -0.12, 0)
      put(263, 0.12, 0)
      return points
    }
    const seen = measureFace([face(0.3), face(1)], { width: 640, height: 480 }, 120)
    expect(seen.faces).toBe(2)
    expect(seen.size).toBeCloseTo(0.5)
    expect(seen.nose).toBeCloseTo(0.625)
    expect(seen.mouth).toBeCloseTo((0.04 * 480) / (0.12 * 640))
  })
})
