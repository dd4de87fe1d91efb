// The quick comparison of fingerprints counts as many differing bits as reading them one by one does.
import { expect, it } from 'vitest'
import { areAlike, printOf } from './likeness'

const hexOf = (bits: readonly boolean[]): string =>
  Array.from({ length: bits.length / 4 }, (_, at) =>
    Number.parseInt(
      bits
        .slice(at * 4, at * 4 + 4)
        .map(Number)
        .join(''),
      2,
    ).toString(16),
  ).join('')

it('tells exactly how many of the 256 bits differ', () => {
  for (let apart = 0; apart <= 256; apart++) {
    const one = Array.from({ length: 256 }, (_, at) => (at * at + apart) % 7 < 3)
    // 37 and 256 have no common divisor, so these are as many different bits, spread over all.
    const changed = new Set(Array.from({ length: apart }, (_, at) => (at * 37) % 256))
    const other = one.map((bit, at) => bit !== changed.has(at))
    const [a, b] = [printOf(hexOf(one)), printOf(hexOf(other))]
    expect([areAlike(a, b, apart), areAlike(a, b, apart - 1)], `${apart} apart`).toEqual([true, false])
  }
})
