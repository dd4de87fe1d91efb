// The rim of a card in the picture: how its corners are cut, and whether another straight edge runs around it.
import { cornersOf, type Point, type Quad } from '../engine/geometry'
import type { RgbImage } from '../engine/image'
import { withMats } from '../engine/opencv'
import { ID1_ASPECT, ID3_ASPECT } from './card'

// Pixels for a millimetre, and millimetres around the card that are looked at.
const SCALE = 8
const AROUND = 14
// How far from the outline that was found the card's own edge may lie.
const REACH = 2.5

type Colour = readonly [number, number, number]

// The card laid flat with what is around it. Points are in millimetres from its upper left corner; null is outside of the picture.
type Surface = { readonly width: number; readonly height: number; readonly at: (point: Point) => Colour | null }

function surfaceOf(image: RgbImage, quad: Quad, [width, height]: readonly [number, number]): Surface {
  const [columns, lines] = [Math.round((width + 2 * AROUND) * SCALE), Math.round((height + 2 * AROUND) * SCALE)]
  const { colours, seen } = withMats((keep, cv) => {
    const source = keep(new cv.Mat(image.height, image.width, cv.CV_8UC3))
    source.data.set(image.data)
    const everywhere = keep(new cv.Mat(image.height, image.width, cv.CV_8UC1, new cv.Scalar(255)))
    const [left, top, right, bottom] = [AROUND, AROUND, AROUND + width, AROUND + height].map((length) => length * SCALE) as [
      number,
      number,
      number,
      number,
    ]
    const from = keep(cv.matFromArray(4, 1, cv.CV_32FC2, cornersOf(quad).flat()))
    const to = keep(cv.matFromArray(4, 1, cv.CV_32FC2, [left, top, right, top, right, bottom, left, bottom]))
    const homography = keep(cv.getPerspectiveTransform(from, to))
    const laid = (one: typeof source, how: number) => {
      const flat = keep(new cv.Mat())
      cv.warpPerspective(one, flat, homography, new cv.Size(columns, lines), how, cv.BORDER_CONSTANT, new cv.Scalar(0))
      return new Uint8Array(flat.data)
    }
    return { colours: laid(source, cv.INTER_LINEAR), seen: laid(everywhere, cv.INTER_NEAREST) }
  })
  const at = ([x, y]: Point): Colour | null => {
    const [column, line] = [Math.round((x + AROUND) * SCALE), Math.round((y + AROUND) * SCALE)]
    if (column < 0 || line < 0 || column >= columns || line >= lines || seen[line * columns + column] !== 255) return null
    const place = (line * columns + column) * 3
    return [colours[place] ?? 0, colours[place + 1] ?? 0, colours[place + 2] ?? 0]
  }
  return { width, height, at }
}

const plus = ([x, y]: Point, [dx, dy]: Point, times: number): Point => [x + dx * times, y + dy * times]
const apart = (a: Colour, b: Colour) => Math.max(...a.map((value, at) => Math.abs(value - (b[at] ?? 0))))
const middleOf = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

function mean(colours: readonly (Colour | null)[]): Colour | null {
  const seen = colours.filter((colour) => colour !== null)
  if (seen.length < colours.length / 2 || seen.length === 0) return null
  const of = (channel: 0 | 1 | 2) => seen.reduce((sum, colour) => sum + colour[channel], 0) / seen.length
  return [of(0), of(1), of(2)]
}

// A straight line: a point, the way along it, and the way out of the card.
type Line = { readonly from: Point; readonly along: Point; readonly out: Point; readonly length: number }

const sidesOf = ({ width, height }: Surface): Line[] => [
  { from: [0, 0], along: [1, 0], out: [0, -1], length: width },
  { from: [width, 0], along: [0, 1], out: [1, 0], length: height },
  { from: [width, height], along: [-1, 0], out: [0, 1], length: width },
  { from: [0, height], along: [0, -1], out: [-1, 0], length: height },
]

const STEP = 1 / SCALE
const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step)

// Levels of a colour by which card and table differ at least, at their edge and on either side of it.
const [LEAST_CHANGE, LEAST_CONTRAST] = [18, 30]

// Where the card ends on the way inwards across its side: the first place where colour changes nearly as much as anywhere.
function edgeAt({ at }: Surface, { from, along, out }: Line, far: number): number | null {
  const foot = plus(from, along, far)
  const places = range(-REACH, REACH, STEP)
  const changes = places.map((place) => {
    const [outer, inner] = [at(plus(foot, out, -(place - 2 * STEP))), at(plus(foot, out, -(place + 2 * STEP)))]
    return outer && inner ? apart(outer, inner) : 0
  })
  const most = Math.max(...changes)
  if (most < LEAST_CHANGE) return null
  const first = changes.findIndex((change, index) => change >= 0.6 * most && change >= (changes[index + 1] ?? 0))
  return places[first] ?? null
}

