import { defineConfig } from '@playwright/test'
export default defineConfig({ testDir: '/work/main/e2e/journeys', testMatch: 'places.tmp.spec.ts', outputDir: '/tmp/pw', workers: 2, timeout: 60_000, reporter: [['list']], use: { baseURL: 'http://localhost:3200', locale: 'en-GB', launchOptions: { executablePath: '/usr/bin/chromium', args: ['--disable-gpu'] } } })
