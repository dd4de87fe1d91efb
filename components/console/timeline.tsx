'use client'
// What happened, from the evidence: grouped by person, newest first, with the technical detail of each event folded.

import { Check, Info, TriangleAlert, X, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { StatusEntry, StatusView } from '@/lib/http/schemas/status'
import { useWhen } from '@/components/ui/when'

const LOOK: Record<StatusEntry['tone'], { icon: LucideIcon; classes: string }> = {
  good: { icon: Check, classes: 'bg-good text-paper' },
  warn: { icon: TriangleAlert, classes: 'bg-warn text-paper' },
  bad: { icon: X, classes: 'bg-bad text-paper' },
  plain: { icon: Info, classes: 'border border-edge bg-paper text-soft' },
}

export function Timeline({ groups }: { groups: StatusView['timeline'] }) {
  const t = useTranslations('status')
  return (
    <section className="rounded-card border border-line bg-paper p-5" aria-labelledby="what-happened">
      <h2 id="what-happened" className="font-semibold">
        {t('what')}
      </h2>
      <p className="text-sm text-soft">{t('whatHint')}</p>
      {groups.map(({ person, name, events }) => (
        <div key={person ?? 'request'} className="mt-5">
          <h3 className="text-small font-semibold text-soft" dir="auto">
            {name ?? t('theRequest')}
          </h3>
          <ol className="mt-2">
            {events.map((event) => (
              <Entry key={event.sequence} event={event} />
            ))}
          </ol>
        </div>
      ))}
    </section>
  )
}

function Entry({ event }: { event: StatusEntry }) {
  const t = useTranslations('status')
  const { moment } = useWhen()
  const { icon: Icon, classes } = LOOK[event.tone]
  // A passed check has some forty figures, so they are folded.
  const figures = event.type === 'verification_passed'
  return (
    <li className="relative flex gap-3.5 pb-4 before:absolute before:top-6 before:bottom-0 before:left-[10px] before:w-[1.5px] before:bg-line last:pb-0 last:before:hidden">
      <span className={`z-10 mt-0.5 grid size-[21px] shrink-0 place-items-center rounded-full ${classes}`}>
        <Icon className="size-3" strokeWidth={2.5} aria-hidden />
      </span>
      <div className="min-w-0 flex-1 text-body">
        <p className="leading-snug font-medium">{event.title}</p>
        <p className="text-sm break-words text-soft">
          <time dateTime={event.at}>{moment(event.at)}</time>
          {event.detail !== null && !figures && <> · {event.detail}</>}
        </p>
        <details className="text-small text-soft">
          <summary className="inline-block py-1 underline-offset-2 hover:underline">{t('technical')}</summary>
          <p>{t('event', { sequence: event.sequence, type: event.type, actor: event.actor })}</p>
          {figures && <p className="my-1">{event.detail}</p>}
          <p className="font-mono text-xs break-all">{t('hash', { hash: event.hash })}</p>
        </details>
      </div>
    </li>
  )
}
