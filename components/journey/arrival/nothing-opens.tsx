// A page from which nothing opens any more: a new link by mail, and whom to ask. The requester is named to whoever held a link of theirs
// or a session; where nothing proves that, we say how we are reached ourselves.

import type { LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Message } from '@/components/ui/page/message'
import { Shell } from '@/components/ui/page/shell'
import { SupportLine } from '@/components/ui/support-line'
import type { WhomToAsk } from '@/lib/http/schemas/invitation'
import { WhoToAsk } from '../who-to-ask'
import { RenewForm } from './renew-form'

type Props = {
  icon: LucideIcon
  title: string
  text: string
  more: string
  /** What takes the wish for a new link. */
  renew: string
  ask: WhomToAsk | null
  support: string | null
}

export function NothingOpens({ icon, title, text, more, renew, ask, support }: Props) {
  const t = useTranslations('journey.closed')
  return (
    <Shell brand={{ name: ask?.name ?? 'QSignHub', colour: ask?.color ?? null }}>
      <Message icon={icon} title={title} text={text}>
        <p className="mt-4 text-body text-soft">{more}</p>
        {ask !== null && (
          <div className="mt-6">
            <Card>
              <WhoToAsk requester={ask}>
                <p className="mt-2 text-sm">{t('reference', { id: ask.requestId })}</p>
              </WhoToAsk>
            </Card>
          </div>
        )}
        {ask === null && <SupportLine email={support} />}
        <RenewForm address={renew} />
      </Message>
    </Shell>
  )
}
