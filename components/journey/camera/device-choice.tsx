'use client'
// At a desk: continue on the phone by QR code, text message or copied link, or with this computer's camera, as when the phone is lost.

import { useState } from 'react'
import { Copy, MessageSquare, Monitor, ScanLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card, CardRow } from '@/components/ui/card'
import { Column, Heading, Stack } from '@/components/ui/page/column'
import { Skeleton } from '@/components/ui/skeleton'
import { useAnnounce } from '@/components/ui/live-region'
import { clockOf, useCountdown } from '@/components/ui/use-countdown'
import { useJourney } from '../journey-data'
import { ProblemWords } from '../problem-notice'
import { unbroken } from '@/components/ui/when'
import { LostNotice } from '../steps/details/lost-notice'
import { useHandover } from './use-handover'

export function DeviceChoice({ onContinueHere }: { onContinueHere: () => void }) {
  const t = useTranslations('journey.device')
  const { signer, clockOffset, view } = useJourney()
  const { link, text } = useHandover(signer, clockOffset)
  const left = useCountdown(link.data?.expiresAt ?? null, clockOffset)
  const problem = link.error ?? text.error
  return (
    <Column wide>
      <Heading lead={t('lead')}>{t('title')}</Heading>
      <LostNotice />
      <div className="grid items-start gap-6 md:grid-cols-[300px_1fr]">
        <Card className="p-7">
          <QrCode svg={link.data?.qrSvg ?? null} label={t('qr')} />
          <p className="mt-4 text-center text-body text-soft">
            {link.data === undefined ? t('making') : t('renews', { time: clockOf(left) })}
          </p>
        </Card>
        <div>
          <Stack>
            <Card>
              <CardRow icon={ScanLine} title={t('scan.title')}>
                {t('scan.text')}
              </CardRow>
            </Card>
            {view.signer.phoneMasked !== null && (
              <Card>
                <CardRow icon={MessageSquare} title={t('text.title')}>
                  {t('text.to', { phone: unbroken(view.signer.phoneMasked) })}
                  <TextLink sent={text.data?.textedTo} busy={text.isPending} onSend={() => text.mutate()} />
                </CardRow>
              </Card>
            )}
            <Card>
              <CardRow icon={Copy} title={t('copy.title')}>
                {t('copy.text')}
                <CopyLink url={link.data?.url ?? null} />
              </CardRow>
            </Card>
          </Stack>
          {problem !== null && (
            <div className="mt-3">
              <ProblemWords problem={problem} />
            </div>
          )}
          <Button kind="quiet" className="mt-3 -ml-4" icon={<Monitor className="size-5" aria-hidden />} onClick={onContinueHere}>
            {t('here')}
          </Button>
        </div>
      </div>
    </Column>
  )
}

/** Dark on white in every colour scheme: some phones cannot read an inverted code. */
function QrCode({ svg, label }: { svg: string | null; label: string }) {
  if (svg === null) return <Skeleton className="mx-auto aspect-square w-full max-w-[242px]" />
  // As an image, so that nothing in it can run.
  return (
    // oxlint-disable-next-line nextjs/no-img-element -- a data address; there is nothing to optimise
    <img
      src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`}
      alt={label}
      className="mx-auto aspect-square w-full max-w-[242px] rounded bg-white"
    />
  )
}

function TextLink({ sent, busy, onSend }: { sent: string | null | undefined; busy: boolean; onSend: () => void }) {
  const t = useTranslations('journey.device')
  return (
    <span className="mt-2 flex flex-wrap items-center gap-3">
      <Button kind="outline" size="small" busy={busy} onClick={onSend}>
        {sent ? t('text.again') : t('text.send')}
      </Button>
      <span role="status" className={sent ? 'text-good' : 'text-warn'}>
        {sent === undefined ? '' : sent === null ? t('text.failed') : t('text.sent', { phone: sent })}
      </span>
    </span>
  )
}

function CopyLink({ url }: { url: string | null }) {
  const t = useTranslations('journey.device')
  const announce = useAnnounce()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    if (url === null) return
    await navigator.clipboard.writeText(url)
    setCopied(true)
    announce(t('copy.copied'))
  }
  return (
    <span className="mt-2 block">
      <Button kind="outline" size="small" disabled={url === null} onClick={() => void copy()}>
        {copied ? t('copy.copied') : t('copy.button')}
      </Button>
    </span>
  )
}
