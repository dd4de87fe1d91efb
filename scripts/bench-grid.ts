// Three hundred files as programs write them, drawn from a grid: each signed and found good by programs outside, or refused at upload.

import { gridFiles } from '@/lib/testing/pdf-grid'
import { gridPeople, judgedGridFile } from './grid-judged'

const FILES = 300
const SEED = 300

export async function benchGrid(): Promise<void> {
  const people = await gridPeople()
  const outcomes = new Map<string, number>()
  const faults: string[] = []
  for (const file of gridFiles(SEED, FILES)) {
    try {
      const outcome = await judgedGridFile(file, people)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    } catch (error) {
      faults.push(`${file.name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  for (const [outcome, count] of outcomes) console.log(`${String(count).padStart(4)}  ${outcome}`)
  for (const fault of faults) console.log(`FAULT  ${fault}`)
  if (faults.length > 0) process.exitCode = 1
}
