// npm test: everything. Prepares, brings the programs that judge the output where it may, checks, builds, and lets browsers go through it.
import { spawnSync } from 'node:child_process'
import { prepare, PRODUCT } from './prepare.mjs'

/** Programs that are not ours and whose verdict counts, with the Debian packages that bring them. */
const JUDGES = {
  chromium: 'chromium', pdfsig: 'poppler-utils', qpdf: 'qpdf', openssl: 'openssl', ffmpeg: 'ffmpeg', xmlsec1: 'xmlsec1', gs: 'ghostscript',
}

judges()
run('scripts/check.mjs')
prepare(PRODUCT)
run('scripts/e2e.mjs')
console.log('all tests passed')

function judges() {
  const missing = Object.keys(JUDGES).filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0)
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((program) => JUDGES[program]))]
  if (process.getuid?.() !== 0 || spawnSync('sh', ['-c', 'command -v apt-get']).status !== 0) {
    console.error(`The tests need ${missing.join(', ')}. On Debian and Ubuntu: sudo apt-get install ${packages.join(' ')}`)
    process.exit(1)
  }
  console.log(`installing ${packages.join(', ')} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
  if (spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: 'inherit', env }).status !== 0) process.exit(1)
}

function run(script) {
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
