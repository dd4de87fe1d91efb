// npm run e2e: the built product in a browser. Arguments go to Playwright, as in npm run e2e -- journeys/sign.spec.ts.
import { spawnSync } from 'node:child_process'
import { prepare, PRODUCT } from './prepare.mjs'

prepare(PRODUCT)
const { status } = spawnSync(
  process.execPath, ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)], { stdio: 'inherit' },
)
process.exit(status ?? 1)
