'use client'
// Search in the document's own text, page by page; the text is read once, when it is first searched.

import { useCallback, useEffect, useRef, useState } from 'react'
import type { PDFDocumentProxy } from 'pdfjs-dist'

export type Match = { page: number; nth: number }

/** Case and accents do not matter: "Kowalska" finds "KOWALSKÁ". */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

async function textOf(pdf: PDFDocumentProxy, number: number): Promise<string> {
  const content = await (await pdf.getPage(number)).getTextContent()
  return folded(content.items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')).join(''))
}

function count(text: string, wanted: string): number {
  return text.split(wanted).length - 1
}

export function useSearch(pdf: PDFDocumentProxy | null) {
  const texts = useRef<Promise<string[]> | null>(null)
  const turn = useRef(0)
  const asked = useRef('')
  const [found, setFound] = useState<{ query: string; matches: readonly Match[]; at: number; searching: boolean }>({
    query: '',
    matches: [],
    at: 0,
    searching: false,
  })

  const search = useCallback(
    async (query: string) => {
      const mine = ++turn.current
      asked.current = query
      const wanted = folded(query.trim())
      if (pdf === null || wanted.length < 2) {
        setFound({ query, matches: [], at: 0, searching: pdf === null })
        return
      }
      setFound((before) => ({ ...before, query, searching: true }))
      texts.current ??= (async () => {
        const all: string[] = []
        // One after the other: a hundred pages at once would starve the page that is being drawn.
        for (let number = 1; number <= pdf.numPages; number++) all.push(await textOf(pdf, number))
        return all
      })()
      const matches = (await texts.current).flatMap((text, index) =>
        Array.from({ length: count(text, wanted) }, (_, nth) => ({ page: index + 1, nth })),
      )
      if (mine === turn.current) setFound({ query, matches, at: 0, searching: false })
    },
    [pdf],
  )

  // A search typed before the document was loaded runs once it is.
  useEffect(() => {
    texts.current = null
    if (pdf !== null && asked.current !== '') void search(asked.current)
  }, [pdf, search])

  const step = useCallback((by: 1 | -1) => {
    setFound((before) =>
      before.matches.length === 0 ? before : { ...before, at: (before.at + by + before.matches.length) % before.matches.length },
    )
  }, [])
  const clear = useCallback(() => {
    turn.current++
    asked.current = ''
    setFound({ query: '', matches: [], at: 0, searching: false })
  }, [])
  return { ...found, current: found.matches[found.at] ?? null, search, step, clear }
}
