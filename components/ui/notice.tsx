'use client'
// A notice beside what it is about: what happened and what to do. A notice with `focus` takes the focus, so that nobody misses it.

import { CircleAlert, CircleCheck, Info, TriangleAlert, type LucideIcon } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'

export type NoticeTone = 'info' | 'good' | 'warn' | 'bad'

const LOOK: Record<NoticeTone, { icon: LucideIcon; classes: string; tint: string }> = {
  info: { icon: Info, classes: 'bg-accent-wash', tint: 'text-accent' },
  good: { icon: CircleCheck, classes: 'bg-good-wash', tint: 'text-good' },
  warn: { icon: TriangleAlert, classes: 'bg-warn-wash', tint: 'text-warn' },
  bad: { icon: CircleAlert, classes: 'bg-bad-wash', tint: 'text-bad' },
}

export function Notice({
  tone = 'info',
  title,
  children,
  focus = false,
}: {
  tone?: NoticeTone
  title?: ReactNode
  children?: ReactNode
  focus?: boolean
}) {
  const box = useRef<HTMLDivElement>(null)
  const { icon: Icon, classes, tint } = LOOK[tone]
  useEffect(() => {
    if (focus) box.current?.focus()
  }, [focus])
  return (
    <div
      ref={box}
      tabIndex={focus ? -1 : undefined}
      role={focus ? 'alert' : undefined}
      className={`flex gap-3 rounded-control px-4 py-3.5 text-body ${classes}`}
    >
      <Icon className={`mt-0.5 size-5 shrink-0 ${tint}`} strokeWidth={1.75} aria-hidden />
      <div className="min-w-0 flex-1">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        {children !== undefined && <div className={title === undefined ? '' : 'mt-0.5 text-soft'}>{children}</div>}
      </div>
    </div>
  )
}
