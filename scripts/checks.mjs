// The checks that need no build: types, lint, the API's description, unit tests. npm run check and npm test compose them.
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { FORMATTER, LINTER } from './linter.mjs'
import { step } from './steps.mjs'

/** Without these, the linter of the description reports each run to its maker and asks for its newest version. */
const OFFLINE = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
const KNIP = ['node_modules/knip/bin/knip.js', '--config', 'lib/knip.config.ts', '--no-progress', '--no-config-hints']
const VITEST = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'lib/vitest.config.ts']

/** The prepared files that the checks need beside the packages. */
export const NEEDED = ['client', 'words', 'template', 'models', 'worker', 'api']

/** The checks that read code. `whole`: also looks for what nobody uses, or only tests. `description`: also lints the API's description. */
export async function reading({ whole = false, description = true } = {}) {
  // Next writes these when it builds or serves; the types of the pages need them before that.
  if (!['next-env.d.ts', '.next/types/routes.d.ts'].every((file) => existsSync(file)))
    await step('types of routes', ['node_modules/next/dist/bin/next', 'typegen'])
  // The compiler in Go takes a fifth of the time; in one thread half of what it takes in several, each of which reads the same types.
  await step('types', ['node_modules/typescript-7/bin/tsc', '--noEmit', '--singleThreaded', '--incremental', 'false'])
  await step('format', [...FORMATTER, '--check'])
  await step('lint', LINTER)
  if (whole) await step('unused', [...KNIP])
  if (whole) await step('used by tests only', [...KNIP, '--production', '--include', 'files,exports,types'])
  if (!description) return
  const lint = [
    'node_modules/@redocly/cli/bin/cli.js',
    'lint',
    'lib/generated/openapi.json',
    '--config',
    'lib/http/openapi/redocly.yaml',
    '--max-problems',
    '50',
  ]
  await step('description of the API', lint, { env: OFFLINE })
}

/** The unit tests. `whole`: also the slow ones. `near`: only those that import what has changed since the last commit. */
export async function testing({ whole = false, near = false } = {}) {
  const counts = path.join(os.tmpdir(), `qsignhub-unit-tests-${process.pid}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${counts}`]
  await step(
    'unit tests',
    [...VITEST, ...reporters, ...(whole ? [] : ['--project', 'fast']), ...(near ? ['--changed', '--passWithNoTests'] : [])],
    { counts },
  )
}
