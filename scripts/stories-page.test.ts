// What e2e/README.md says of how journeys can disappoint, and of ways on, is held by tests that are there.

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const page = readFileSync(path.join(root, 'e2e/README.md'), 'utf8')

/** The rows of the table under this heading, without its own two. */
function rowsUnder(heading: string): string[][] {
  const section = page.split(/^## /m).find((one) => one.startsWith(heading)) ?? ''
  const lines = section.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

/** A story by its name, with a test of it behind a colon; a file or folder of lib, or from the root; a command. */
function isThere(name: string): boolean {
  if (name.startsWith('npm run ')) return true
  const [file = ''] = name.split(':')
  return [`lib/${file}`, file, `e2e/${file}.spec.ts`, `e2e/journeys/${file}.spec.ts`].some((one) => existsSync(path.join(root, one)))
}

const named = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)

describe.each([
  ['Ways in which a journey can disappoint', 34],
  ['Unhappy paths', 30],
])('%s', (heading, least) => {
  const rows = rowsUnder(heading)

  it('are as many as were promised', () => expect(rows.length).toBeGreaterThanOrEqual(least))

  it.each(rows)('%s', (_, mended = '', held = '') => {
    expect(mended).not.toBe('')
    // What is not built yet says so.
    if (!mended.startsWith('not yet')) expect(named(held)).not.toEqual([])
    expect(named(held).filter((name) => !isThere(name))).toEqual([])
  })
})
