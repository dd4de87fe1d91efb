// npm run demo -- contract.pdf signed.pdf: a whole signature, by a real browser with a synthetic camera, through every page of the journey.
// With --twice the same person signs once more, in another browser without a camera; --language pl says in which language.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { prepare, PRODUCT } from './prepare.mjs'
import { requirePrograms } from './programs.mjs'

const USAGE = 'Usage: npm run demo -- contract.pdf signed.pdf [--twice [--language pl]]'
const options = { twice: { type: 'boolean', default: false }, language: { type: 'string', default: 'en' } }

function asked() {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true })
    // Paths are relative to the directory in which npm was called. Checked here, before minutes of preparation.
    const [input, output] = positionals.map((file) => path.resolve(process.env.INIT_CWD ?? '.', file))
    if (!input || !output) return USAGE
    if (!existsSync(input)) return `There is no file ${input}.`
    const languages = readdirSync(path.resolve(import.meta.dirname, '../messages')).filter((folder) => folder.length === 2)
    if (!languages.includes(values.language)) return `There is no language ${values.language}, but ${languages.join(', ')}.`
    return [input, output, ...(values.twice ? [values.language] : [])]
  } catch {
    return USAGE
  }
}

const args = asked()
if (typeof args === 'string') {
  console.error(args)
  process.exit(2)
}
await prepare(PRODUCT)
const { chromium } = await import('playwright')
requirePrograms(['pdfsig', ...(existsSync(chromium.executablePath()) ? [] : ['chromium'])])
const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'e2e/demo.ts', ...args], { stdio: 'inherit' })
process.exit(status ?? 1)
