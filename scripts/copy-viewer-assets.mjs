// Makes public/pdfjs: the viewer's worker, and the fonts, character maps and image decoders that documents need and do not embed.

import { cp, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '..')
const from = path.join(root, 'node_modules/pdfjs-dist')
const to = path.join(root, 'public/pdfjs')

/** Those of the README: what they cannot parse is written in older words. */
const OLDEST = ['chrome111', 'safari16.4', 'firefox113']

export async function copyViewerAssets() {
  await rm(to, { recursive: true, force: true })
  await mkdir(to, { recursive: true })
  for (const folder of ['cmaps', 'standard_fonts', 'wasm']) await cp(path.join(from, folder), path.join(to, folder), { recursive: true })
  await build({
    entryPoints: [path.join(root, 'components/document/pdf-worker.mjs')],
    outfile: path.join(to, 'worker.mjs'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: OLDEST,
    logLevel: 'warning',
  })
}

if (process.argv[1] === import.meta.filename) await copyViewerAssets()
