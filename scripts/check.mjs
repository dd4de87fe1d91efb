// npm run check: types, lint, unit tests and the architecture, side by side; says which of them failed.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { prepare } from './prepare.mjs'

prepare(['client', 'models', 'worker'])
// Next writes this file when it builds or serves; the types of the pages need it before that.
if (!existsSync('next-env.d.ts')) await run('types of routes', 'node_modules/next/dist/bin/next', 'typegen')

const results = [
  await run('types', 'node_modules/typescript/bin/tsc', '--noEmit'),
  await run('lint', 'node_modules/eslint/bin/eslint.js', '--config', 'lib/eslint.config.mjs', '--max-warnings', '0', '.'),
  await run('unit tests', 'node_modules/vitest/vitest.mjs', 'run', '--config', 'lib/vitest.config.ts'),
]
const failed = results.filter(({ status }) => status !== 0).map(({ name }) => name)
console.log(failed.length === 0 ? 'check passed' : `check failed: ${failed.join(', ')}`)
process.exit(failed.length === 0 ? 0 : 1)

/** One after the other: on two cores, three at once take longer and the measured tests lie. */
function run(name, ...args) {
  const began = Date.now()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' })
    child.on('exit', (status) => {
      console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - began) / 1000).toFixed(0)} s)`)
      resolve({ name, status })
    })
  })
}
