// Whether the face reflects the colours that the screen showed in their order: the server chose them, so a film that was made before, or one
// picture that is warped into every pose, cannot follow them.
import { SCREEN_LIGHT_MS, SCREEN_LIGHTS, type ScreenLight } from '../../domain/capture'
import { atLeast, holds, orRefer, type Finding } from '../finding'
import type { Policy } from '../policy'
import type { Look, SelfieStepReading } from './step'

const MODEL = 'screen-reflection/1'

// How much later than planned a camera may show a colour: screens, exposure and a busy page take their time. It is one for the whole run.
const LAGS_MS = [0, 60, 120, 180, 240, 300, 360, 420]
// With fewer colours anything may look alike.
const LEAST_COLOURS = 8

// What a reflection of this colour adds to a tint: in linear light it adds up, so its red and blue count against its green.
export function tintOfLight(light: ScreenLight): readonly [number, number] {
  const [r, g, b] = SCREEN_LIGHTS[light].map((value) => (value / 255) ** 2.2) as [number, number, number]
  return [r - g, b - g]
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)

// What is left of the values when a constant, a drift in time and the turning of the head are taken out of them: these change the colour of
// a face too, in a room with a window on one side and a lamp on the other.
function residue(values: readonly number[], others: readonly (readonly number[])[]): number[] {
  const basis: number[][] = []
  const without = (from: readonly number[]) =>
    basis.reduce((left, one) => left.map((value, at) => value - dot(left, one) * (one[at] ?? 0)), [...from])
  for (const other of [values.map(() => 1), ...others]) {
    const rest = without(other)
    const length = Math.sqrt(dot(rest, rest))
    if (length > 1e-6) basis.push(rest.map((value) => value / length))
  }
  return without(values)
}

type Series = { readonly seen: readonly number[]; readonly shown: readonly number[]; readonly colours: number }

// One step: the tints that were seen and those that the colours give, red and blue, each less what has other reasons.
function seriesOf({ lights, looks, shownAt }: SelfieStepReading, lag: number): Series | null {
  const lit = looks.flatMap(({ at, face, tint }: Look) => {
    const place = Math.floor((at - shownAt - lag) / SCREEN_LIGHT_MS)
    const light = place < 0 ? undefined : lights?.[place]
    return light && face && tint ? [{ at, nose: face.nose, tint, light: tintOfLight(light), place }] : []
  })
  const others = [lit.map(({ at }) => (at - shownAt) / 1000), lit.map(({ nose }) => nose)]
  if (lit.length < others.length + 3) return null
  const of = (value: (one: (typeof lit)[number]) => number) => residue(lit.map(value), others)
  return {
    seen: [...of(({ tint }) => tint[0]), ...of(({ tint }) => tint[1])],
    shown: [...of(({ light }) => light[0]), ...of(({ light }) => light[1])],
    colours: new Set(lit.map(({ place }) => place)).size,
  }
}

type Reflection = { agreement: number; gain: number; colours: number }

const NOTHING: Reflection = { agreement: 0, gain: 0, colours: 0 }

function reflectionAt(lag: number, steps: readonly SelfieStepReading[]): Reflection {
  const series = steps.flatMap((step) => seriesOf(step, lag) ?? [])
  const [seen, shown] = [series.flatMap((one) => one.seen), series.flatMap((one) => one.shown)]
  const both = dot(seen, shown)
  const lengths = Math.sqrt(dot(seen, seen) * dot(shown, shown))
  return {
    agreement: lengths === 0 ? 0 : both / lengths,
    gain: both / Math.max(1e-9, dot(shown, shown)),
    colours: series.reduce((sum, { colours }) => sum + colours, 0),
  }
}

// Not seen is not refused: in bright sun no screen is seen on any face. A person decides.
export function judgeScreenLight(steps: readonly SelfieStepReading[], { liveness }: Policy): Finding[] {
  const shown = orRefer(
    holds(
      'liveness_light_shown',
      steps.every(({ lights }) => lights !== null),
      MODEL,
    ),
    'LIGHT_DECLINED',
  )
  if (!shown.passed) return [shown]
  const [best = NOTHING] = LAGS_MS.map((lag) => reflectionAt(lag, steps)).sort((a, b) => b.agreement - a.agreement)
  const score = best.colours >= LEAST_COLOURS ? Math.max(0, best.agreement) : 0
  const detail = { gain: Math.round(best.gain * 1000) / 1000, colours: best.colours }
  const seen = atLeast({ check: 'liveness_light', score, threshold: liveness.minReflection, model: MODEL, detail })
  return [shown, orRefer(seen, 'LIGHT_NOT_MEASURED')]
}
