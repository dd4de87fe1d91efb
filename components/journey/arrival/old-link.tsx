// The page of a link that no longer works: replaced, used up, mistyped or erased. Names no cause, and offers a new link.

import { Unlink } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { WhomToAsk } from '@/lib/http/schemas/invitation'
import { NothingOpens } from './nothing-opens'

export function OldLink({ token, ...whom }: { token: string; ask: WhomToAsk | null; support: string | null }) {
  const t = useTranslations('journey.oldLink')
  const renew = `/s/${encodeURIComponent(token)}/renew`
  return <NothingOpens icon={Unlink} title={t('title')} text={t('text')} more={t('code')} renew={renew} {...whom} />
}
