// Makes public/pdfjs: the fonts, character maps and image decoders that documents need and do not embed, from the npm package.

import { cp, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const from = path.join(root, 'node_modules/pdfjs-dist')
const to = path.join(root, 'public/pdfjs')

export async function copyViewerAssets() {
  await rm(to, { recursive: true, force: true })
  await mkdir(to, { recursive: true })
  for (const folder of ['cmaps', 'standard_fonts', 'wasm']) await cp(path.join(from, folder), path.join(to, folder), { recursive: true })
}

if (process.argv[1] === import.meta.filename) await copyViewerAssets()
