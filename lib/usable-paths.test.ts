// Each setting that is a path is named where it cannot be used, with what to do and without its value.

import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config'
import { PATH_SETTINGS, refuseUnusablePaths } from './usable-paths'

const directory = mkdtempSync(path.join(tmpdir(), 'paths-'))

function problemsOf(settings: Record<string, string>): readonly string[] {
  try {
    refuseUnusablePaths(readConfig({ QSIGNHUB_DATA_DIR: path.join(directory, 'data'), ...settings }))
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe.each(PATH_SETTINGS.map(({ name }) => name))('%s', (name) => {
  it.each(['/dev/null/x', '/dev/null/x/y', '/proc/x/y', '/dev/null'])('that is %s is refused by its name alone', (value) => {
    const problems = problemsOf({ [name]: value })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name} cannot be used \\(.+\\)\\. Name a .+, or remove the setting\\.$`))
    expect(problems[0]).not.toContain(value)
  })

  it('that can be made is taken', () => expect(problemsOf({ [name]: path.join(directory, name, 'new', 'x') })).toEqual([]))
})

it('takes a file that is there, and no directory in its place', () => {
  const file = path.join(directory, 'key')
  writeFileSync(file, 'secret')
  mkdirSync(path.join(directory, 'folder'))
  expect(problemsOf({ QSIGNHUB_MASTER_KEY_FILE: file })).toEqual([])
  expect(readFileSync(file, 'utf8')).toBe('secret')
  expect(problemsOf({ QSIGNHUB_MASTER_KEY_FILE: path.join(directory, 'folder') })).toHaveLength(1)
})

it('knows every setting that is a path', () => {
  const config = readConfig({}, '/srv/app')
  const paths = Object.values(config).filter((value) => typeof value === 'string' && value.startsWith('/srv/app'))
  expect(PATH_SETTINGS.map(({ of }) => of(config)).toSorted()).toEqual(paths.toSorted())
})
