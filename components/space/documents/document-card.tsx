'use client'
// One request: its documents, who asked, where it stands, and what the person can do or take along.

import { Download, FileText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { SpaceDocuments } from '@/lib/http/schemas/space'
import { LocalTime } from '@/components/journey/arrival/local-time'
import { ButtonLink } from '@/components/ui/button'
import { Card, Tag } from '@/components/ui/card'
import { archiveUrl, documentUrl } from '../space-client'

const TONE = { to_sign: 'accent', signed: 'good', completed: 'good', ended: 'warn' } as const

export function DocumentCard({ item }: { item: SpaceDocuments['items'][number] }) {
  const t = useTranslations('space.documents')
  const { request, requester, state, asked, until, documents, link } = item
  return (
    <Card>
      <div className="flex flex-wrap items-start justify-between gap-2">
        <ul className="min-w-0 flex-1 space-y-1">
          {documents.map(({ id, title, pages }) => (
            <li key={id} className="flex items-start gap-2.5">
              <FileText className="mt-0.5 size-5 shrink-0 text-accent" strokeWidth={1.75} aria-hidden />
              <span className="min-w-0">
                <span className="font-semibold break-words" dir="auto">
                  {title}
                </span>{' '}
                <span className="text-small text-soft">{t('pages', { count: pages })}</span>
              </span>
            </li>
          ))}
        </ul>
        <Tag tone={TONE[state]}>{t(`states.${state}`)}</Tag>
      </div>
      <p className="mt-2 text-sm break-words text-soft">
        {t.rich('asked', { requester, date: () => <LocalTime iso={asked} year /> })}
        {state === 'to_sign' && <span className="block">{t.rich('until', { date: () => <LocalTime iso={until} year /> })}</span>}
        {state === 'signed' && <span className="block">{t('waiting')}</span>}
      </p>
      {link !== null && (
        <div className="mt-3">
          <ButtonLink size="small" href={link}>
            {t('sign')}
          </ButtonLink>
        </div>
      )}
      {state === 'completed' && (
        <div className="mt-2 -ml-4 flex flex-col items-start">
          {documents.map(({ id, title }) => (
            <ButtonLink
              key={id}
              kind="quiet"
              size="small"
              className="text-left"
              href={documentUrl(request, id)}
              icon={<Download className="size-4 shrink-0" aria-hidden />}
            >
              {t('download', { title })}
            </ButtonLink>
          ))}
          <ButtonLink
            kind="quiet"
            size="small"
            className="text-left"
            href={archiveUrl(request)}
            icon={<Download className="size-4 shrink-0" aria-hidden />}
          >
            {t('archive')}
          </ButtonLink>
        </div>
      )}
    </Card>
  )
}
