// Playwright's configuration: one built product for all journeys, one worker, because two cores carry server, camera and analysis.
import { defineConfig } from '@playwright/test'
import { CHROMIUM, CHROMIUM_ARGS } from './browser'

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  workers: 1,
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
