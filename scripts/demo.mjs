// npm run demo -- contract.pdf signed.pdf: a whole signature, by a real browser with a synthetic camera, through every page of the journey.
import { spawnSync } from 'node:child_process'
import { prepare, PRODUCT } from './prepare.mjs'

prepare(PRODUCT)
const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'e2e/demo.ts', ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(status ?? 1)
