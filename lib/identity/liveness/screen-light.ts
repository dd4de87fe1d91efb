// Whether the face reflects the colours that the screen showed in their order, as a head does: the server chose them, so a film that was made
// before, or one picture that is warped into every pose, cannot follow them; and what is painted over a picture lies flat on it.
import { SCREEN_LIGHT_MS, SCREEN_LIGHTS, type ScreenLight } from '../../domain/capture'
import { atLeast, atMost, holds, orRefer, type Finding } from '../finding'
import type { Policy } from '../policy'
import type { Look, SelfieStepReading } from './step'
import type { Colour, Tint } from './tint'

const MODEL = 'screen-reflection/2'

// How much later than planned a camera may show a colour: screens, exposure and a busy page take their time. It is one for the whole run.
const LAGS_MS = [0, 60, 120, 180, 240, 300, 360, 420]
// With fewer colours anything may look alike.
const LEAST_COLOURS = 8

// What a reflection of this colour adds to a tint: in linear light it adds up, so its red and blue count against its green.
export function tintOfLight(light: ScreenLight): Colour {
  const [r, g, b] = SCREEN_LIGHTS[light].map((value) => (value / 255) ** 2.2) as [number, number, number]
  return [r - g, b - g]
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)

type Basis = readonly (readonly number[])[]

const without = (values: readonly number[], basis: Basis): number[] =>
  basis.reduce<number[]>(
    (left, one) => {
      const part = dot(left, one)
      return left.map((value, at) => value - part * (one[at] ?? 0))
    },
    [...values],
  )

// A constant and what else changes the colour of a face, a drift in time and the turning of the head in a room with a window on one side and a
// lamp on the other, so that values can be taken without them.
function basisOf(others: readonly (readonly number[])[]): Basis {
  const basis: number[][] = []
  for (const other of [(others[0] ?? []).map(() => 1), ...others]) {
    const rest = without(other, basis)
    const length = Math.sqrt(dot(rest, rest))
    if (length > 1e-6) basis.push(rest.map((value) => value / length))
  }
  return basis
}

type Place = keyof Tint

type Series = { readonly seen: readonly number[]; readonly shown: readonly number[]; readonly colours: number }

// A face that is turned further hides one of its sides.
const AHEAD = 0.14

// One step: the colours that were seen at a place and those that the screen gives, red and blue, each less what has other reasons. `together`:
// only where that other place was seen too, so that the two are measured in the same pictures.
function seriesOf({ lights, looks, shownAt }: SelfieStepReading, lag: number, where: Place, together: Place = where): Series | null {
  const lit = looks.flatMap(({ at, face, tint }: Look) => {
    const place = Math.floor((at - shownAt - lag) / SCREEN_LIGHT_MS)
    const light = place < 0 ? undefined : lights?.[place]
    const colour = tint?.[where]
    if (!light || !face || !colour || !tint?.[together] || (together !== 'skin' && Math.abs(face.nose - 0.5) > AHEAD)) return []
    return [{ at, nose: face.nose, colour, light: tintOfLight(light), place }]
  })
  const others = [lit.map(({ at }) => (at - shownAt) / 1000), lit.map(({ nose }) => nose)]
  if (lit.length < others.length + 3) return null
  const basis = basisOf(others)
  const of = (value: (one: (typeof lit)[number]) => number) => without(lit.map(value), basis)
  return {
    seen: [...of(({ colour }) => colour[0]), ...of(({ colour }) => colour[1])],
    shown: [...of(({ light }) => light[0]), ...of(({ light }) => light[1])],
    colours: new Set(lit.map(({ place }) => place)).size,
  }
}

function agreementOf(series: readonly Series[]): number {
  const [seen, shown] = [series.flatMap((one) => one.seen), series.flatMap((one) => one.shown)]
  const lengths = Math.sqrt(dot(seen, seen) * dot(shown, shown))
  return lengths === 0 ? 0 : dot(seen, shown) / lengths
}

// How much of the screen's light is seen.
function gainOf(series: readonly Series[]): number {
  const [seen, shown] = [series.flatMap((one) => one.seen), series.flatMap((one) => one.shown)]
  return dot(seen, shown) / Math.max(1e-9, dot(shown, shown))
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
  const at = (lag: number, where: Place, together = where) => steps.map((step) => seriesOf(step, lag, where, together))
  const seenOf = (all: readonly (Series | null)[]) => all.flatMap((one) => one ?? [])
  const best = LAGS_MS.map((lag) => ({ lag, agreement: agreementOf(seenOf(at(lag, 'skin'))) })).reduce((a, b) =>
    b.agreement > a.agreement ? b : a,
  )
  const every = at(best.lag, 'skin')
  const series = seenOf(every)
  const gain = gainOf(series)
  const colours = series.reduce((sum, one) => sum + one.colours, 0)
  const measured = colours >= LEAST_COLOURS && gain >= liveness.minGain && gain <= liveness.maxGain
  const detail = { gain: rounded(gain), colours, lag: best.lag }
  const whole = { score: measured ? Math.max(0, best.agreement) : 0, threshold: liveness.minReflection, detail }
  // The first step, without a movement, is too short to say anything alone.
  const least = Math.min(...every.slice(1).map((one) => (one ? Math.max(0, agreementOf([one])) : 0)))
  const findings = [
    atLeast({ check: 'liveness_light', model: MODEL, ...whole }),
    atLeast({ check: 'liveness_light_steps', model: MODEL, score: measured ? least : 0, threshold: liveness.minStepReflection }),
  ].map((found) => orRefer(found, 'LIGHT_NOT_MEASURED'))
  // How other colours lie says nothing.
  if (findings.some(({ passed }) => !passed)) return [shown, ...findings]
  // Where the middle of the face shows next to nothing in these pictures, its sides may not show more.
  const against = (place: Place) =>
    gainOf(seenOf(at(best.lag, place))) / Math.max(liveness.minGain, gainOf(seenOf(at(best.lag, 'skin', place))))
  return [shown, ...findings, fallOff(against('sides'), against('beside'), liveness)]
}

// Skin that turns away from the screen gets less of its light, and what is beside the head even less: in parts of what the middle of the face
// gets. Where one could not be measured, its part is 0 and says nothing.
function fallOff(sides: number, beside: number, { maxSideGain, maxBesideGain }: Policy['liveness']): Finding {
  const parts = { sides: rounded(sides), beside: rounded(beside) }
  const score = Math.max(parts.sides / maxSideGain, parts.beside / maxBesideGain)
  return orRefer(atMost({ check: 'liveness_light_fall_off', score, threshold: 1, model: MODEL, detail: parts }), 'LIGHT_FLAT')
}

const rounded = (value: number) => Math.round(value * 1000) / 1000
