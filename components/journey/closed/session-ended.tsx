'use client'
// The session has ended, by time or because the link was renewed. Nothing is lost: the link from the mail leads back to the same place.

import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { RenewForm } from '../arrival/renew-form'
import { renewUrl } from '../journey-client'
import { Message } from '@/components/ui/page/message'
import { Shell } from '@/components/ui/page/shell'

export function SessionEnded({ signer }: { signer: string }) {
  const t = useTranslations('journey.sessionEnded')
  return (
    <Shell brand={{ name: 'QSignHub', colour: null }}>
      <Message icon={KeyRound} title={t('title')} text={t('text')}>
        <p className="mt-5 text-body text-soft">{t('lost')}</p>
        <RenewForm address={renewUrl(signer)} />
      </Message>
    </Shell>
  )
}
