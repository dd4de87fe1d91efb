// The data page of a passport by its zone: where the lines stand says where the page must lie, and the page's own edges near there make it exact.
// An open passport shows two pages and its cover, so its largest outline is not the page.
import { sidesOf, type Point, type Quad } from '../engine/geometry'
import type { GreyImage } from '../engine/image'
import { withMats } from '../engine/opencv'

// Millimetres (Doc 9303-4 4.2): the page, the lines' width of 44 places, their inset, and the foot of the last line above the page's edge.
const PAGE = { width: 125, height: 88 }
const LINES_WIDTH = 44 * 2.54
const INSET = (PAGE.width - LINES_WIDTH) / 2
const FOOT = 5.2

// How far an edge may lie from where it is expected, in millimetres, and how many places along it are looked at.
const REACH = 5
const PLACES = 24
// An edge counts when this share of its places lies on one line, within a millimetre's third.
const AGREEING = 0.45
const CLOSE = 0.35
// Shades by which both sides of an edge differ at least.
const FAINTEST = 5

// Where a point of the page is in the picture; millimetres from the page's upper left corner.
type OnPicture = (right: number, down: number) => Point

function expected(lines: Quad): { at: OnPicture; scale: number } {
  const { top, bottom } = sidesOf(lines)
  const scale = (top + bottom) / 2 / LINES_WIDTH
  const { bottomLeft, bottomRight } = lines
  const length = Math.hypot(bottomRight[0] - bottomLeft[0], bottomRight[1] - bottomLeft[1])
  const [cos, sin] = [(bottomRight[0] - bottomLeft[0]) / length, (bottomRight[1] - bottomLeft[1]) / length]
  const at: OnPicture = (right, down) => {
    const [x, y] = [(right - INSET) * scale, (down - (PAGE.height - FOOT)) * scale]
    return [bottomLeft[0] + x * cos - y * sin, bottomLeft[1] + x * sin + y * cos]
  }
  return { at, scale }
}

// A straight edge: how far outwards of its expected place it lies, at one end of the side and at the other, in millimetres.
type Edge = readonly [first: number, second: number]

const AS_EXPECTED: Edge = [0, 0]

// Of all lines through two of the places, the one that most places lie on.
function straight(places: readonly (readonly [along: number, offset: number])[], needed: number): Edge {
  let best: { count: number; edge: Edge } | null = null
  for (const [a, first] of places) {
    for (const [b, second] of places) {
      if (b - a < 0.25) continue
      const slope = (second - first) / (b - a)
      if (Math.abs(slope) > 2 * REACH) continue
      const count = places.filter(([along, offset]) => Math.abs(first + slope * (along - a) - offset) < CLOSE).length
      if (!best || count > best.count) best = { count, edge: [first - slope * a, first + slope * (1 - a)] }
    }
  }
  return best && best.count >= needed ? best.edge : AS_EXPECTED
}

type Shade = (point: Point) => number | null

// `point(along, out)`: a place along the side, 0 to 1, and how far outwards of it, in millimetres.
function edgeNear(shade: Shade, point: (along: number, out: number) => Point): Edge {
  const places: [number, number][] = []
  for (let place = 0; place < PLACES; place++) {
    const along = 0.06 + (0.88 * place) / (PLACES - 1)
    let best = { offset: 0, step: FAINTEST }
    for (let offset = -REACH; offset <= REACH; offset += 0.2) {
      const mean = (from: number, to: number) => {
        const shades = [from, (from + to) / 2, to].map((out) => shade(point(along, offset + out)))
        return shades.some((each) => each === null) ? null : shades.reduce<number>((sum, each) => sum + (each ?? 0), 0) / 3
      }
      const [inside, outside] = [mean(-1, -0.3), mean(0.3, 1)]
      if (inside === null || outside === null) continue
      const step = Math.abs(inside - outside)
      // Of nearly equal steps the outer one is the page's edge; the inner ones are printed on it.
      if (step >= best.step * 0.9) best = { offset, step: Math.max(step, best.step) }
    }
    if (best.step > FAINTEST) places.push([along, best.offset])
  }
  return straight(places, PLACES * AGREEING)
}

const crossing = ([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): Point => {
  const [dx, dy, ex, ey] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]]
  const part = ((c[0] - a[0]) * ey - (c[1] - a[1]) * ex) / (dx * ey - dy * ex)
  return [a[0] + part * dx, a[1] + part * dy]
}

function softened(image: GreyImage, scale: number): GreyImage {
  return withMats((keep, cv) => {
    const mat = keep(new cv.Mat(image.height, image.width, cv.CV_8UC1))
    mat.data.set(image.data)
    cv.GaussianBlur(mat, mat, new cv.Size(0, 0), Math.max(0.8, scale * 0.25))
    return { width: image.width, height: image.height, data: new Uint8Array(mat.data) }
  })
}

// `lines`: from the first place to the last of the two lines of a passport, upright within 45 degrees.
export function pageAround(image: GreyImage, lines: Quad): Quad {
  const { at, scale } = expected(lines)
  const soft = softened(image, scale)
  const shade: Shade = ([x, y]) => {
    const [column, line] = [Math.round(x), Math.round(y)]
    return column < 0 || line < 0 || column >= soft.width || line >= soft.height ? null : (soft.data[line * soft.width + column] ?? 0)
  }
  const { width, height } = PAGE
  const [left, right] = [
    edgeNear(shade, (along, out) => at(-out, along * height)),
    edgeNear(shade, (along, out) => at(width + out, along * height)),
  ]
  const [top, bottom] = [
    edgeNear(shade, (along, out) => at(along * width, -out)),
    edgeNear(shade, (along, out) => at(along * width, height + out)),
  ]
  const leftSide = [at(-left[0], 0), at(-left[1], height)] as const
  const rightSide = [at(width + right[0], 0), at(width + right[1], height)] as const
  const topSide = [at(0, -top[0]), at(width, -top[1])] as const
  const bottomSide = [at(0, height + bottom[0]), at(width, height + bottom[1])] as const
  return {
    topLeft: crossing(topSide, leftSide),
    topRight: crossing(topSide, rightSide),
    bottomRight: crossing(bottomSide, rightSide),
    bottomLeft: crossing(bottomSide, leftSide),
  }
}
