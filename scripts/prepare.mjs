// Brings a clone to the state in which it can run: packages, database client, database template, models, worker, build. A step runs only
// when its sources have changed since it last succeeded, so that a second start costs nothing. Steps run beside each other where they can.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
// Inside node_modules, so that a fresh installation makes everything anew.
const STAMPS = 'node_modules/.cache/qsignhub'
const LOCK = '.prepare.lock'

const SOURCES = [
  'app',
  'components',
  'lib',
  'messages',
  'public',
  'prisma/schema.prisma',
  'prisma/migrations',
  'next.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
  'tailwind.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]

/** Each step: its sources, what it makes, and how. `after`: the steps that have to be ready before. */
const STEPS = {
  client: {
    says: 'generating the database client',
    from: ['prisma/schema.prisma', 'package-lock.json'],
    makes: ['lib/generated/prisma/client.ts'],
    run: () => node('scripts/generate.mjs'),
  },
  words: {
    says: 'reading the types of the messages',
    from: ['messages', 'lib/wording', 'scripts/type-messages.ts', 'package-lock.json'],
    makes: ['lib/generated/messages.ts'],
    run: () => node('--import', 'tsx', 'scripts/type-messages.ts'),
  },
  template: {
    says: 'making the template of the embedded database',
    from: ['node_modules/@electric-sql/pglite/package.json'],
    makes: ['prisma/pglite-template.tgz'],
    run: () => node('scripts/make-database-template.mjs'),
  },
  models: {
    says: 'assembling the face models',
    from: ['scripts/assemble-face-models.mjs', 'scripts/face-models', 'package-lock.json'],
    makes: ['public/models', 'public/mediapipe'],
    run: () => node('scripts/assemble-face-models.mjs'),
  },
  viewer: {
    says: 'making the worker of the document viewer, and copying its fonts and decoders',
    from: ['scripts/copy-viewer-assets.mjs', 'components/document/pdf-worker.mjs', 'lib/older-browsers.ts', 'package-lock.json'],
    makes: ['public/pdfjs'],
    run: () => node('scripts/copy-viewer-assets.mjs'),
  },
  settings: {
    says: 'bundling the settings',
    from: ['lib/config.ts', 'lib/domain', 'scripts/build-workers.mjs', 'package-lock.json'],
    makes: ['lib/generated/settings.mjs'],
    run: async () => {
      const { buildSettings } = await import('./build-workers.mjs')
      await buildSettings()
    },
  },
  worker: {
    after: ['client'],
    says: 'bundling the workers',
    from: [
      'lib/identity',
      'lib/documents',
      'lib/signature',
      'lib/validation',
      'lib/crypto',
      'lib/domain',
      'lib/adapters/prisma',
      'scripts/build-workers.mjs',
      'package-lock.json',
    ],
    makes: ['identity-worker', 'database-thread', 'document-worker', 'document-watchdog'].map((name) => `lib/generated/${name}.mjs`),
    run: () => node('scripts/build-workers.mjs'),
  },
  api: {
    after: ['client'],
    says: 'describing the API',
    from: ['lib', 'messages', 'scripts/describe-api.ts', 'package-lock.json'],
    makes: ['lib/generated/openapi.json', 'lib/generated/api.ts'],
    run: () => node('--conditions=react-server', '--import', 'tsx', 'scripts/describe-api.ts'),
  },
  build: {
    after: ['client', 'template', 'models', 'viewer', 'worker'],
    says: 'building the application',
    from: SOURCES,
    makes: ['.next/standalone/server.js', '.next/standalone/.next/static'],
    run: build,
  },
}

/** The steps that serving needs. */
export const PRODUCT = ['settings', 'client', 'template', 'models', 'viewer', 'worker', 'build']

/** Runs the named steps where needed. Packages are installed before all of them. */
export async function prepare(steps) {
  process.chdir(root)
  const release = turn()
  try {
    install()
    const making = new Map()
    const made = (name) => making.get(name) ?? making.set(name, make(name)).get(name)
    const make = async (name) => {
      await Promise.all((STEPS[name].after ?? []).filter((other) => steps.includes(other)).map(made))
      await perform(name, STEPS[name])
    }
    // All are awaited, so that the process does not end on the failure of one step while another one writes.
    const ends = await Promise.allSettled(steps.map(made))
    const failed = ends.find(({ status }) => status === 'rejected')
    if (failed) throw failed.reason
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    release()
    process.exit(error.status)
  } finally {
    release()
  }
}

/** Waits until no other process prepares this clone: two builds in one directory spoil each other. */
function turn() {
  // In the clone itself, where other users of the machine cannot take the name; not in node_modules, which installing packages empties.
  const lock = path.join(root, LOCK)
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!waited) process.stdout.write('waiting for another preparation of this clone …\n')
      if (abandoned(lock)) rmSync(lock, { force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
    }
  }
  const release = () => {
    for (const child of children) child.kill('SIGKILL')
    rmSync(lock, { force: true })
  }
  process.once('exit', release)
  return () => {
    process.removeListener('exit', release)
    release()
  }
}

