// Finds the corners of a document within a part of a pixel, where its outline is known within a few.
import { cornersOf, type Point, type Quad } from '../engine/geometry'
import type { GreyImage } from '../engine/image'

// Places on each side at which its edge is looked for; the ends are left out, because corners are round.
const PLACES = 48
const FROM = 0.12
// How far from the outline, and in steps of which part of a pixel.
const REACH = 7
const STEP = 0.5
// The share of the places that lie nearest to one line.
const ON_LINE = 0.6

function brightness({ width, height, data }: GreyImage, x: number, y: number): number {
  const [left, top] = [Math.max(0, Math.min(width - 2, Math.floor(x))), Math.max(0, Math.min(height - 2, Math.floor(y)))]
  const [right, low] = [Math.max(0, Math.min(1, x - left)), Math.max(0, Math.min(1, y - top))]
  const at = top * width + left
  const upper = (data[at] ?? 0) * (1 - right) + (data[at + 1] ?? 0) * right
  const lower = (data[at + width] ?? 0) * (1 - right) + (data[at + width + 1] ?? 0) * right
  return upper * (1 - low) + lower * low
}

type Line = { readonly x: number; readonly y: number; readonly dx: number; readonly dy: number }

/** Where brightness changes most across the side, at one of its places. */
function edgeAt(image: GreyImage, [x, y]: Point, [nx, ny]: Point): Point {
  const across = (at: number) =>
    brightness(image, x + nx * (at + 1), y + ny * (at + 1)) - brightness(image, x + nx * (at - 1), y + ny * (at - 1))
  let [best, most] = [0, 0]
  for (let at = -REACH; at <= REACH; at += STEP) {
    const change = Math.abs(across(at))
    if (change > most) [best, most] = [at, change]
  }
  const [before, after] = [Math.abs(across(best - STEP)), Math.abs(across(best + STEP))]
  const curve = before - 2 * most + after
  const offset = best + (curve < 0 ? ((before - after) / (2 * curve)) * STEP : 0)
  return [x + nx * offset, y + ny * offset]
}

function lineThrough(points: readonly Point[]): Line {
  const [x, y] = [0, 1].map((axis) => points.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / points.length) as [number, number]
  let [xx, xy, yy] = [0, 0, 0]
  for (const [px, py] of points) {
    xx += (px - x) ** 2
    xy += (px - x) * (py - y)
    yy += (py - y) ** 2
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  return { x, y, dx: Math.cos(angle), dy: Math.sin(angle) }
}

const offLine = ({ x, y, dx, dy }: Line, [px, py]: Point): number => Math.abs((px - x) * dy - (py - y) * dx)

function sideOf(image: GreyImage, from: Point, to: Point): Line {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1
  const normal: Point = [-(to[1] - from[1]) / length, (to[0] - from[0]) / length]
  let points = Array.from({ length: PLACES }, (_, place): Point => {
    const along = FROM + ((1 - 2 * FROM) * (place + 0.5)) / PLACES
    return edgeAt(image, [from[0] + (to[0] - from[0]) * along, from[1] + (to[1] - from[1]) * along], normal)
  })
  let line = lineThrough(points)
  for (const share of [0.8, ON_LINE]) {
    const current = line
    points = [...points].sort((a, b) => offLine(current, a) - offLine(current, b)).slice(0, Math.ceil(PLACES * share))
    line = lineThrough(points)
  }
  return line
}

function crossing(one: Line, other: Line, known: Point): Point {
  const turn = one.dx * other.dy - one.dy * other.dx
  if (Math.abs(turn) < 0.1) return known
  const along = ((other.x - one.x) * other.dy - (other.y - one.y) * other.dx) / turn
  const found: Point = [one.x + one.dx * along, one.y + one.dy * along]
  return Math.hypot(found[0] - known[0], found[1] - known[1]) > 3 * REACH ? known : found
}

export function sharpCorners(image: GreyImage, quad: Quad): Quad {
  const corners = cornersOf(quad)
  const sides = corners.map((corner, at) => sideOf(image, corner, corners[(at + 1) % 4] ?? corner))
  const [topLeft, topRight, bottomRight, bottomLeft] = corners.map((corner, at) =>
    crossing(sides[(at + 3) % 4] as Line, sides[at] as Line, corner),
  ) as [Point, Point, Point, Point]
  return { topLeft, topRight, bottomRight, bottomLeft }
}
