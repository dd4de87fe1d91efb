// PDFium in WebAssembly, which draws pages and reads their text: a new instance for each document, so that no file meets what another one
// left in its memory.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PDFiumModule } from '@hyzyla/pdfium'

/** Functions of PDFium that its package exports without types. Each takes handles and addresses, and answers a number. */
type TextFunctions = Record<
  '_FPDFText_GetUnicode' | '_FPDFText_IsGenerated' | '_FPDFText_GetCharBox' | '_FPDFText_GetLooseCharBox' | '_FPDFText_GetFontSize',
  (...given: readonly number[]) => number
>
export type Pdfium = Awaited<ReturnType<typeof PDFiumModule>> & TextFunctions

/** Compiled once, which takes longer than most pages. */
let compiled: Promise<WebAssembly.Module> | undefined

async function compile(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm')))
}

export async function openPdfium(): Promise<Pdfium> {
  const code = await (compiled ??= compile())
  const pdfium = await PDFiumModule({
    // Emscripten takes the instance by its callback. The types of the package call it a module.
    instantiateWasm(imports, done: (instance: never) => void) {
      const instance = new WebAssembly.Instance(code, imports)
      done(instance as never)
      return instance.exports
    },
  })
  pdfium._FPDF_InitLibraryWithConfig({ version: 2 })
  return pdfium as Pdfium
}
