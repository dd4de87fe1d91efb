// Vitest's configuration: unit tests stand beside the files they test; those that take longest are a group of their own, x.slow.test.ts.
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '..')
const places = ['lib', 'components', 'scripts']
const slow = places.map((place) => `${place}/**/*.slow.test.ts`)

// Temporary files of tests are in one folder, which is removed when the process ends.
const scratch = mkdtempSync(path.join(os.tmpdir(), 'qsignhub-tests-'))
process.env.TMPDIR = scratch
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))

export default defineConfig({
  root,
  resolve: { alias: { '@': root, 'server-only': path.join(root, 'lib/testing/server-only.ts') } },
  test: {
    // Many tests read documents in the product's own workers, which must not be older than the code.
    globalSetup: path.join(root, 'scripts/build-workers.mjs'),
    // A limit for tests that hang, not for slow ones: on a busy machine a second of work may take more than a minute.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Transformed modules are kept from run to run, under a digest of what they were made from.
    experimental: { fsModuleCache: true },
    // By default vitest leaves one core idle, which is half of a machine with two.
    maxWorkers: Math.min(4, os.availableParallelism()),
    // Megabytes for new objects: with less, many are moved to old memory before they can be freed.
    // Functions are optimised ten times later than usual: most of them run only a few times in a test.
    execArgv: ['--max-semi-space-size=64', '--interrupt-budget=600000'],
    projects: [
      // Each process tests one file after the other and keeps the modules that it has loaded: loading them anew takes longer than most of
      // the tests.
      { extends: true, test: { name: 'fast', isolate: false, include: places.map((place) => `${place}/**/*.test.ts`), exclude: slow } },
      { extends: true, test: { name: 'slow', include: slow } },
    ],
  },
})
