// One process per data directory: PGlite does not lock it, and two processes on one directory lose committed rows in silence.

import { randomInt } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { listenInDirectory, othersIn } from './own-socket'

class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse'
  constructor(directory: string) {
    super(
      `the database in ${directory} is in use by another process. Stop that one, choose another QSIGNHUB_DATA_DIR, or set DATABASE_URL: ` +
        'several processes may share a PostgreSQL',
    )
  }
}

const FOLDER = 'lock'
/** Of two processes that start together both may find the other: each tries again, after a time of its own. */
const TRIES = 4
const LONGEST_PAUSE_MS = 250

/**
 * The lock is a listening socket: it ends with its process, however that ends. Each process listens first and looks for others then, so two
 * never both find themselves alone. Answers the function that releases it.
 */
export async function lockDirectory(directory: string): Promise<() => void> {
  mkdirSync(/* turbopackIgnore: true */ directory, { recursive: true, mode: 0o700 })
  for (let left = TRIES; left > 0; left--) {
    const { file, close } = await listenInDirectory(directory, FOLDER, (socket) => socket.destroy())
    const others = await othersIn(directory, FOLDER, file)
    if (!others.some(({ answers }) => answers)) {
      for (const dead of others) rmSync(/* turbopackIgnore: true */ dead.file, { force: true })
      return close
    }
    close()
    if (left > 1) await pause(randomInt(LONGEST_PAUSE_MS))
  }
  throw new DirectoryInUse(directory)
}
