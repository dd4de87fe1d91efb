// Where the model packages lie on disk: their own export maps cannot be resolved, so the files are found by path.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

export const requireFrom = createRequire(import.meta.url)

export function packageFile(name: string, file: string): string {
  const found = (requireFrom.resolve.paths(name) ?? [])
    .map((folder) => path.join(folder, name, file))
    .find((candidate) => existsSync(candidate))
  if (!found) throw new Error(`${name}/${file} is not installed`)
  return found
}

// A folder of model files as a URL with a closing slash.
export const folderUrl = (folder: string): string => pathToFileURL(folder + path.sep).href
