// The fingerprint of a whole picture: the same when it is encoded anew, another when the same thing lies a little elsewhere.

import { expect, it } from 'vitest'
import type { RgbImage } from '../engine/image'
import { areAlike, printOf } from './likeness'
import { findReplay } from './replay'
import { picturePrint, pixelDigest } from './scene-print'

const [WIDTH, HEIGHT] = [960, 540]
const KEY = 'key of an installation'

/** A page with print on a table, so many pixels from its place; `noise`: what another encoding changes. */
function picture(right: number, { noise = 0, seed = 1 } = {}): RgbImage {
  const data = new Uint8Array(WIDTH * HEIGHT * 3)
  let state = seed
  const chance = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  for (let y = 0, at = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, at += 3) {
      const [u, v] = [x - 200 - right, y - 90 - right]
      const inside = u > 0 && u < 560 && v > 0 && v < 350
      const print = Math.sin(u / 23 + Math.sin(v / 31) * 3) + Math.sin(v / 17) > 0.6 ? 90 : 205
      data.fill(Math.max(0, Math.min(255, (inside ? print : 70 + (y % 40)) + (chance() - 0.5) * noise)), at, at + 3)
    }
  }
  return { width: WIDTH, height: HEIGHT, data }
}

const alike = (one: RgbImage, other: RgbImage, key = KEY) => areAlike(printOf(picturePrint(one, KEY)), printOf(picturePrint(other, key)), 6)

it('is the same for the same picture with other noise, and another a few millimetres elsewhere, or under another key', () => {
  const first = picture(0, { noise: 12 })
  expect(alike(first, picture(0, { noise: 12, seed: 5 }))).toBe(true)
  expect([10, 25, 60].map((right) => alike(first, picture(right, { noise: 12 })))).toEqual([false, false, false])
  expect(alike(first, first, 'another key')).toBe(false)
  expect(pixelDigest(first, KEY)).not.toBe(pixelDigest(picture(0, { noise: 12, seed: 5 }), KEY))
})

it('tells a film that is shown again from another film of the same document', () => {
  const film = (from: number, seed: number) => ({
    digests: [],
    course: [],
    prints: Array.from({ length: 8 }, (_, at) => printOf(picturePrint(picture(from + at * 14, { noise: 12, seed: seed + at }), KEY))),
  })
  const known = film(0, 1)
  expect([findReplay(film(0, 50), [known]).alike, findReplay(film(7, 90), [known]).alike]).toEqual([1, 0])
})
