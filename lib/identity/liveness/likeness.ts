// How far two frame fingerprints are apart.

const BITS_OF = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length)

// How many of the 256 bits differ.
export function bitsApart(a: string, b: string): number {
  const [one, other] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')]
  return one.reduce((sum, byte, at) => sum + (BITS_OF[byte ^ (other[at] ?? 0)] ?? 0), 0)
}
