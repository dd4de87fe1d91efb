// npm run e2e: the built product in a browser. Arguments go to Playwright, as in npm run e2e -- journeys/places.spec.ts; --whole also runs
// what a usual run leaves out: the stories tagged @whole, and the large numbers.
import { spawn } from 'node:child_process'
import { prepare, PRODUCT } from './prepare.mjs'

const args = process.argv.slice(2).filter((argument) => argument !== '--whole')
const whole = args.length < process.argv.length - 2
await prepare(PRODUCT)
const stories = spawn(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts', ...args], {
  stdio: 'inherit',
  env: { ...process.env, ...(whole ? { QSIGNHUB_E2E_WHOLE: '1' } : {}) },
})
// On an interrupt Playwright ends server and browsers, and this process ends after it. Playwright handles no other signal, so others are
// passed on as interrupts.
process.on('SIGINT', () => undefined)
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => stories.kill('SIGINT'))
stories.on('exit', (status) => process.exit(status ?? 1))
