// Five thousand single flipped bits in files of our own signer: what validation told of each, and where that was not right.

import { randomOf } from '@/lib/testing/hostile/random'
import { flipIn, flippables, outcomeOf, type Outcome } from './flips'

const FLIPS = 5_000
const SEED = 5_000
const TOLD: readonly Outcome['told'][] = ['refused', 'broken', 'not proven', 'time-stamp broken', 'as before']

export async function benchFlips(): Promise<void> {
  const { files, judge } = await flippables()
  const random = randomOf(SEED)
  const counts = new Map<string, number>()
  const faults: string[] = []
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (let flip = 0; flip < FLIPS; flip++) {
    const one = flipIn(files, random)
    const where = `${one.file.name}, bit ${one.bit} of byte ${one.at}`
    try {
      const { told, signed, fault } = await outcomeOf(one, judge)
      count(one.file.name)
      count(`${one.file.name} ${told}`)
      if (signed) count(`${one.file.name} signed`)
      if (fault !== null) faults.push(`${where}: ${fault}`)
    } catch (error) {
      faults.push(`${where}: thrown, ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  console.log(['file'.padEnd(34), 'flips', 'in what is signed', ...TOLD].join('  '))
  for (const { name } of files) {
    const cells = ['', ' signed', ...TOLD.map((told) => ` ${told}`)].map((key) => String(counts.get(name + key) ?? 0))
    console.log(
      [name.padEnd(34), ...cells.map((cell, index) => cell.padStart(['flips', 'in what is signed', ...TOLD][index]?.length ?? 0))].join(
        '  ',
      ),
    )
  }
  for (const fault of faults) console.log(`FAULT  ${fault}`)
  console.log(
    `${faults.length === 0 ? 'met   ' : 'MISSED'}  nothing signed passes as another, and what is broken is named: ${faults.length} faults`,
  )
  if (faults.length > 0) process.exitCode = 1
}
