// A film that is shown again, judged by fingerprints alone: in another order, at another pace, a little changed; and films that only resemble.
import { expect, it } from 'vitest'
import { random } from '../../testing/camera/image'
import { POLICY } from '../policy'
import { printOf, type Print } from './likeness'
import { findReplay, traceBytes, traceOf, type RunTrace } from './replay'

const next = random(11)
const anyPrint = (): Print => Int32Array.from({ length: 8 }, () => Math.floor(next() * 2 ** 32) | 0)

/** The same scene with so many of its 256 bits changed. */
function changed(print: Print, bits: number): Print {
  const places = new Set<number>()
  while (places.size < bits) places.add(Math.floor(next() * 256))
  const other = Int32Array.from(print)
  for (const place of places) other[place >> 5] = (other[place >> 5] ?? 0) ^ (1 << (place & 31))
  return other
}

const digest = () => Array.from({ length: 16 }, () => Math.floor(next() * 16).toString(16)).join('')
const runOf = (prints: readonly Print[]): RunTrace => ({ prints, digests: prints.map(digest), course: [] })
const film = runOf(Array.from({ length: 30 }, anyPrint))
const replayed = (run: RunTrace): boolean => {
  const { exact, alike } = findReplay(run, [runOf(Array.from({ length: 30 }, anyPrint)), film])
  return exact >= 2 || alike > POLICY.liveness.maxAlike
}

it('is known in any order, at any pace, encoded again or zoomed', () => {
  expect(replayed(film)).toBe(true)
  expect(replayed(runOf(film.prints.toReversed().map((print) => changed(print, 5))))).toBe(true)
  expect(replayed(runOf(film.prints.filter((_, at) => at % 3 !== 0).map((print, at) => changed(print, at % 5 < 2 ? 6 : 11))))).toBe(true)
  expect(replayed({ prints: [], digests: film.digests.slice(0, 2), course: [] })).toBe(true)
})

it('is not taken for the same person in the same room on another day, nor for anybody else', () => {
  expect(replayed(runOf(film.prints.map((print) => changed(print, 16))))).toBe(false)
  expect(replayed(runOf(film.prints.map((print, at) => changed(print, at % 10 < 3 ? 6 : 9))))).toBe(false)
  expect(replayed(runOf(Array.from({ length: 30 }, anyPrint)))).toBe(false)
})

it('is kept as bytes, 32 a scene and 8 a frame', () => {
  const bytes = traceBytes(film)
  expect(bytes.length).toBe(1 + 30 * 40)
  expect(traceOf(bytes)).toEqual(film)
  expect(traceOf(new Uint8Array())).toEqual({ prints: [], digests: [], course: [] })
  expect(traceOf(traceBytes({ prints: [printOf('f'.repeat(64))], digests: [], course: [] })).prints).toEqual([printOf('f'.repeat(64))])
  const withCourse = { ...film, course: [0, 1].map((more) => Int16Array.from({ length: 8 }, (_, at) => at * 1_900 - 900 + more)) }
  expect(traceOf(traceBytes(withCourse))).toEqual(withCourse)
})
