// Signs that a film did not come from a camera before a person: each has honest reasons too, so one alone is only noted, and two together are
// left to a person.
import { atMost, orRefer, type Finding } from '../finding'
import type { SelfieStepReading } from './step'

// What a page says of its camera and browser. The label may name its owner and is not kept.
export type SaidOfCamera = { readonly label: string; readonly automated: boolean }

const SIGNALS = ['virtual_camera', 'automated_browser', 'even_frames'] as const
export type CaptureSignal = (typeof SIGNALS)[number]

const VIRTUAL =
  /\b(obs|virtual|manycam|xsplit|snap camera|camtwist|webcamoid|v4l2|loopback|dummy|fake|e2esoft|vcam|splitcam|youcam|avatarify|unity|mmhmm)\b/i

export const signalsSaid = ({ label, automated }: SaidOfCamera): CaptureSignal[] => [
  ...(VIRTUAL.test(label) ? (['virtual_camera'] as const) : []),
  ...(automated ? (['automated_browser'] as const) : []),
]

// Frames of a camera tremble in time; those of a programme that makes its times up may not.
const LEAST_FRAMES = 24
const LEAST_TREMBLING = 0.001

function areEven(steps: readonly SelfieStepReading[]): boolean {
  const gaps = steps.flatMap(({ clock }) => clock.slice(1).map(({ captured }, at) => captured - (clock[at]?.captured ?? 0)))
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  const spread = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length)
  return gaps.length >= LEAST_FRAMES && spread < LEAST_TREMBLING * mean
}

export function judgeSignals(said: readonly CaptureSignal[], steps: readonly SelfieStepReading[]): Finding {
  const signals = [...said, ...(areEven(steps) ? (['even_frames'] as const) : [])]
  const measured = { check: 'capture_signals', score: signals.length, threshold: 1, model: 'capture-signals/1' } as const
  return orRefer(atMost({ ...measured, detail: { signals: signals.join(',') } }), 'CAPTURE_SIGNALS')
}
