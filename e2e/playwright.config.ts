// Playwright's configuration: one server for all stories, which run beside each other; those before a camera one at a time.
import os from 'node:os'
import { defineConfig } from '@playwright/test'
import { announceWorker } from './announce-worker'
import { CHROMIUM, CHROMIUM_ARGS } from './browser'
import { WHOLE } from './whole'

announceWorker()

/** Stories that film in real time, for which each needs a core. They begin first, because they are the longest. */
const CAMERA = [
  'journeys/two-signers.spec.ts',
  'journeys/attacks.spec.ts',
  'journeys/sole-control.spec.ts',
  'journeys/licence.spec.ts',
  'journeys/first-signature.spec.ts',
]
/** Stories with one test of many seconds begin before the short ones: else the last of them would run alone. */
const LONG = [
  'journeys/crash.spec.ts',
  'api/twenty-signers.spec.ts',
  'journeys/resume.spec.ts',
  'journeys/documents.spec.ts',
  'api/fuzz.spec.ts',
]
const within = (files: readonly string[]) => files.map((file) => `**/${file}`)

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  globalSetup: './setup.ts',
  fullyParallel: true,
  workers: Math.min(4, Math.max(2, os.availableParallelism())),
  // A story that passes only at its second try has found something.
  retries: 0,
  // Finds what hangs, not what is slow: a machine that is busy with twenty other things takes twenty times as long.
  timeout: 1_800_000,
  expect: { timeout: 120_000 },
  reporter: [['list'], ['./costs.ts']],
  ...(WHOLE ? {} : { grepInvert: /@whole/ }),
  projects: [
    { name: 'camera', testMatch: within(CAMERA), workers: 1 },
    { name: 'long', testMatch: within(LONG) },
    { name: 'pages', testMatch: '**/journeys/*.spec.ts', testIgnore: within([...CAMERA, ...LONG]) },
    { name: 'api', testMatch: '**/api/**/*.spec.ts', testIgnore: within(LONG) },
  ],
  use: {
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    launchOptions: { ...(CHROMIUM ? { executablePath: CHROMIUM } : {}), args: [...CHROMIUM_ARGS] },
    trace: 'off',
  },
})
