// The bundles of threads are found in the project, in whichever of its directories the process works, also where the build left a copy.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtFile } from './config'

const project = mkdtempSync(path.join(tmpdir(), 'project-'))
const standalone = path.join(project, '.next', 'standalone')
const write = (directory: string, name: string) => {
  mkdirSync(path.join(directory, 'lib', 'generated'), { recursive: true })
  writeFileSync(path.join(directory, 'lib', 'generated', name), '')
}
write(project, 'thread.mjs')
write(project, 'copied.mjs')
write(standalone, 'copied.mjs')

describe('a bundle', () => {
  const places = [
    ['the project', project],
    ['the built server', standalone],
    ['a folder of the project', path.join(project, 'app', 'v1')],
  ] as const
  it.each(places)("is the project's own, asked for from %s", (_, from) => {
    for (const name of ['thread.mjs', 'copied.mjs']) expect(builtFile(name, from)).toBe(path.join(project, 'lib', 'generated', name))
  })

  it('that nobody has built is refused with the way to build it', () => {
    expect(() => builtFile('other.mjs', standalone)).toThrow('other.mjs is not built: run node scripts/build-workers.mjs')
  })
})
