// The frame of a page: the requester's brand, help, the ribbon, the progress line, and the content below.

import { accentStyle } from '../accent'
import type { ReactNode } from 'react'
import { LanguageSwitch, type KeepLanguage } from './language-switch'

function Mark({ name }: { name: string }) {
  return (
    <span className="grid size-7 shrink-0 place-items-center rounded-lg bg-accent text-sm font-bold text-accent-ink" aria-hidden>
      {[...name.trim()][0]?.toUpperCase() ?? 'Q'}
    </span>
  )
}

export function Shell({
  brand,
  actions,
  ribbon,
  progress,
  keepLanguage,
  children,
}: {
  brand: { name: string; colour: string | null }
  actions?: ReactNode
  ribbon?: ReactNode
  progress?: ReactNode
  keepLanguage?: KeepLanguage
  children: ReactNode
}) {
  return (
    <div className="branded flex min-h-dvh flex-col bg-ground" style={accentStyle(brand.colour)}>
      <header className="bg-paper" data-screen-only>
        <div className="flex min-h-14 items-center justify-between gap-4 border-b border-line px-5 py-1.5">
          <div className="flex min-w-0 items-center gap-2.5 text-body font-semibold">
            <Mark name={brand.name} />
            <span className="line-clamp-2 leading-tight break-words" dir="auto">
              {brand.name}
            </span>
          </div>
          <div className="flex shrink-0 items-center">
            <LanguageSwitch keep={keepLanguage} />
            {actions}
          </div>
        </div>
        {ribbon}
      </header>
      {progress}
      {children}
    </div>
  )
}
