// A server of the product as it was built, with one language more: the one that nobody speaks (lib/testing/pseudo-language.ts).

import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { writePseudoLanguage } from '../lib/testing/pseudo-language'
import { ownServer, type OwnServer } from './server'

const ROOT = path.resolve(import.meta.dirname, '..')

export async function pseudoServer(): Promise<OwnServer> {
  // Inside of the clone, where the workers of the product and their packages are looked for.
  const results = path.join(ROOT, 'test-results')
  mkdirSync(results, { recursive: true })
  const folder = mkdtempSync(path.join(results, 'pseudo-'))
  const built = path.join(folder, '.next/standalone')
  linkAll(path.join(ROOT, '.next/standalone'), built)
  writePseudoLanguage(path.join(built, 'messages'))
  const server = await ownServer({ built })
  return {
    ...server,
    end: async () => {
      await server.end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Hard links: thousands of files in a moment, and none of them is written to. */
function linkAll(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)]
    if (entry.isDirectory()) linkAll(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else linkSync(source, target)
  }
}
