// Programs that are not ours: the browser, and those that check what we make. Installed from Debian where that is possible.
import { spawnSync } from 'node:child_process'

/** Each program, and the Debian package that has it. */
const PACKAGES = {
  chromium: 'chromium',
  pdfsig: 'poppler-utils',
  qpdf: 'qpdf',
  openssl: 'openssl',
  ffmpeg: 'ffmpeg',
  xmlsec1: 'xmlsec1',
  gs: 'ghostscript',
}
export const JUDGES = Object.keys(PACKAGES)
const OTHER_NAMES = { chromium: ['chromium-browser', 'google-chrome'] }

/** Installs what is missing when run as root on Debian or Ubuntu; else says what to install, and ends. */
export function requirePrograms(programs) {
  const missing = programs.filter((program) => ![program, ...(OTHER_NAMES[program] ?? [])].some(present))
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((program) => PACKAGES[program]))]
  if (process.getuid?.() !== 0 || !present('apt-get')) {
    console.error(`This needs ${missing.join(', ')}. On Debian and Ubuntu: sudo apt-get install ${packages.join(' ')}`)
    process.exit(1)
  }
  console.log(`installing ${packages.join(', ')} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
  if (spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: 'inherit', env }).status !== 0)
    process.exit(1)
}

function present(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
}
