// npm run demo -- contract.pdf signed.pdf: a whole signature, by a real browser with a synthetic camera, through every page of the journey.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { prepare, PRODUCT } from './prepare.mjs'
import { requirePrograms } from './programs.mjs'

// Paths are relative to the directory in which npm was called. Checked here, before minutes of preparation.
const [input, output] = process.argv.slice(2).map((file) => path.resolve(process.env.INIT_CWD ?? '.', file))
if (!input || !output || !existsSync(input)) {
  console.error(input && !existsSync(input) ? `There is no file ${input}.` : 'Usage: npm run demo -- contract.pdf signed.pdf')
  process.exit(2)
}
await prepare(PRODUCT)
const { chromium } = await import('playwright')
requirePrograms(['pdfsig', ...(existsSync(chromium.executablePath()) ? [] : ['chromium'])])
const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'e2e/demo.ts', input, output], { stdio: 'inherit' })
process.exit(status ?? 1)
