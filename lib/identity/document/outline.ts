// Whether an outline moves as asked: its shape from frame to frame, which a flat picture shown again cannot change.
import { areaOf, cornersOf, sidesOf, type Quad } from '../engine/geometry'
import type { Policy } from '../policy'
import type { Movement } from '../../domain/capture'

// The outline of one frame; null where none was found.
export type Outline = { readonly at: number; readonly quad: Quad | null }

type Shape = { readonly at: number; readonly vertical: number; readonly horizontal: number; readonly size: number }

const between = (a: number, b: number) => (2 * (a - b)) / (a + b)

// Nearer edges look longer: the proportion of opposite sides tells the tilt, the area the distance.
function shapeOf(at: number, quad: Quad): Shape {
  const { top, bottom, left, right } = sidesOf(quad)
  return { at, vertical: between(bottom, top), horizontal: between(right, left), size: Math.sqrt(areaOf(cornersOf(quad))) }
}

// Moving closer is never asked for, but measured: a signer who moves closer first has not made the movement.
export type SeenMovement = Movement | 'move_closer'

// Departures from rest in units of their thresholds, so that 1 means "moved as far as asked".
type Departure = Readonly<Record<SeenMovement, number>>

function departure(shape: Shape, rest: Shape, { minTilt, minApproach }: Policy['document']): Departure {
  const vertical = (shape.vertical - rest.vertical) / minTilt
  const horizontal = (shape.horizontal - rest.horizontal) / minTilt
  return {
    tilt_forward: vertical,
    tilt_back: -vertical,
    tilt_left: horizontal,
    tilt_right: -horizontal,
    move_closer: (shape.size / rest.size - 1) / (minApproach - 1),
  }
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

export type MovementReading = {
  // Largest departure in the direction asked, in units of the threshold.
  readonly moved: number
  // What passed its threshold first; null when nothing did.
  readonly first: SeenMovement | null
  // Frames that show the movement done, and frames on the way there: a cut from one picture to another has none.
  readonly framesDone: number
  readonly framesBetween: number
  // Milliseconds from showing the movement to the first frame over its threshold.
  readonly reactionMs: number | null
  // Index into the outlines of the resting and of the most moved frame.
  readonly restIndex: number | null
  readonly peakIndex: number | null
  // Share of the frames in which the outline was found.
  readonly found: number
  // Indices of the outlines that are well on their way somewhere: they differ enough from all others to be known again.
  readonly moving: readonly number[]
}

// In units of the threshold.
const WELL_AWAY = 0.5

const NOTHING = { moved: 0, first: null, framesDone: 0, framesBetween: 0, reactionMs: null, restIndex: null, peakIndex: null, moving: [] }

// `shownAt`: when the movement was shown, on the clock of the outlines. Until a quarter of a second later, the document counts as at rest.
export function readOutlines(outlines: readonly Outline[], movement: Movement, shownAt: number, policy: Policy): MovementReading {
  const shapes = outlines.map(({ at, quad }) => quad && shapeOf(at, quad))
  const seen = shapes.filter((shape) => shape !== null)
  const found = outlines.length === 0 ? 0 : seen.length / outlines.length
  const resting = seen.filter(({ at }) => at <= shownAt + policy.liveness.minReactionMs)
  const [firstSeen] = seen
  if (!firstSeen) return { ...NOTHING, found }
  const calm = resting.length > 0 ? resting : [firstSeen]
  const rest: Shape = {
    at: firstSeen.at,
    vertical: middle(calm.map(({ vertical }) => vertical)),
    horizontal: middle(calm.map(({ horizontal }) => horizontal)),
    size: middle(calm.map(({ size }) => size)),
  }
  const departures = shapes.map((shape) => shape && departure(shape, rest, policy.document))
  const asked = departures.map((each) => each?.[movement] ?? -Infinity)
  const moved = Math.max(...asked)
  const over = departures.map((each) => (each ? dominant(each) : null))
  const firstOver = over.findIndex((name) => name !== null)
  const done = asked.flatMap((value, index) => (value >= 1 ? [index] : []))
  const [firstDone] = done
  return {
    moved,
    first: over[firstOver] ?? null,
    framesDone: done.length,
    framesBetween: asked.slice(0, asked.indexOf(moved)).filter((value) => value > moved * 0.1 && value < moved * 0.85).length,
    reactionMs: firstDone === undefined ? null : (outlines[firstDone]?.at ?? 0) - shownAt,
    restIndex: shapes.findIndex((shape) => shape !== null),
    peakIndex: firstDone === undefined ? null : asked.indexOf(moved),
    found,
    moving: departures.flatMap((each, index) => (each && Math.max(...Object.values(each)) >= WELL_AWAY ? [index] : [])),
  }
}

// The strongest movement over its threshold. A hand that tilts also turns and shifts a little.
function dominant(each: Departure): SeenMovement | null {
  const [strongest] = (Object.entries(each) as [SeenMovement, number][]).sort(([, a], [, b]) => b - a)
  return strongest && strongest[1] >= 1 ? strongest[0] : null
}
