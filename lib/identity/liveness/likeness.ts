// How far two frame fingerprints are apart. They are compared by the hundred thousand, so they are read from their text once.

// The 256 bits of a fingerprint, as eight numbers.
export type Print = Int32Array

export const printOf = (hex: string): Print =>
  Int32Array.from({ length: 8 }, (_, at) => Number.parseInt(hex.slice(at * 8, at * 8 + 8), 16) | 0)

// How many bits of a number are set: pairs, then fours, then eights are added up side by side.
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

// Whether at most so many of the 256 bits differ.
export function areAlike(a: Print, b: Print, most: number): boolean {
  let apart = 0
  for (let at = 0; at < 8 && apart <= most; at++) apart += bitsIn((a[at] ?? 0) ^ (b[at] ?? 0))
  return apart <= most
}