// The side as it really runs: a straight line through most of the edges, away from the corners.
function trueSide(surface: Surface, side: Line): Line | null {
  const found = range(0.12 * side.length, 0.88 * side.length, 1).flatMap((far) => {
    const edge = edgeAt(surface, side, far)
    return edge === null ? [] : [{ far, edge }]
  })
  if (found.length < (0.76 * side.length) / 2) return null
  const half = found.length >> 1
  const slope = middleOf(
    found.slice(0, half).map(({ far, edge }, at) => {
      const other = found[at + half]
      return other ? (other.edge - edge) / (other.far - far) : 0
    }),
  )
  const inset = middleOf(found.map(({ far, edge }) => edge - slope * far))
  const off = found.filter(({ far, edge }) => Math.abs(edge - inset - slope * far) > 0.4).length
  if (off > found.length * 0.4) return null
  const { from, along, out, length } = side
  return { from: plus(from, out, -inset), along: [along[0] - out[0] * slope, along[1] - out[1] * slope], out, length }
}

function crossing(one: Line, other: Line): Point {
  const [[x1, y1], [dx1, dy1], [x2, y2], [dx2, dy2]] = [one.from, one.along, other.from, other.along]
  const part = ((x2 - x1) * dy2 - (y2 - y1) * dx2) / (dx1 * dy2 - dy1 * dx2)
  return [x1 + dx1 * part, y1 + dy1 * part]
}

// How much of the card's colour stands where a round corner leaves the table, which is up to 1.3 mm from where the sides cross: 0 round, 1 straight;
// null where table and card look alike.
function cornerFilled({ at }: Surface, before: Line, after: Line): number | null {
  const corner = crossing(before, after)
  const inwards: Point = [-(before.out[0] + after.out[0]) / Math.SQRT2, -(before.out[1] + after.out[1]) / Math.SQRT2]
  const along: Point = [inwards[1], -inwards[0]]
  const patch = (from: number, to: number, wide: number) =>
    mean(
      range(from, to, STEP).flatMap((deep) => range(-wide, wide, STEP).map((aside) => at(plus(plus(corner, inwards, deep), along, aside)))),
    )
  const beside = (side: Line, way: number) =>
    range(4.5, 7.5, 2 * STEP).flatMap((far) =>
      range(0.8, 1.4, STEP).map((off) => at(plus(plus(corner, side.along, way * far), side.out, off))),
    )
  const [here, card] = [patch(0.3, 0.75, 0.15), patch(3, 4, 0.6)]
  const table = mean([...beside(before, -1), ...beside(after, 1)])
  if (!here || !card || !table || apart(card, table) < LEAST_CONTRAST) return null
  const way = card.map((value, channel) => value - (table[channel] ?? 0))
  return (
    way.reduce((sum, value, channel) => sum + value * ((here[channel] ?? 0) - (table[channel] ?? 0)), 0) /
    way.reduce((sum, value) => sum + value ** 2, 0)
  )
}

// Nearer to the card lies its own shadow.
const [BORDER_FROM, BORDER_TO] = [3, AROUND - 1]

// The strongest straight edge that runs along a side outside of the card, in levels of brightness.
function edgeBeyond({ at }: Surface, { from, along, out, length }: Line): number {
  const light = (point: Point) => {
    const colour = at(point)
    return colour && 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
  }
  const fars = range(0.12 * length, 0.88 * length, 2)
  let strongest = 0
  for (const off of range(BORDER_FROM, BORDER_TO, 2 * STEP)) {
    for (const slope of [-0.02, 0, 0.02]) {
      const changes = fars.flatMap((far) => {
        const foot = plus(plus(from, along, far), out, off + slope * (far - length / 2))
        const [inner, outer] = [light(plus(foot, out, -0.4)), light(plus(foot, out, 0.4))]
        return inner === null || outer === null ? [] : [outer - inner]
      })
      if (changes.length < fars.length * 0.7) continue
      // What three quarters of the side have, all brighter or all darker.
      const sorted = changes.sort((a, b) => a - b)
      const [low, high] = [sorted[Math.floor(sorted.length / 4)] ?? 0, sorted[Math.floor((sorted.length * 3) / 4)] ?? 0]
      strongest = Math.max(strongest, low, -high)
    }
  }
  return strongest
}

export type Rim = {
  // Corners that could be seen, and those of them that are cut straight.
  readonly corners: number
  readonly straight: number
  // Sides along which another edge runs.
  readonly bordered: number
}

// Of the card's colour in a corner, where a round one shows the table.
const STRAIGHT = 0.65
const LEAST_EDGE = 14

// ISO/IEC 7810, in millimetres. Both have corners of 3.18 mm radius.
const [ID1, ID2] = [[85.6, 54] as const, [105, 74] as const]

/** `quad`: corners as the card names them; `aspect`: its width against its height, as it was laid flat. */
export function rimOf(image: RgbImage, quad: Quad, aspect: number): Rim {
  // ID-2 has the proportions of ID-3.
  const [asId1, asId2] = [Math.abs(aspect - ID1_ASPECT), Math.abs(aspect - ID3_ASPECT)]
  const surface = surfaceOf(image, quad, asId1 < asId2 ? ID1 : ID2)
  const sides = sidesOf(surface).map((side) => trueSide(surface, side))
  const filled = sides.flatMap((side, at) => {
    const before = sides[(at + 3) % 4]
    const one = side && before ? cornerFilled(surface, before, side) : null
    return one === null ? [] : [one]
  })
  const beyond = sides.map((side) => (side ? edgeBeyond(surface, side) : 0))
  return {
    corners: filled.length,
    straight: filled.filter((part) => part >= STRAIGHT).length,
    bordered: beyond.filter((strength) => strength >= LEAST_EDGE).length,
  }
}
