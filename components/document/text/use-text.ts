'use client'
// The text of a document as it is read, page by page, and the language that the document says it is in.

import { useEffect, useState } from 'react'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { PageText } from './layout/block'
import { outliner } from './outline'
import { readText } from './reading/read-text'

type DocumentText = { pages: readonly PageText[]; lang: string | undefined }

export function useText(pdf: PDFDocumentProxy): DocumentText {
  const [text, setText] = useState<DocumentText>({ pages: [], lang: undefined })
  useEffect(() => {
    const stop = new AbortController()
    const outlined = outliner()
    void readText(pdf, {
      canvas,
      signal: stop.signal,
      isAway: () => document.hidden,
      onPage: (read, lang) => {
        const page = outlined(read)
        setText((before) => ({
          pages: [...(page.number === 1 ? [] : before.pages), page],
          lang: before.lang ?? languageOf(lang),
        }))
      },
    })
    return () => stop.abort()
  }, [pdf])
  return text
}

function canvas(width: number, height: number): HTMLCanvasElement {
  const made = document.createElement('canvas')
  made.width = width
  made.height = height
  return made
}

/** What is no tag of a language would make a screen reader speak with any voice. */
export function languageOf(said: string | null | undefined): string | undefined {
  if (said === null || said === undefined || !/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(said)) return undefined
  try {
    return Intl.getCanonicalLocales(said)[0]
  } catch {
    return undefined
  }
}
