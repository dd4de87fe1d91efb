// Pictures of pages, made in a worker thread with a time limit, because a hostile file may exhaust its reader.

import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { PdfProblem } from './problem'
import { memorySource, type Source } from './source'

/** A plain JavaScript file in the project's tree, because a bundler would not include a worker's file. */
const workerFile = path.join(process.cwd(), 'lib/signature/pdf/render-worker.mjs')

/** A PNG of a page (zero-based), `width` pixels wide. Throws RENDER_FAILED. */
export function renderPage(
  pdf: Uint8Array | Source,
  index: number,
  width: number,
  { milliseconds = 15_000 }: { milliseconds?: number } = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const copy = copyOf(pdf instanceof Uint8Array ? memorySource(pdf) : pdf)
    const worker = new Worker(workerFile, {
      workerData: { pdf: copy, index, width },
      transferList: [copy.buffer],
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    const timer = setTimeout(() => finish(() => reject(failed('time limit'))), milliseconds)
    const finish = (settle: () => void): void => {
      clearTimeout(timer)
      settle()
      void worker.terminate()
    }
    worker.once('message', (png: Uint8Array) => finish(() => resolve(Buffer.from(png))))
    worker.once('error', (error) => finish(() => reject(failed(error))))
    worker.once('exit', () => finish(() => reject(failed('worker ended'))))
  })
}

/** A copy of the bytes for the worker. It is handed over to the worker, not copied a second time. */
function copyOf(source: Source): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(source.size)
  for (let at = 0; at < copy.length; at += 1 << 20) copy.set(source.read(at, 1 << 20), at)
  return copy
}

function failed(cause: unknown): PdfProblem {
  return new PdfProblem('RENDER_FAILED', 'A picture of this page could not be made.', { cause })
}
