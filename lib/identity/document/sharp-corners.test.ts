// Corners are found within a part of a pixel: the same on a picture that was zoomed as on the one before.

import { expect, it } from 'vitest'
import { random } from '../../testing/camera/image'
import { cornersOf, type Point, type Quad } from '../engine/geometry'
import type { GreyImage } from '../engine/image'
import { sharpCorners } from './sharp-corners'

const [WIDTH, HEIGHT] = [640, 360]

const quadOf = ([topLeft, topRight, bottomRight, bottomLeft]: readonly [Point, Point, Point, Point]): Quad => ({
  topLeft,
  topRight,
  bottomRight,
  bottomLeft,
})
const card = quadOf([
  [102.3, 61.8],
  [538.6, 74.2],
  [521.9, 301.4],
  [117.7, 312.1],
])

/** A bright card with print and round corners before a dark table, with the noise of a sensor. */
function picture(quad: Quad, seed: number): GreyImage {
  const chance = random(seed)
  const corners = cornersOf(quad)
  const inside = (x: number, y: number): number =>
    Math.min(
      ...corners.map(([ax, ay], at) => {
        const [bx, by] = corners[(at + 1) % 4] as Point
        return ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / Math.hypot(bx - ax, by - ay)
      }),
    )
  const data = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, place) => {
    const [x, y] = [place % WIDTH, Math.floor(place / WIDTH)]
    const depth = inside(x, y)
    const print = depth > 14 && (x >> 2) % 5 === 0 && (y >> 3) % 3 === 0 ? -90 : 0
    return 60 + 140 * Math.min(1, Math.max(0, depth + 0.5)) + print + (chance() - 0.5) * 12
  })
  return { width: WIDTH, height: HEIGHT, data }
}

const moved = (quad: Quad, by: () => number): Quad =>
  quadOf(cornersOf(quad).map(([x, y]): Point => [x + by(), y + by()]) as [Point, Point, Point, Point])

const furthest = (one: Quad, other: Quad): number =>
  Math.max(...cornersOf(one).map(([x, y], at) => Math.hypot(x - (cornersOf(other)[at]?.[0] ?? 0), y - (cornersOf(other)[at]?.[1] ?? 0))))

it.each([1, 2, 3, 4, 5, 6])('finds them from an outline that is some pixels off: %i', (seed) => {
  const chance = random(seed * 31)
  const rough = moved(card, () => (chance() - 0.5) * 6)
  expect(furthest(sharpCorners(picture(card, seed), rough), card)).toBeLessThan(0.5)
})

it('leaves corners where they are that have no edges', () => {
  const nothing = { width: WIDTH, height: HEIGHT, data: new Uint8Array(WIDTH * HEIGHT) }
  expect(furthest(sharpCorners(nothing, card), card)).toBeLessThan(0.01)
  const crossed = quadOf([
    [100, 100],
    [101, 100],
    [102, 100],
    [103, 100],
  ])
  expect(sharpCorners(picture(card, 1), crossed)).toBeDefined()
})
