// Cards: a bordered surface, rows of icon, title and text, lists of label and value, and small state tags.

import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export type Tone = 'accent' | 'good' | 'warn' | 'bad'

const ICON: Record<Tone, string> = { accent: 'text-accent', good: 'text-good', warn: 'text-warn', bad: 'text-bad' }
const TAG: Record<Tone, string> = {
  accent: 'bg-accent-wash text-accent',
  good: 'bg-good-wash text-good',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
}

export function Card({ children, className = '', tone }: { children: ReactNode; className?: string; tone?: 'warn' | 'accent' }) {
  const edge = tone === 'warn' ? 'border-[var(--warn-line)]' : tone === 'accent' ? 'border-accent' : 'border-line'
  return <div className={`rounded-card border bg-paper p-4 ${edge} ${className}`}>{children}</div>
}

/** An icon, a title of one line, and what it means. In a list, put it into an `li`. */
export function CardRow({
  icon: Icon,
  title,
  children,
  tone = 'accent',
  aside,
}: {
  icon: LucideIcon
  title: ReactNode
  children?: ReactNode
  tone?: Tone
  aside?: ReactNode
}) {
  return (
    <div className="flex items-start gap-3.5">
      <Icon className={`mt-0.5 size-5 shrink-0 ${ICON[tone]}`} strokeWidth={1.75} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-semibold leading-snug">{title}</p>
        {children !== undefined && <div className="mt-1 text-body leading-normal text-soft">{children}</div>}
      </div>
      {aside}
    </div>
  )
}

/** Labels and values, one under the other, divided by hairlines. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="divide-y divide-line">{children}</dl>
}

export function Fact({ label, children, note }: { label: ReactNode; children: ReactNode; note?: ReactNode }) {
  return (
    <div className="py-3 first:pt-0 last:pb-0">
      <dt className="text-small text-soft">{label}</dt>
      <dd className="font-medium">{children}</dd>
      {note !== undefined && note !== null && <dd className="mt-1 text-sm text-soft">{note}</dd>}
    </div>
  )
}

export function Tag({ tone, icon: Icon, children }: { tone: Tone; icon?: LucideIcon; children: ReactNode }) {
  return (
    <span className={`inline-flex shrink-0 items-center gap-1.5 rounded-full px-2.5 py-0.5 text-small font-medium ${TAG[tone]}`}>
      {Icon !== undefined && <Icon className="size-3.5 shrink-0" aria-hidden />}
      {children}
    </span>
  )
}
