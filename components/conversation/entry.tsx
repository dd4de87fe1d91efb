'use client'
// One entry of a conversation: who wrote it and when, and its words as they were typed. Nothing in them is markup, and no address a link.

import { useTranslations } from 'next-intl'
import type { Side } from '@/lib/domain/conversation'
import type { ThreadEntry } from '@/lib/http/schemas/message'
import { useWhen } from '@/components/ui/when'

/** `other`: the name of the other side. `seen`: it has read up to here. */
export function Entry({ entry, side, other, seen }: { entry: ThreadEntry; side: Side; other: string; seen: boolean }) {
  const t = useTranslations('conversation')
  const { moment } = useWhen()
  const own = entry.by === side
  if (entry.fields.length > 0) {
    const fields = entry.fields.map((field) => t(`field.${field}`)).join(', ')
    return (
      <li className="border-y border-line py-2.5 text-sm text-soft">
        {own ? t('corrected.own', { fields }) : t('corrected.other', { name: other, fields })}
        <time dateTime={entry.at} className="block">
          {moment(entry.at)}
        </time>
      </li>
    )
  }
  return (
    <li className={`max-w-[88%] ${own ? 'ml-auto' : ''}`}>
      <p className={`text-sm text-soft ${own ? 'text-right' : ''}`}>
        <span className="font-medium text-ink">{own ? t('you') : other}</span>{' '}
        <time dateTime={entry.at} className="whitespace-nowrap">
          {moment(entry.at)}
        </time>
      </p>
      <p
        dir="auto"
        className={`mt-1 overflow-hidden rounded-control border px-4 py-2.5 break-words whitespace-pre-wrap ${own ? 'border-transparent bg-accent-wash' : 'border-line bg-paper'}`}
      >
        {entry.text ?? t('erased')}
      </p>
      {seen && <p className="mt-1 text-right text-sm text-soft">{t('seen')}</p>}
    </li>
  )
}
