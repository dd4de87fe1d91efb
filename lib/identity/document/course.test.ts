// A film of a document that is shown again is known by the course of its corners, whatever was done to all of its pictures; another film of the
// same document is not.

import { expect, it } from 'vitest'
import { pictureToCard, type Held } from '../../testing/camera/scenes/projection'
import { random } from '../../testing/camera/image'
import type { Point, Quad } from '../engine/geometry'
import { courseOf, sharedCourse } from './course'

const CARD = { width: 856, height: 540 }
const PICTURE = { width: 960, height: 540 }

/** Where the camera sees the corners of a card that is held so. */
function seen(held: Held): Quad {
  const [a, b, c, d, e, f, g, h, i] = pictureToCard(CARD, PICTURE, held)
  const det = (p: number, q: number, r: number, s: number) => p * s - q * r
  const at = (u: number, v: number): Point => {
    // Solves (a x + b y + c, d x + e y + f) = (u, v) (g x + h y + i).
    const [m, n, o, p] = [a - u * g, b - u * h, d - v * g, e - v * h]
    const [x, y] = [u * i - c, v * i - f]
    return [det(x, n, y, p) / det(m, n, o, p), det(m, x, o, y) / det(m, n, o, p)]
  }
  const { width, height } = CARD
  return { topLeft: at(0, 0), topRight: at(width, 0), bottomRight: at(width, height), bottomLeft: at(0, height) }
}

/** A hand moves the card as asked and trembles, in pixels; `place`: how it began, which is alike where the same person tries again. */
function filmed(seed: number, { tremor = 2, place = 0, frames = 14 } = {}): Quad[] {
  const [chance, begun] = [random(seed * 77 + 5), random(place + 1)]
  const around = (most: number, next = chance) => (next() - 0.5) * 2 * most
  const start = { fill: 0.78 + around(0.03, begun), roll: around(2, begun), shiftX: around(0.02, begun), shiftY: around(0.02, begun) }
  let hand = { x: 0, y: 0, top: 0, left: 0 }
  return Array.from({ length: frames }, (_, at) => {
    const walk = (value: number, most: number) => value * 0.8 + around(most)
    hand = {
      x: walk(hand.x, tremor / 540),
      y: walk(hand.y, tremor / 540),
      top: walk(hand.top, tremor / 6),
      left: walk(hand.left, tremor / 6),
    }
    const part = Math.min(1, (at + 1) / (frames - 4))
    return seen({
      ...start,
      shiftX: start.shiftX + hand.x,
      shiftY: start.shiftY + hand.y,
      topAway: hand.top,
      leftAway: hand.left + 26 * part,
    })
  })
}

/** Corners are found within a part of a pixel. */
function found(quads: readonly Quad[], seed: number, by = 0.4): Quad[] {
  const chance = random(seed)
  const near = ([x, y]: Point): Point => [x + (chance() - 0.5) * 2 * by, y + (chance() - 0.5) * 2 * by]
  return quads.map(({ topLeft, topRight, bottomRight, bottomLeft }) => ({
    topLeft: near(topLeft),
    topRight: near(topRight),
    bottomRight: near(bottomRight),
    bottomLeft: near(bottomLeft),
  }))
}

const moved = (quads: readonly Quad[], map: (point: Point) => Point): Quad[] =>
  quads.map(({ topLeft, topRight, bottomRight, bottomLeft }) => ({
    topLeft: map(topLeft),
    topRight: map(topRight),
    bottomRight: map(bottomRight),
    bottomLeft: map(bottomLeft),
  }))

const shared = (film: readonly Quad[], other: readonly Quad[]) => sharedCourse(courseOf(found(film, 3)), courseOf(found(other, 4)))

const mirror = (quads: readonly Quad[]): Quad[] =>
  moved(quads, ([x, y]) => [960 - x, y]).map(({ topLeft, topRight, bottomRight, bottomLeft }) => ({
    topLeft: topRight,
    topRight: topLeft,
    bottomRight: bottomLeft,
    bottomLeft: bottomRight,
  }))

it.each<[string, (film: readonly Quad[]) => readonly Quad[]]>([
  ['as it was', (film) => film],
  ['zoomed by 3 per cent', (film) => moved(film, ([x, y]) => [480 + (x - 480) * 1.03, 270 + (y - 270) * 1.03])],
  ['zoomed by 15 per cent and cropped', (film) => moved(film, ([x, y]) => [(x - 60) * 1.15, (y - 20) * 1.15])],
  ['moved', (film) => moved(film, ([x, y]) => [x + 17, y - 9])],
  ['turned by three degrees', (film) => moved(film, ([x, y]) => [x * 0.9986 - y * 0.0523 + 20, x * 0.0523 + y * 0.9986 - 9])],
  ['stretched', (film) => moved(film, ([x, y]) => [x * 1.06, y])],
  ['in a mirror', mirror],
  ['backwards', (film) => film.toReversed()],
  ['without every fourth picture', (film) => film.filter((_, at) => at % 4 !== 1)],
])('is known again: %s', (_, change) => {
  for (const seed of [1, 2, 3]) {
    const film = filmed(seed)
    expect(shared(change(film), film)).toBeGreaterThan(0.6)
  }
})

it('is another in each film, however alike a hand begins it', () => {
  const films = Array.from({ length: 24 }, (_, seed) => filmed(seed, { tremor: 2, place: seed % 3 }))
  const near = films.flatMap((film, at) => films.slice(0, at).map((other) => shared(film, other)))
  expect(near.filter((part) => part > 0)).toEqual([])
})

it('says nothing of a few pictures, and nothing of a document that is held still at the end of its way', () => {
  expect(shared(filmed(1, { frames: 5 }), filmed(1, { frames: 5 }))).toBe(0)
  const still = (seed: number) => [...filmed(seed).slice(0, 4), ...Array.from({ length: 20 }, () => filmed(1).at(-1) as Quad)]
  expect(shared(still(5), still(6))).toBe(0)
})
