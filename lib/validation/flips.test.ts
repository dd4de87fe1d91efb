// Single flipped bits in files of our own signer, in each form and at each level: what was signed never passes as another, and what is broken is
// named. npm run bench -- flips flips five thousand.

import { expect, it } from 'vitest'
import { flipIn, flippables, outcomeOf } from '../../scripts/flips'
import { randomOf } from '../testing/hostile/random'

const FLIPS = 300
const SEED = 20_261_129

it('tells of each flipped bit what it broke', async () => {
  const { files, judge } = await flippables()
  for (const file of files) expect([file.name, (await outcomeOf({ file }, judge)).fault]).toEqual([file.name, null])
  const random = randomOf(SEED)
  const faults: string[] = []
  for (let flip = 0; flip < FLIPS; flip++) {
    const one = flipIn(files, random)
    const { fault } = await outcomeOf(one, judge)
    if (fault !== null) faults.push(`${one.file.name}, bit ${one.bit} of byte ${one.at}: ${fault}`)
  }
  expect(faults).toEqual([])
})
