'use client'
// The document as text to be read, for screen readers and small screens; reports when its end was seen, if all of it could be read.

import { useRef } from 'react'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useEndSeen } from '../use-in-view'
import { PageAsText, type PageWords } from './page-as-text'
import { useText } from './use-text'

export type TextWords = PageWords & {
  note: string
  reading(page: number, pages: number): string
  end: string
  partly: string
  showPages: string
}

type Props = {
  pdf: PDFDocumentProxy
  title: string
  words: TextWords
  /** The page on which the reader's signature goes, and the words for it. */
  field: { page: number; label: string } | null
  onInView(number: number): void
  onEndSeen(): void
  onShowPages(): void
}

export function TextReader({ pdf, title, words, field, onInView, onEndSeen, onShowPages }: Props) {
  const { pages, lang } = useText(pdf)
  const end = useRef<HTMLDivElement>(null)
  const done = pages.length === pdf.numPages
  const whole = pages.every(({ state }) => state === 'text' || state === 'empty') && pages.some(({ state }) => state === 'text')
  useEndSeen(end, done && whole, onEndSeen)
  return (
    <div role="region" aria-label={title} aria-busy={!done} tabIndex={0} className="min-w-0 flex-1 px-3 py-5 -outline-offset-2">
      <div className="mx-auto max-w-[720px]">
        <Notice>
          <p>{words.note}</p>
        </Notice>
        <div className="mt-4 rounded-card border border-line bg-paper px-5 sm:px-8">
          {pages.map((page) => (
            <PageAsText
              key={page.number}
              page={page}
              pages={pdf.numPages}
              lang={lang}
              mark={field?.page === page.number ? field.label : null}
              words={words}
              onInView={onInView}
            />
          ))}
          <p className="border-t border-line py-5 text-small text-soft">
            {done ? words.end : words.reading(pages.length + 1, pdf.numPages)}
          </p>
          <div ref={end} className="h-px" />
        </div>
        {done && !whole && (
          <div className="mt-4">
            <Notice tone="warn" title={words.partly}>
              <Button kind="outline" size="small" className="mt-2" onClick={onShowPages}>
                {words.showPages}
              </Button>
            </Notice>
          </div>
        )}
      </div>
    </div>
  )
}
