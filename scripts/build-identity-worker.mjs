// Bundles the identity worker into lib/generated/identity-worker.mjs, so that a plain Node worker thread can run it without a loader.
import { mkdir, rename } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '..')

export const WORKER_FILE = path.join(root, 'lib/generated/identity-worker.mjs')

// Packages stay outside: OpenCV, TensorFlow and sharp bring WebAssembly and native files that lie beside them in node_modules.
export async function buildIdentityWorker() {
  await mkdir(path.dirname(WORKER_FILE), { recursive: true })
  const partial = `${WORKER_FILE}.${process.pid}.mjs`
  await build({
    entryPoints: [path.join(root, 'lib/identity/engine/worker.ts')],
    outfile: partial,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  })
  // Several processes may build at once; each replaces the file whole.
  await rename(partial, WORKER_FILE)
  return WORKER_FILE
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildIdentityWorker()
