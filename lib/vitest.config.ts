// Vitest's configuration: unit tests stand beside the files they test; those that take longest are a group of their own, x.slow.test.ts.
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '..')
const places = ['lib', 'components', 'scripts']
const slow = places.map((place) => `${place}/**/*.slow.test.ts`)

// What tests leave behind lies in one folder, which goes with them.
const scratch = mkdtempSync(path.join(os.tmpdir(), 'qsignhub-tests-'))
process.env.TMPDIR = scratch
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))

export default defineConfig({
  root,
  resolve: { alias: { '@': root, 'server-only': path.join(root, 'lib/testing/server-only.ts') } },
  test: {
    // For what hangs, not for what is slow: a second of work takes more than a minute on a machine that is busy with twenty other things.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Left to itself it would leave one core idle, which on a machine of two is half of it.
    maxWorkers: Math.min(4, os.availableParallelism()),
    // Megabytes of room for what a test leaves behind: with less, much of it is carried along before it can be dropped.
    // A function is optimized after ten times as much work as usual: most of it is never asked for again.
    execArgv: ['--max-semi-space-size=64', '--interrupt-budget=600000'],
    projects: [
      // One process after the other takes files and keeps what it has loaded: loading anew for each would take longer than most of the tests.
      { extends: true, test: { name: 'fast', isolate: false, include: places.map((place) => `${place}/**/*.test.ts`), exclude: slow } },
      { extends: true, test: { name: 'slow', include: slow } },
    ],
  },
})