function abandoned(lock) {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

async function perform(name, { says, from, makes, run }) {
  const stamp = path.join(STAMPS, name)
  const before = digestOf(from)
  if (makes.every((file) => existsSync(file)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === before) return
  const began = Date.now()
  process.stdout.write(`${says} …\n`)
  await run()
  mkdirSync(STAMPS, { recursive: true })
  // Renamed, not written in place: a copy of the clone made with hard links shares the file.
  writeFileSync(`${stamp}.new`, before)
  renameSync(`${stamp}.new`, stamp)
  process.stdout.write(`  ${says}: done in ${((Date.now() - began) / 1000).toFixed(1)} s\n`)
}

/** Installs the packages unless they are there. The lock file has the versions that are wanted, npm's own record the installed ones. */
function install() {
  if (installed()) return
  process.stdout.write('installing packages …\n')
  const { status, error } = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (error) throw error
  if (status !== 0) throw new Failed(status ?? 1)
}

function installed() {
  const record = 'node_modules/.package-lock.json'
  if (!existsSync(record)) return false
  const present = JSON.parse(readFileSync(record, 'utf8')).packages
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages
  return Object.entries(wanted).every(
    ([name, { version, optional, link, peer }]) =>
      name === '' || optional || link || (peer && !present[name]) || present[name]?.version === version,
  )
}

async function build() {
  await node('node_modules/next/dist/bin/next', 'build')
  // Next does not copy these two; without them the server has neither styles nor scripts.
  for (const [source, target] of [
    ['public', '.next/standalone/public'],
    ['.next/static', '.next/standalone/.next/static'],
  ]) {
    rmSync(target, { recursive: true, force: true })
    cpSync(source, target, { recursive: true })
  }
}

const children = new Set()

function node(...args) {
  const child = spawn(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  })
  children.add(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => {
      children.delete(child)
      if (status === 0) resolve()
      else reject(new Failed(status ?? 1))
    })
  })
}

/** A program ended with this status; it has printed why. */
class Failed extends Error {
  constructor(status) {
    super(`ended with ${status}`)
    this.status = status
  }
}

/** The digest of all sources. Tests are left out, because no build holds them; so are generated files, which follow from the rest. */
function digestOf(entries) {
  const hash = createHash('sha256')
  for (const file of entries.flatMap(filesIn).sort()) hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function filesIn(entry) {
  if (!existsSync(entry)) return []
  if (!statSync(entry).isDirectory()) return [entry]
  return readdirSync(entry, { withFileTypes: true }).flatMap((child) => {
    const file = path.join(entry, child.name)
    if (/^(?:generated|node_modules)$/.test(child.name) || /\.test\.tsx?$/.test(child.name)) return []
    return child.isDirectory() ? filesIn(file) : [file]
  })
}
