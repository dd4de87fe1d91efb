'use client'
// Place: signed. What happens next, the documents, and back to the requester, by itself after five seconds unless stopped.

import { useEffect, useState } from 'react'
import { Check, Download, FileCheck2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Actions, Stack } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { allDocumentsUrl, documentUrl } from '../journey-client'
import { useJourney } from '../journey-data'
import { useWhen } from '@/components/ui/when'
import { hostOf } from './host-of'
import { OthersList } from '../others'

const SECONDS = 5

export function Done() {
  const t = useTranslations('journey.done')
  const { signer, view } = useJourney()
  const when = useWhen()
  const waiting = view.others.filter((other) => other.status !== 'signed').sort((a, b) => a.order - b.order)
  const next = waiting.length === 0 ? t('allSigned') : t('othersSign', { count: waiting.length, name: waiting[0]?.name ?? '' })
  return (
    <Message icon={Check} tone="good" title={t('title')} text={`${view.signedAt === null ? '' : `${when.moment(view.signedAt)}. `}${next}`}>
      {!view.qualified && <p className="mt-3 text-sm text-soft">{t(view.signedBy === 'key' ? 'test' : 'testSimple')}</p>}
      <Stack className="mt-7">
        {view.documents
          .filter((document) => document.download)
          .map((document) => (
            <a
              key={document.id}
              href={documentUrl(signer, document.id, true)}
              download
              className="flex items-center gap-3.5 rounded-card border border-line bg-paper p-4 hover:border-accent hover:bg-accent-wash"
            >
              <FileCheck2 className="size-5 shrink-0 text-accent" strokeWidth={1.75} aria-hidden />
              <span className="min-w-0 flex-1">
                <span className="block leading-snug font-semibold break-words" dir="auto">
                  {document.title}
                </span>
                <span className="block text-sm text-soft">{t('downloadSigned')}</span>
              </span>
              <Download className="size-5 shrink-0 text-soft" strokeWidth={1.75} aria-hidden />
            </a>
          ))}
        {view.documents.filter((document) => document.download).length > 1 && (
          <ButtonLink kind="outline" wide icon={<Download className="size-5" aria-hidden />} href={allDocumentsUrl(signer)} download>
            {t('downloadAll')}
          </ButtonLink>
        )}
      </Stack>
      <OthersList />
      {view.signedBy === 'key' && (
        <Card className="mt-6 mb-8">
          <p className="text-body text-soft">{t('certificate')}</p>
        </Card>
      )}
      {view.redirectUrl !== null && <BackToRequester url={view.redirectUrl} />}
    </Message>
  )
}

function BackToRequester({ url }: { url: string }) {
  const t = useTranslations('journey.done')
  const host = hostOf(url)
  const [stay, setStay] = useState(false)
  const [left, setLeft] = useState(SECONDS)
  useEffect(() => {
    if (stay || host === null) return undefined
    if (left === 0) {
      window.location.assign(url)
      return undefined
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [left, stay, url, host])
  if (host === null) return null
  return (
    <Actions
      note={
        stay ? (
          t('staying')
        ) : (
          <>
            <span aria-hidden>{t('leavingIn', { seconds: left })} </span>
            <span className="sr-only" role="status">
              {t('leavingIn', { seconds: SECONDS })}
            </span>
            <button
              type="button"
              className="inline-flex min-h-11 items-center rounded px-1 underline underline-offset-2 hover:text-ink"
              onClick={() => setStay(true)}
            >
              {t('stay')}
            </button>
          </>
        )
      }
    >
      <ButtonLink href={url}>{t('back', { host })}</ButtonLink>
    </Actions>
  )
}
