// npm test: everything. Prepares, brings the programs that judge the output where it may, checks, builds, and lets browsers go through it.
import { spawnSync } from 'node:child_process'
import { prepare, PRODUCT } from './prepare.mjs'
import { JUDGES, requirePrograms } from './programs.mjs'

requirePrograms(JUDGES)
run('scripts/check.mjs', '--whole')
prepare(PRODUCT)
run('scripts/e2e.mjs')
console.log('all tests passed')

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
