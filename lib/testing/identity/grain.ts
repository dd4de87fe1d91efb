// For tests: the noise of a camera's sensor, quick to make, because every picture of every clip has some.
import { random } from '@/lib/testing/camera/image'

/** How many random values are drawn, a power of two. Each picture begins at another of them. */
const LENGTH = 2 ** 18

/** The noise of one picture, from -0.5 to 0.5, for each value of its pixels. */
export type Grain = (at: number) => number

/** Each call of the answered function gives the noise of another picture. */
export function sensor(seed: number): () => Grain {
  const next = random(seed)
  const values = Float32Array.from({ length: LENGTH }, () => next() - 0.5)
  return () => {
    const first = Math.floor(next() * LENGTH)
    return (at) => values[(first + at) & (LENGTH - 1)] ?? 0
  }
}
