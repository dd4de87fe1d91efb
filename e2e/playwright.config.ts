// Playwright's configuration: each worker starts the built product once and takes story after story.
import os from 'node:os'
import { defineConfig } from '@playwright/test'
import { CHROMIUM, CHROMIUM_ARGS } from './browser'

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  // A story waits as much as it works, so two share two cores; more would make people look slower than any person is.
  workers: Math.min(2, os.availableParallelism()),
  // Timed challenges before a busy machine: one more try there, none where somebody watches.
  retries: process.env.CI ? 1 : 0,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    launchOptions: { ...(CHROMIUM ? { executablePath: CHROMIUM } : {}), args: [...CHROMIUM_ARGS] },
    trace: 'off',
  },
})
