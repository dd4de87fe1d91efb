'use client'
// The session has ended, by time or because the link was renewed. Nothing is lost: the link from the mail leads back to the same place.

import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { WhomToAsk } from '@/lib/http/schemas/invitation'
import { NothingOpens } from '../arrival/nothing-opens'
import { renewUrl } from '../journey-client'

export function SessionEnded({ signer, ...whom }: { signer: string; ask: WhomToAsk | null; support: string | null }) {
  const t = useTranslations('journey.sessionEnded')
  return <NothingOpens icon={KeyRound} title={t('title')} text={t('text')} more={t('lost')} renew={renewUrl(signer)} {...whom} />
}
