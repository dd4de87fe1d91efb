// Bundles what runs in threads and processes of its own, and the settings, into lib/generated, so that plain Node can run it without a loader.
import { mkdir, rename } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '..')

export const WORKER_FILE = path.join(root, 'lib/generated/identity-worker.mjs')

export const buildIdentityWorker = () => bundle('lib/identity/engine/worker.ts', WORKER_FILE)
export const buildDatabaseThread = () =>
  bundle('lib/adapters/prisma/embedded/thread.ts', path.join(root, 'lib/generated/database-thread.mjs'))

/** The settings, for the scripts that start a server. */
export const buildSettings = () => bundle('lib/config.ts', path.join(root, 'lib/generated/settings.mjs'))

/** The worker, with the thread that watches it beside it. A test builds one with tasks of its own. */
export async function buildDocumentWorker(source = 'lib/documents/worker.ts', directory = path.join(root, 'lib/generated')) {
  await bundle('lib/documents/watchdog.ts', path.join(directory, 'document-watchdog.mjs'))
  return bundle(source, path.join(directory, 'document-worker.mjs'))
}

/** Vitest calls it before the tests. */
export async function setup() {
  await Promise.all([buildDocumentWorker(), buildSettings()])
}

// Packages are not bundled: OpenCV, TensorFlow, PDFium, sharp and PGlite bring WebAssembly and native files that lie beside them in node_modules.
async function bundle(source, target) {
  await mkdir(path.dirname(target), { recursive: true })
  const partial = `${target}.${crypto.randomUUID()}.mjs`
  await build({
    entryPoints: [path.join(root, source)],
    outfile: partial,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  })
  // Several may build at once; each replaces the file whole.
  await rename(partial, target)
  return target
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  await Promise.all([buildIdentityWorker(), buildDatabaseThread(), buildDocumentWorker()])
