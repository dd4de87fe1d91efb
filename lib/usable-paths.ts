// Tries the settings that are paths before anything is kept there: a fault of the file system names no setting.

import { accessSync, closeSync, constants, fstatSync, mkdirSync, openSync, statSync } from 'node:fs'
import path from 'node:path'
import { ConfigError, type Config } from './config'

type PathSetting = { name: string; of: (config: Config) => string; tried: (file: string) => void; wanted: string }

/** A directory is made where it is missing, as the product does. */
function tryDirectory(directory: string): void {
  makeDirectory(directory)
  accessSync(/* turbopackIgnore: true */ directory, constants.R_OK | constants.W_OK | constants.X_OK)
  if (!statSync(/* turbopackIgnore: true */ directory).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' })
}

/** The recursive mkdir of Node never ends below a directory in which nothing can be made, such as /proc. */
function makeDirectory(directory: string): void {
  const make = () => mkdirSync(/* turbopackIgnore: true */ directory, { mode: 0o700 })
  try {
    make()
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    if (codeOf(error) !== 'ENOENT' || path.dirname(directory) === directory) throw error
    makeDirectory(path.dirname(directory))
    make()
  }
}

/** A file that is missing will be made in its directory. */
function tryFile(file: string): void {
  let handle: number
  try {
    handle = openSync(/* turbopackIgnore: true */ file, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    return tryDirectory(path.dirname(file))
  }
  try {
    if (!fstatSync(handle).isFile()) throw Object.assign(new Error(), { code: 'not a file' })
  } finally {
    closeSync(handle)
  }
}

const DIRECTORY = 'Name a directory that this user can make or write in'
const FILE = 'Name a file that this user can read, or one that can be made'

export const PATH_SETTINGS: readonly PathSetting[] = [
  { name: 'QSIGNHUB_DATA_DIR', of: ({ dataDir }) => dataDir, tried: tryDirectory, wanted: DIRECTORY },
  { name: 'QSIGNHUB_MASTER_KEY_FILE', of: ({ masterKeyFile }) => masterKeyFile, tried: tryFile, wanted: FILE },
  { name: 'QSIGNHUB_SERVER_SHARE_FILE', of: ({ serverShareFile }) => serverShareFile, tried: tryFile, wanted: FILE },
]

/** Throws ConfigError with each setting that leads nowhere, and what to do. */
export function refuseUnusablePaths(config: Config): void {
  const problems: string[] = []
  for (const { name, of, tried, wanted } of PATH_SETTINGS) {
    // Both secrets lie in the data directory unless they are set: where it cannot be used, it is named alone.
    if (problems.length > 0 && isWithin(of(config), config.dataDir)) continue
    try {
      tried(of(config))
    } catch (error) {
      problems.push(`${name} cannot be used (${codeOf(error) ?? 'unknown reason'}). ${wanted}, or remove the setting.`)
    }
  }
  if (problems.length > 0) throw new ConfigError(problems)
}

const isWithin = (file: string, directory: string): boolean => !path.relative(directory, file).startsWith('..')

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code
