// npm run check: types, lint, the API's description, unit tests and the architecture, in two lanes; says which of them failed.
// --whole, as npm test asks: also the tests that read pictures, and lint of every file, not only of those that changed.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { prepare } from './prepare.mjs'

/** The linter of the description would tell its maker about each run, and ask for its newest version. */
const OFFLINE = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
const WHOLE = process.argv.includes('--whole')

// Lint reads types across files, so what it remembers of an unchanged file may be out of date: good enough between two edits.
const remembering = ['--cache', '--cache-strategy', 'content', '--cache-location', 'node_modules/.cache/qsignhub/eslint']

prepare(['client', 'template', 'models', 'worker', 'api'])
// Next writes this file when it builds or serves; the types of the pages need it before that.
if (!existsSync('next-env.d.ts')) await run('types of routes', 'node_modules/next/dist/bin/next', 'typegen')

const lanes = await Promise.all([reading(), testing()])
const failed = lanes.flat().filter(({ status }) => status !== 0).map(({ name }) => name)
console.log(failed.length === 0 ? 'check passed' : `check failed: ${failed.join(', ')}`)
process.exit(failed.length === 0 ? 0 : 1)

async function reading() {
  const lint = ['node_modules/eslint/bin/eslint.js', '--config', 'lib/eslint.config.mjs', '--max-warnings', '0', ...(WHOLE ? [] : remembering), '.']
  const api = ['lint', 'lib/generated/openapi.json', '--config', 'lib/http/openapi/redocly.yaml', '--max-problems', '50']
  return [
    await run('types', 'node_modules/typescript/bin/tsc', '--noEmit'),
    await run('lint', ...lint),
    await run('description of the API', 'node_modules/@redocly/cli/bin/cli.js', ...api),
  ]
}

async function testing() {
  return [await run('unit tests', 'node_modules/vitest/vitest.mjs', 'run', '--config', 'lib/vitest.config.ts', ...(WHOLE ? [] : ['--project', 'fast']))]
}

/** What a program says is shown when it ends, so that two at once can be read. */
function run(name, ...args) {
  const began = Date.now()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...OFFLINE } })
    const said = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk))
    child.on('close', (status) => {
      process.stdout.write(Buffer.concat(said))
      console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - began) / 1000).toFixed(0)} s)`)
      resolve({ name, status })
    })
  })
}
