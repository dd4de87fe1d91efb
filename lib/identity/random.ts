// The randomness that challenges are drawn from: bytes in, unbiased choices out, so that tests can hand in a fixed source.

// Fills n fresh random bytes (node:crypto randomBytes in the product).
export type RandomBytes = (size: number) => Uint8Array

// Uniform integer in [0, bound): rejection sampling, because a plain modulo would favour the first challenges.
export function randomInteger(random: RandomBytes, bound: number): number {
  const limit = Math.floor(0x1_0000_0000 / bound) * bound
  for (;;) {
    const bytes = random(4)
    const value = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)
    if (value < limit) return value % bound
  }
}

export const randomBetween = (random: RandomBytes, low: number, high: number): number => low + randomInteger(random, high - low + 1)

// Fisher-Yates from the end; the first n of a shuffled copy is a uniform ordered choice.
export function randomOrder<T>(random: RandomBytes, items: readonly T[]): T[] {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = randomInteger(random, last + 1)
    const held = order[last] as T
    order[last] = order[other] as T
    order[other] = held
  }
  return order
}

// 128 bits, URL-safe.
export const randomNonce = (random: RandomBytes): string => Buffer.from(random(16)).toString('base64url')
