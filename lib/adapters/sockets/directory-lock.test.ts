// One process per data directory, however many start together, and no other user of the machine can hold one up.

import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { lockDirectory } from './directory-lock'

const scratch = (name = 'lock-') => mkdtempSync(path.join(tmpdir(), name))
const outcome = (lock: Promise<() => void>) =>
  lock.then(
    (release) => release,
    (error: Error) => error.name,
  )

test('a second process is refused until the first has ended', async () => {
  const directory = scratch()
  const release = await lockDirectory(directory)
  expect(await outcome(lockDirectory(directory))).toBe('DirectoryInUse')
  release()
  ;(await lockDirectory(directory))()
})

test('of several that start together never two hold it', async () => {
  const directory = scratch()
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => outcome(lockDirectory(directory))))
  const held = outcomes.filter((one) => typeof one === 'function')
  expect(held.length).toBeLessThanOrEqual(1)
  for (const release of held) release()
})

test('what a killed process left behind does not lock', async () => {
  const directory = scratch()
  ;(await lockDirectory(directory))()
  writeFileSync(path.join(directory, 'lock', 'dead.sock'), '')
  const release = await lockDirectory(directory)
  expect(readdirSync(path.join(directory, 'lock'))).toHaveLength(1)
  release()
})

test('lies in a folder that its owner alone may enter, and takes a long path', async () => {
  const directory = path.join(scratch(), 'x'.repeat(120))
  const release = await lockDirectory(directory)
  expect(statSync(path.join(directory, 'lock')).mode & 0o777).toBe(0o700)
  expect(await outcome(lockDirectory(directory))).toBe('DirectoryInUse')
  release()
})
