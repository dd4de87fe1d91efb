// One sign of a virtual camera or an automated browser is noted; two are left to a person; usual cameras give none.
import { expect, it } from 'vitest'
import { judgeSignals, signalsSaid } from './capture-signals'
import type { SelfieStepReading } from './step'

const films = (gap: (at: number) => number): SelfieStepReading[] => {
  let captured = 0
  const clock = Array.from({ length: 40 }, (_, at) => ({ captured: (captured += gap(at)), received: 0 }))
  return [
    {
      nonce: '',
      shownAt: 0,
      revealedAt: 0,
      lights: null,
      clock,
      unreadableFrames: 0,
      looks: [],
      digests: [],
      neutral: [],
      moving: [],
      relief: [],
    },
  ]
}
const camera = films((at) => 110 + ((at * 7) % 5))
const programme = films(() => 110)

it.each([
  ['FaceTime HD Camera', false, camera, 0],
  ['Integrated Webcam (0c45:6d15)', false, camera, 0],
  ['camera2 1, facing front', false, camera, 0],
  ['OBS Virtual Camera', false, camera, 1],
  ['HD Webcam', true, camera, 1],
  ['HD Webcam', false, programme, 1],
  ['ManyCam Virtual Webcam', true, camera, 2],
  ['OBS-Camera', true, programme, 3],
])('%s, automated: %s', (label, automated, steps, signals) => {
  const finding = judgeSignals(signalsSaid({ label, automated }), steps)
  expect(finding.score).toBe(signals)
  expect([finding.passed, finding.refers]).toEqual(signals < 2 ? [true, undefined] : [false, 'CAPTURE_SIGNALS'])
  expect(finding.detail).not.toContain(label)
})
