// A page that says one thing: a sign, a sentence, what it means, and the ways out.

import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Tone } from '../card'
import { Column } from './column'

const DISC: Record<Tone, string> = {
  accent: 'bg-accent-wash text-accent',
  good: 'bg-good-wash text-good',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
}

export function Message({
  icon: Icon,
  tone = 'accent',
  title,
  text,
  children,
}: {
  icon: LucideIcon
  tone?: Tone
  title: ReactNode
  text?: ReactNode
  children?: ReactNode
}) {
  return (
    <Column>
      <div className="pt-4 md:pt-8">
        <span className={`mb-6 grid size-[68px] place-items-center rounded-full ${DISC[tone]}`} aria-hidden>
          <Icon className="size-8" strokeWidth={1.75} />
        </span>
        <h1 tabIndex={-1} className="display-serif">
          {title}
        </h1>
        {text !== undefined && <p className="mt-2 text-lead leading-relaxed text-pretty text-soft">{text}</p>}
      </div>
      {children}
    </Column>
  )
}
