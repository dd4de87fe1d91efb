// What is left of a picture is its ink: no background print, no shadow, no hologram.

import { expect, it } from 'vitest'
import { inkOf } from './ink'

const [width, height] = [480, 240]
const picture = (brightness: (x: number, y: number) => number) => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height }, (_, at) => brightness(at % width, Math.floor(at / width))),
})

const isStroke = (x: number, y: number) => x >= 200 && x < 280 && y >= 100 && y < 130 && x % 20 < 6
const isWave = (y: number) => y % 12 < 3
// A side of the picture has half the light of the other.
const light = (x: number) => 1 - 0.5 * (x / width)

it.each([230, 150, 90])('keeps strokes on a background print in uneven light, on paper of brightness %i', async (paper) => {
  const seen = picture((x, y) => Math.round(paper * light(x) * (isStroke(x, y) ? 0.3 : isWave(y) ? 0.87 : 1)))
  const { data } = await inkOf(seen)
  const at = (x: number, y: number) => data[y * width + x] ?? NaN
  expect(at(202, 115)).toBeLessThan(128)
  expect(at(262, 115)).toBeLessThan(128)
  const elsewhere = Array.from(data).filter((_, place) => !(place % width > 190 && place % width < 290))
  expect(elsewhere.every((value) => value === 255)).toBe(true)
})
