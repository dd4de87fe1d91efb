// The course of a document through a film: where its four corners stood, picture by picture. A hand never moves twice alike, and whatever is
// done to a whole film (zoomed, cropped, mirrored, turned, stretched) moves all of its corners by one and the same map. So a film is known again
// where one map brings its corners onto those of an earlier one.
import { cornersOf, type Quad } from '../engine/geometry'

/** x and y of the four corners, in sixteenths of a pixel of pictures whose longer side has 960; top left first, clockwise. */
export type Corners = Int16Array

const PARTS = 16
// Corners of a page may be expected beyond its picture.
const FURTHEST = 2_000

const squareOf = (pixels: number): number => (pixels * PARTS) ** 2
// How far from its place a corner may be found again: of ten pictures that were zoomed by 3 per cent and encoded anew, nine were within 1.1.
const NEAR = squareOf(1.25)
// In a first look, by the map that one picture suggests.
const NEAR_AT_FIRST = squareOf(4)
// A picture tells something new where a corner has gone so far since the one before: a document that is held still at the end of its way comes
// near to itself, in whichever film.
const FURTHER = squareOf(4)
// How far the shapes of two pictures may differ: by two pixels in seven hundred, and twice as much for the far corner.
const SHAPED_ALIKE = 0.006
// A replay is not larger or smaller than so.
const MOST_ZOOM = 1.7
// Fewer places than this prove nothing, and less than this share of them says nothing.
const LEAST = 6
const LEAST_SHARED = 0.65

export const courseOf = (quads: readonly Quad[]): Corners[] =>
  quads.map((quad) => Int16Array.from(cornersOf(quad).flat(), (value) => Math.max(-FURTHEST, Math.min(FURTHEST, value)) * PARTS))

// `along`, `down`: where the third corner stands, in lengths of the two sides that meet at the first. No affine map changes these.
type Place = { readonly corners: Corners; readonly along: number; readonly down: number }

function placeOf(corners: Corners): Place {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = corners
  const [ax, ay, bx, by, cx, cy] = [x1 - x0, y1 - y0, x3 - x0, y3 - y0, x2 - x0, y2 - y0]
  const turn = ax * by - ay * bx || 1
  return { corners, along: (cx * by - cy * bx) / turn, down: (ax * cy - ay * cx) / turn }
}

const areShapedAlike = (one: Place, other: Place): boolean =>
  Math.abs(one.along - other.along) < SHAPED_ALIKE && Math.abs(one.down - other.down) < SHAPED_ALIKE

// x' = a x + b y + c, y' = d x + e y + f.
type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number]
type Pair = readonly [from: Corners, to: Corners]

const SAME: Affine = [1, 0, 0, 0, 1, 0]

/** Which map brings the first of each pair nearest to the second; null where they lie on a line, or it enlarges too much. */
function mapOf(pairs: readonly Pair[]): Affine | null {
  const count = pairs.length * 4
  const mean = (which: 0 | 1, axis: 0 | 1) =>
    pairs.reduce((sum, pair) => sum + [0, 2, 4, 6].reduce((part, at) => part + (pair[which][at + axis] ?? 0), 0), 0) / count
  const [mx, my, mu, mv] = [mean(0, 0), mean(0, 1), mean(1, 0), mean(1, 1)]
  let [xx, xy, yy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0]
  for (const [from, to] of pairs) {
    for (let at = 0; at < 8; at += 2) {
      const [x, y] = [(from[at] ?? 0) - mx, (from[at + 1] ?? 0) - my]
      const [u, v] = [(to[at] ?? 0) - mu, (to[at + 1] ?? 0) - mv]
      xx += x * x
      xy += x * y
      yy += y * y
      xu += x * u
      yu += y * u
      xv += x * v
      yv += y * v
    }
  }
  const spread = xx * yy - xy * xy
  if (!(spread > PARTS)) return null
  const [a, b] = [(xu * yy - yu * xy) / spread, (yu * xx - xu * xy) / spread]
  const [d, e] = [(xv * yy - yv * xy) / spread, (yv * xx - xv * xy) / spread]
  const zoom = Math.sqrt(Math.abs(a * e - b * d))
  return zoom > 1 / MOST_ZOOM && zoom < MOST_ZOOM ? [a, b, mu - a * mx - b * my, d, e, mv - d * mx - e * my] : null
}

/** The square of how far the corner is off its place that is furthest off; of more than `most`, not how much more. */
function apart([a, b, c, d, e, f]: Affine, from: Corners, to: Corners, most: number): number {
  let furthest = 0
  for (let at = 0; at < 8 && furthest <= most; at += 2) {
    const [x, y] = [from[at] ?? 0, from[at + 1] ?? 0]
    furthest = Math.max(furthest, (a * x + b * y + c - (to[at] ?? 0)) ** 2 + (d * x + e * y + f - (to[at + 1] ?? 0)) ** 2)
  }
  return furthest
}

/** Each place of `own` with that of `other` that comes nearest to it, if one comes near. */
function matched(map: Affine, own: readonly Place[], other: readonly Place[], near: number): Pair[] {
  return own.flatMap((to): Pair[] => {
    let found: Place | null = null
    let least = near
    for (const from of other) {
      if (!areShapedAlike(from, to)) continue
      const square = apart(map, from.corners, to.corners, least)
      if (square > least) continue
      found = from
      least = square
    }
    return found ? [[found.corners, to.corners]] : []
  })
}

/** As a mirror shows it: left corners are found as right ones. */
const mirrored = (corners: Corners): Corners => Int16Array.from([2, 3, 0, 1, 6, 7, 4, 5], (place) => corners[place] ?? 0)

function thinned(course: readonly Corners[]): Corners[] {
  const kept: Corners[] = []
  for (const corners of course) {
    const last = kept.at(-1)
    if (!last || apart(SAME, last, corners, FURTHER) > FURTHER) kept.push(corners)
  }
  return kept
}

/**
 * The share of the places on the document's way whose corners one map brings onto those of the other film; 0 where it says nothing. Which comes
 * when is not looked at.
 */
export function sharedCourse(course: readonly Corners[], earlier: readonly Corners[]): number {
  const own = thinned(course).map(placeOf)
  if (own.length < LEAST || earlier.length < LEAST) return 0
  let best = 0
  for (const other of [earlier.map(placeOf), earlier.map((corners) => placeOf(mirrored(corners)))]) {
    // What is far on its way is like little else.
    for (const seed of [own.at(-1), own[own.length >> 1]]) {
      for (const from of other) {
        if (!seed || !areShapedAlike(seed, from)) continue
        const first = mapOf([[from.corners, seed.corners]])
        const map = first && mapOf(matched(first, own, other, NEAR_AT_FIRST))
        // One always fits.
        if (map) best = Math.max(best, (matched(map, own, other, NEAR).length - 1) / (own.length - 1))
      }
    }
  }
  return best < LEAST_SHARED ? 0 : best
}
