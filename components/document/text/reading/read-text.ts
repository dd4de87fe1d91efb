// Reads a document page by page, one after the other: a hundred at once would starve the browser.

import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { PageText } from '../layout/block'
import { pageText, unreadPage } from './page-text'
import { readPage, type MakeCanvas } from './read-page'

/** Of a whole document; the pages after it are named as not read. More text would make a phone slow. */
const MOST_LETTERS = 2_000_000
/** Seconds for one page, while the reader looks at this window: browsers draw nothing in others. */
const SECONDS = 20

type Reading = {
  canvas: MakeCanvas
  signal: AbortSignal
  /** `lang`: the language that the document names. */
  onPage(page: PageText, lang: string | null): void
  isAway?(): boolean
}

/** Every page comes to `onPage`, in its order. Ends early when `signal` aborts. */
export async function readText(pdf: PDFDocumentProxy, reading: Reading): Promise<void> {
  let letters = 0
  for (let number = 1; number <= pdf.numPages && !reading.signal.aborted; number++) {
    const { text, lang } = letters > MOST_LETTERS ? { text: unreadPage(number), lang: null } : await textOfPage(pdf, number, reading)
    if (reading.signal.aborted) return
    letters += JSON.stringify(text.blocks).length
    reading.onPage(text, lang)
  }
}

/** Whatever is wrong with a page costs that page alone. */
async function textOfPage(
  pdf: PDFDocumentProxy,
  number: number,
  { canvas, signal, isAway }: Reading,
): Promise<{ text: PageText; lang: string | null }> {
  const deadline = new Deadline(isAway ?? (() => false), signal)
  try {
    const page = await pdf.getPage(number)
    const { read, lang } = await deadline.within(readPage({ page, number, canvas, signal: deadline.signal }))
    page.cleanup()
    return { text: pageText(read), lang }
  } catch {
    return { text: unreadPage(number), lang: null }
  } finally {
    deadline.end()
  }
}

/** Counts seconds in which the reader is there, and gives up work that has not ended by then. */
class Deadline {
  private readonly late = new AbortController()
  private readonly clock: ReturnType<typeof setInterval>
  readonly signal: AbortSignal
  private seconds = 0

  constructor(isAway: () => boolean, outer: AbortSignal) {
    this.signal = this.late.signal
    outer.addEventListener('abort', () => this.late.abort(), { signal: this.signal })
    this.clock = setInterval(() => {
      if (!isAway() && ++this.seconds >= SECONDS) this.late.abort()
    }, 1000)
  }

  async within<T>(work: Promise<T>): Promise<T> {
    return Promise.race([
      work,
      new Promise<never>((_, reject) => {
        this.signal.addEventListener('abort', () => reject(new Error('given up')), { once: true })
      }),
    ])
  }

  end(): void {
    clearInterval(this.clock)
    this.late.abort()
  }
}
