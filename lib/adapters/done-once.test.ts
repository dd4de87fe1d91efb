// A step is done until it has succeeded once, and then never again.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { doneOnce } from './done-once'

const directory = mkdtempSync(path.join(tmpdir(), 'done-once-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

it('is done until it has succeeded, and never again', async () => {
  let tries = 0
  const step = {
    name: 'rows-adopted' as const,
    why: 'Because.',
    work: () => (++tries === 1 ? Promise.reject(new Error('interrupted')) : Promise.resolve()),
  }
  await expect(doneOnce(directory, step)).rejects.toThrow('interrupted')
  await doneOnce(directory, step)
  await doneOnce(directory, step)
  expect(tries).toBe(2)
})
