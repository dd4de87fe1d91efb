// Whom to ask about the documents: the requester, and how one reaches them.

import type { ReactNode } from 'react'
import { MessageCircle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { CardRow } from '@/components/ui/card'
import { ReachRequester, type Reach } from './reach'

export function WhoToAsk({ requester, children }: { requester: { name: string; reach: Reach | null }; children?: ReactNode }) {
  const t = useTranslations('journey.help.who')
  return (
    <CardRow icon={MessageCircle} title={t('title')}>
      {t(requester.reach === null ? 'text' : 'reach', { requester: requester.name })}
      <ReachRequester requester={requester} />
      {children}
    </CardRow>
  )
}
