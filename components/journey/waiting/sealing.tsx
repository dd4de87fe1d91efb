'use client'
// Place: the signature is given; seal and time-stamp are being added. Nothing more is asked, and the signer may leave.

import { Check, Circle, FileCheck2, LoaderCircle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Message } from '@/components/ui/page/message'
import { useJourney } from '../journey-data'

export function Sealing() {
  const t = useTranslations('journey.sealing')
  const { view } = useJourney()
  const first = view.documents.findIndex((document) => !document.signed)
  return (
    <Message icon={FileCheck2} tone="good" title={t('title')} text={t('text')}>
      <Card className="mt-7">
        <ul aria-live="polite">
          {view.documents.map((document, at) => {
            const state = document.signed ? 'done' : at === first ? 'now' : 'next'
            const Icon = state === 'done' ? Check : state === 'now' ? LoaderCircle : Circle
            return (
              <li key={document.id} className="flex items-start gap-3 py-2">
                <Icon
                  className={`mt-0.5 size-5 shrink-0 ${state === 'done' ? 'text-good' : state === 'now' ? 'animate-spin text-accent' : 'text-edge'}`}
                  aria-hidden
                />
                <span className="min-w-0 flex-1 break-words" dir="auto">
                  {document.title}
                </span>
                <span className="text-sm text-soft">{t(`state.${state}`)}</span>
              </li>
            )
          })}
        </ul>
      </Card>
      <p className="mt-5 text-body text-soft">{t('leave', { email: view.signer.emailMasked })}</p>
    </Message>
  )
}
