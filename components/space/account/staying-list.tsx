'use client'
// What an erasure leaves, why, and until when.

import { useTranslations } from 'next-intl'
import { LocalDay } from '../local-day'

export type StayingItem = {
  what: 'certificate' | 'signed_documents' | 'evidence' | 'uploaded_documents' | 'open_request'
  serial: string
  requester: string
  titles: string
  until: string | null
}

export function StayingList({ stays }: { stays: readonly StayingItem[] }) {
  const t = useTranslations('space.data')
  if (stays.length === 0) return <p className="text-soft">{t('nothingStays')}</p>
  return (
    <>
      <h3 className="text-sm font-medium">{t('stays')}</h3>
      <ul className="mt-1 divide-y divide-line">
        {stays.map(({ what, serial, requester, titles, until }, index) => (
          <li key={index} className="py-2.5">
            <span className="block font-medium break-words" dir="auto">
              {t(`what.${what}`, { serial, requester, titles })}
            </span>
            <span className="block text-sm text-soft">{t(`why.${what}`)}</span>
            <span className="block text-sm text-soft">
              {until === null ? t('untilDeleted', { requester }) : t.rich('until', { date: () => <LocalDay iso={until} /> })}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
