// A file in the data directory that says that a step was done for good. It lies outside of the database: whoever can write there only
// cannot have the step done again.

import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Closed, because each stands for a promise: what a marker says was done is never done again. */
export type Marker = 'evidence-adopted' | 'rows-adopted' | 'columns-adopted'

const fileOf = (dataDir: string, name: Marker): string => path.join(/* turbopackIgnore: true */ dataDir, name)

export function wasDone(dataDir: string, name: Marker): boolean {
  return existsSync(/* turbopackIgnore: true */ fileOf(dataDir, name))
}

/** `why`: a sentence for the operator who finds the file. Processes that come here at once may do the work twice, side by side. */
export async function doneOnce(
  dataDir: string,
  { name, why, work }: { name: Marker; why: string; work: () => Promise<void> },
): Promise<void> {
  if (wasDone(dataDir, name)) return
  await work()
  await writeFile(/* turbopackIgnore: true */ fileOf(dataDir, name), `${why}\n`, { mode: 0o600 })
}
