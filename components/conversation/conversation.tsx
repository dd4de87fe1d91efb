'use client'
// A conversation, whole: what was written, live, and below it where one writes. The newest entry is in sight.

import { useEffect, useRef } from 'react'
import { useTranslations } from 'next-intl'
import type { Side } from '@/lib/domain/conversation'
import type { Thread } from '@/lib/http/schemas/message'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { Composer } from './composer'
import { Entry } from './entry'
import { useThread } from './thread-data'

/** `other`: the name of whom one writes with. `closed`: it is known by now that no message is taken. */
export function Conversation({ address, side, other, closed }: { address: string; side: Side; other: string; closed: boolean }) {
  const t = useTranslations('conversation')
  const { thread, stale, write } = useThread(address, side)
  if (thread === undefined) {
    return stale ? (
      <Notice tone="warn">{t('offline')}</Notice>
    ) : (
      <div role="status" aria-label={t('loading')}>
        <Skeleton className="h-16" />
      </div>
    )
  }
  return (
    <div className="space-y-5 pt-1">
      {stale && <Notice tone="warn">{t('offline')}</Notice>}
      {!thread.readable && <Notice>{t('hidden')}</Notice>}
      {thread.readable && thread.entries.length === 0 && thread.open && <p className="text-soft">{t(`empty.${side}`, { name: other })}</p>}
      <Entries thread={thread} side={side} other={other} />
      {thread.open && !closed ? (
        <Composer write={write} hint={t('safe')} />
      ) : (
        <Notice>{closed || thread.entries.length > 0 ? t(`closed.${side}`) : t('off')}</Notice>
      )}
    </div>
  )
}

function Entries({ thread: { entries, readTo }, side, other }: { thread: Thread; side: Side; other: string }) {
  const t = useTranslations('conversation')
  const end = useRef<HTMLDivElement>(null)
  const last = entries.at(-1)?.number
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' })
  }, [last])
  const seen = entries.findLast(({ by, number, fields }) => by === side && fields.length === 0 && number <= readTo)?.number
  return (
    <>
      {/* Spoken when something is added; a list in it, so that its length is told. */}
      <div role="log" aria-label={t('log')} aria-live="polite" tabIndex={entries.length > 0 ? 0 : undefined}>
        {entries.length > 0 && (
          <ol className="space-y-4">
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} side={side} other={other} seen={entry.number === seen} />
            ))}
          </ol>
        )}
      </div>
      {/* Above where one writes, which covers what is behind it. */}
      <div ref={end} className="scroll-mb-64" />
    </>
  )
}
