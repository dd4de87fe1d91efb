'use client'
// The head of a request's status: its title, its status in a few words, and the notice that says what that means.

import { useTranslations } from 'next-intl'
import type { StatusView } from '@/lib/http/schemas/status'
import { useWhen } from '@/components/ui/when'
import { Tag, type Tone } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { DocumentTitle } from '@/components/ui/page/document-title'

export function StatusHead({ view }: { view: StatusView }) {
  const t = useTranslations('status')
  const { moment, day } = useWhen()
  const { tone, words } = useHeadline(view)
  const refused = view.signers.find(({ doing }) => doing === 'refused')
  return (
    <header>
      <div className="flex flex-col-reverse items-start justify-between gap-3 sm:flex-row sm:gap-6">
        <h1 className="display-serif min-w-0">
          <DocumentTitle>{view.documents.map(({ name }) => name).join(', ')}</DocumentTitle>
        </h1>
        <span className="shrink-0" role="status">
          <Tag tone={tone}>{words}</Tag>
        </span>
      </div>
      <p className="mt-2 text-body text-soft">
        {t('created', { at: day(view.created_at) })}
        {view.completed_at !== null && <> · {t('completed', { at: moment(view.completed_at) })}</>}
        {(view.status === 'pending' || view.status === 'in_progress') && <> · {t('expires', { at: moment(view.expires_at) })}</>}
      </p>
      <div className="mt-5 empty:hidden">
        {view.status === 'completed' && (
          <Notice tone="good" title={t('head.completed')}>
            {t('note.completed')}
          </Notice>
        )}
        {view.status === 'expired' && (
          <Notice tone="warn" title={t('head.expired')}>
            {t('note.expired')}
          </Notice>
        )}
        {view.status === 'cancelled' && refused !== undefined && (
          <Notice tone="bad" title={t('head.refused', { name: refused.name })}>
            {t('note.refused', { name: refused.name })}
          </Notice>
        )}
        {view.status === 'cancelled' && refused === undefined && (
          <Notice tone="bad" title={t('head.cancelled')}>
            {t('note.cancelled')}
            {view.cancel_reason !== null && <> {t('note.cancelReason', { reason: view.cancel_reason })}</>}
          </Notice>
        )}
      </div>
    </header>
  )
}

function useHeadline(view: StatusView): { tone: Tone; words: string } {
  const t = useTranslations('status.head')
  const refused = view.signers.find(({ doing }) => doing === 'refused')
  const stuck = view.signers.find(({ doing }) => doing === 'help')
  const acting = view.signers.find(({ doing }) => !['signed', 'turn', 'not_invited', 'erased'].includes(doing))
  switch (view.status) {
    case 'completed':
      return { tone: 'good', words: t('completed') }
    case 'expired':
      return { tone: 'bad', words: t('expired') }
    case 'cancelled':
      return { tone: 'bad', words: refused ? t('refused', { name: refused.name }) : t('cancelled') }
    case 'pending':
    case 'in_progress':
      return stuck
        ? { tone: 'warn', words: t('stuck', { name: stuck.name }) }
        : { tone: 'accent', words: t('waitingFor', { name: acting?.name ?? '' }) }
  }
}
