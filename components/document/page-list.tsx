'use client'
// All pages as small pictures beside the document, on screens with room for it; drawn only while they are in sight.

import { useEffect, useRef, useState } from 'react'
import { Page } from 'react-pdf'
import { isInSight, watch } from './in-sight'

export function PageList({
  pages,
  page,
  label,
  pageLabel,
  onPage,
}: {
  pages: number
  page: number
  label: string
  pageLabel(page: number, pages: number): string
  onPage(page: number): void
}) {
  const list = useRef<HTMLElement>(null)
  useEffect(() => {
    // Scrolls the list only, not the window.
    const item = list.current?.querySelector<HTMLElement>('[aria-current="true"]')
    if (item && list.current) list.current.scrollTop = item.offsetTop - list.current.clientHeight / 2 + item.clientHeight / 2
  }, [page])
  return (
    <nav
      ref={list}
      aria-label={label}
      className="sticky top-[52px] hidden max-h-[calc(100dvh-52px)] w-28 shrink-0 self-start overflow-y-auto border-r border-line py-4 xl:block"
    >
      <ol className="space-y-3">
        {Array.from({ length: pages }, (_, index) => (
          <li key={index}>
            <button
              type="button"
              aria-current={page === index + 1 ? 'true' : undefined}
              aria-label={pageLabel(index + 1, pages)}
              onClick={() => onPage(index + 1)}
              className="group mx-auto block w-20 rounded-md p-1 text-center text-xs text-soft aria-[current=true]:text-accent"
            >
              <Thumbnail number={index + 1} />
              <span className="mt-1 block tabular-nums">{index + 1}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Thumbnail({ number }: { number: number }) {
  const box = useRef<HTMLSpanElement>(null)
  const [near, setNear] = useState(false)
  useEffect(() => {
    if (box.current === null) return undefined
    return watch(box.current, (changes) => setNear(isInSight(changes)), '200px')
  }, [])
  return (
    <span
      ref={box}
      className="sheet block min-h-[102px] overflow-hidden rounded border border-line group-aria-[current=true]:border-accent group-aria-[current=true]:ring-2 group-aria-[current=true]:ring-accent-wash"
      aria-hidden
    >
      {near && <Page pageNumber={number} width={70} renderTextLayer={false} renderAnnotationLayer={false} loading={null} error={null} />}
    </span>
  )
}
