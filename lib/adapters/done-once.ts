// A file in the data directory that says that a step was done for good. It lies outside of the database: whoever can write there only
// cannot have the step done again.

import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'

/** `why`: a sentence for the operator who finds the file. Processes that come here at once may do the work twice, side by side. */
export async function doneOnce(
  dataDir: string,
  { name, why, work }: { name: string; why: string; work: () => Promise<void> },
): Promise<void> {
  const file = path.join(/* turbopackIgnore: true */ dataDir, name)
  if (existsSync(/* turbopackIgnore: true */ file)) return
  await work()
  await writeFile(/* turbopackIgnore: true */ file, `${why}\n`, { mode: 0o600 })
}
