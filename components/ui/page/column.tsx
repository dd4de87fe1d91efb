// The column of an act: one heading, one line of why, the content, and one primary act within reach of the thumb.

import type { ReactNode } from 'react'

export function Column({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return (
    <main className={`mx-auto flex w-full flex-1 flex-col px-5 pt-5 md:pt-8 ${wide ? 'max-w-[860px]' : 'max-w-column'}`}>{children}</main>
  )
}

/** `serif`: for the title of a document or of a solemn moment, not for an instruction. */
export function Heading({
  above,
  children,
  lead,
  serif = false,
}: {
  above?: ReactNode
  children: ReactNode
  lead?: ReactNode
  serif?: boolean
}) {
  return (
    <div className="mb-6">
      {above !== undefined && <p className="mb-2 text-body text-balance text-soft">{above}</p>}
      <h1 tabIndex={-1} className={serif ? 'display-serif' : 'display'}>
        {children}
      </h1>
      {lead !== undefined && <p className="mt-2 text-lead leading-relaxed text-pretty text-soft">{lead}</p>}
    </div>
  )
}

export function Stack({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <div className={`space-y-3 ${className}`}>{children}</div>
}

/**
 * Sticks to the bottom when the page is long; stands at the end of it when it is not. `note` is small print under the act. `notice` scrolls
 * with the content, so that it never lies over what has to be corrected; it takes the focus, and with it comes into view.
 * `atEnd`: does not stick, where something above has to be ticked or typed that it would cover on a low screen.
 */
export function Actions({
  children,
  notice,
  note,
  atEnd = false,
}: {
  children: ReactNode
  notice?: ReactNode
  note?: ReactNode
  atEnd?: boolean
}) {
  const present = (node: ReactNode) => node !== undefined && node !== null && node !== false
  return (
    <>
      {present(notice) && (
        <div className="mt-5 empty:hidden" data-screen-only>
          {notice}
        </div>
      )}
      <div
        className={`${atEnd ? '' : 'sticky'} bottom-0 z-20 -mx-5 mt-auto bg-gradient-to-t from-ground from-80% to-transparent px-5 pt-7 pb-[max(1.25rem,env(safe-area-inset-bottom))] sm:mt-2 [@media(max-height:480px)]:static`}
        data-screen-only
      >
        <div className="actions">{children}</div>
        {present(note) && <div className="mt-3 text-center text-sm text-balance text-soft sm:text-left">{note}</div>}
      </div>
    </>
  )
}
