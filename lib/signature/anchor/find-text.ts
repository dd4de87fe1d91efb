// Finds texts in a PDF, in a worker thread, one document at a time and with a time limit, because a hostile file may exhaust its reader.

import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Rect } from '../pdf/pages'
import type { Source } from '../pdf/source'

/** `count`: all occurrences. `shown`: the first thousand, with zero-based pages and rectangles in user space. */
export type FoundText = { count: number; shown: readonly { page: number; rect: Rect }[] }

/** Thrown when the text could not be read within the time limit, or not at all. */
export class TextUnreadable extends Error {
  override readonly name = 'TextUnreadable'
}

/** A plain JavaScript file in the project's tree, because a bundler would not include a worker's file. */
const workerFile = path.join(process.cwd(), 'lib/signature/anchor/find-text-worker.mjs')

/** The search that was asked for last. One runs at a time, because each may need several times the memory of its file. */
let previous: Promise<unknown> = Promise.resolve()

/**
 * Looks for each text, case-sensitively, as one run on one line. Spaces of any width are alike, and so are the ways to write an accent or a
 * ligature; how the page splits its text into pieces, fonts or form objects does not matter.
 */
export function findTexts(
  source: Source,
  texts: readonly string[],
  { milliseconds = 30_000 }: { milliseconds?: number } = {},
): Promise<FoundText[]> {
  const search = previous.then(() => searched(source.read(0, source.size), texts, milliseconds))
  previous = search.catch(() => undefined)
  return search
}

function searched(pdf: Uint8Array, texts: readonly string[], milliseconds: number): Promise<FoundText[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, { workerData: { pdf, texts }, resourceLimits: { maxOldGenerationSizeMb: 512 } })
    const timer = setTimeout(() => finish(() => reject(new TextUnreadable('time limit'))), milliseconds)
    const finish = (settle: () => void): void => {
      clearTimeout(timer)
      settle()
      void worker.terminate()
    }
    worker.once('message', (found: FoundText[]) => finish(() => resolve(found)))
    worker.once('error', (cause) => finish(() => reject(new TextUnreadable('unreadable', { cause }))))
    worker.once('exit', () => finish(() => reject(new TextUnreadable('worker ended'))))
  })
}
