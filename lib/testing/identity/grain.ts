// For tests: the noise of a camera's sensor, quick to make, because every picture of every clip has some.
import { random } from '@/lib/testing/camera/image'

/** As many values as are drawn by lot: each picture begins at another of them. A power of two. */
const LENGTH = 2 ** 18

/** One picture's noise, from -0.5 to 0.5, by the number of the value it is added to. */
export type Grain = (at: number) => number

/** Each call begins another picture. */
export function sensor(seed: number): () => Grain {
  const next = random(seed)
  const values = Float32Array.from({ length: LENGTH }, () => next() - 0.5)
  return () => {
    const first = Math.floor(next() * LENGTH)
    return (at) => values[(first + at) & (LENGTH - 1)] ?? 0
  }
}
