// Keeps what a bench has measured, so that one that was stopped goes on where it was: for as long as the code stays that made the result.

import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { digestOf } from '@/lib/testing/camera/frame-store'

const folder = path.resolve(import.meta.dirname, '../node_modules/.cache/qsignhub/bench')

type Measuring = <T>(subject: readonly unknown[], measure: () => Promise<T>) => Promise<T>

/** `places`: the folders and files of the project that decide what is measured. `subject` names one measurement among theirs. */
export async function keptMeasurements(name: string, places: readonly string[]): Promise<Measuring> {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${name}-${(await digestOf(places)).slice(0, 16)}.jsonl`)
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
  const kept = new Map(lines.map((line) => JSON.parse(line) as [string, unknown]))
  return async <T>(subject: readonly unknown[], measure: () => Promise<T>): Promise<T> => {
    const key = JSON.stringify(subject)
    if (kept.has(key)) return kept.get(key) as T
    const result = await measure()
    appendFileSync(file, `${JSON.stringify([key, result])}\n`)
    return result
  }
}
