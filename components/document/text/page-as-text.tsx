'use client'
// One page of the document as text, with what cannot be read of it said in words.

import { memo, useId, useRef } from 'react'
import { Notice } from '@/components/ui/notice'
import { useInView } from '../use-in-view'
import type { PageText } from './layout/block'
import { Blocks, type BlockWords } from './blocks'

export type PageWords = BlockWords & {
  page(page: number, pages: number): string
  state: Record<Exclude<PageText['state'], 'text'>, string>
  beside: Record<'picture' | 'scan', string>
  unseen: string
}

type Props = {
  page: PageText
  pages: number
  lang: string | undefined
  /** What stands on this page beside its text: where the reader's signature goes. */
  mark: string | null
  words: PageWords
  onInView(number: number): void
}

/** Pages that are there already are not rendered anew when the next one comes. */
export const PageAsText = memo(function PageAsText({ page, pages, lang, mark, words, onInView }: Props) {
  const group = useRef<HTMLDivElement>(null)
  const label = useId()
  useInView(group, page.number, onInView)
  return (
    <div
      ref={group}
      id={`page-${page.number}`}
      data-page={page.number}
      role="group"
      aria-labelledby={label}
      className="scroll-mt-16 border-t border-line py-5 [contain-intrinsic-size:auto_600px] [content-visibility:auto] first:border-t-0"
    >
      <p id={label} className="text-small text-soft tabular-nums">
        {words.page(page.number, pages)}
      </p>
      {page.state !== 'text' && <p className="my-3 text-body text-soft italic">{words.state[page.state]}</p>}
      <div lang={lang}>
        <Blocks blocks={page.blocks} words={words} />
      </div>
      {page.beside !== null && <p className="my-3 text-body text-soft italic">{words.beside[page.beside]}</p>}
      {page.unseen.length > 0 && (
        <div className="my-4">
          <Notice tone="warn" title={words.unseen}>
            {page.unseen.map((text, at) => (
              <p key={at} dir="auto" lang={lang} className="break-words">
                {text}
              </p>
            ))}
          </Notice>
        </div>
      )}
      {mark !== null && (
        <p role="note" id="signature-mark" className="my-4 rounded-lg border border-dashed border-accent px-4 py-3 font-medium text-accent">
          {mark}
        </p>
      )}
    </div>
  )
})
