// The index of runs answers as looking through all of them in order does.

import { expect, it } from 'vitest'
import { randomOf } from '@/lib/testing/hostile/random'
import { RunIndex } from './run-index'

it.each([1, 2, 3, 4, 5])('finds the first run that holds a number, of runs that overlap at random (seed %i)', (seed) => {
  const random = randomOf(seed)
  const runs = Array.from({ length: random.between(0, 60) }, () => ({ start: random.between(0, 200), count: random.between(1, 40) }))
  const index = new RunIndex(runs)
  for (let number = 0; number < 260; number++) {
    expect(index.at(number)).toBe(runs.findIndex(({ start, count }) => number >= start && number < start + count))
  }
})
