'use client'
// The other signers and where they stand, in the order they sign.

import { useTranslations } from 'next-intl'
import { Card, Tag } from '@/components/ui/card'
import { useJourney } from './journey-data'

export function OthersList() {
  const t = useTranslations('journey.others')
  const { view } = useJourney()
  if (view.others.length === 0) return null
  return (
    <Card className="mt-6">
      <h2 className="mb-1 text-small text-soft">{t('title')}</h2>
      <ul className="divide-y divide-line">
        {[...view.others]
          .sort((a, b) => a.order - b.order)
          .map((other) => {
            const key = `status.${other.status}` as 'status.signed'
            return (
              <li key={other.order} className="flex items-center justify-between gap-3 py-2.5 last:pb-0">
                <span className="min-w-0 font-medium break-words">
                  <bdi>{other.name}</bdi>
                </span>
                <Tag tone={other.status === 'signed' ? 'good' : 'accent'}>{t.has(key) ? t(key) : t('status.waiting')}</Tag>
              </li>
            )
          })}
      </ul>
    </Card>
  )
}
