// The page behind a link when the signer has nothing to do: another signer's turn, signed, refused, cancelled, expired.

import { Ban, CalendarX, Check, CircleSlash, Hourglass, PenOff, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Actions } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import type { InvitationView } from '@/lib/http/schemas/invitation'
import { ReachRequester } from '../reach'
import { LocalTime } from './local-time'
import { OpenForm } from './open-form'

type Because = Extract<InvitationView['place'], { at: 'closed' }>['because']

const ICONS: Record<Because, LucideIcon> = {
  signed: Check,
  refused: PenOff,
  refused_by_other: CircleSlash,
  expired: CalendarX,
  cancelled: Ban,
}

export function InvitationEnd({ invitation, token }: { invitation: InvitationView; token: string }) {
  const t = useTranslations('journey.invitation.end')
  const { place, requester } = invitation
  const reference = (
    <>
      <ReachRequester requester={requester} />
      <p className="mt-6 text-sm text-soft">{t('reference', { id: invitation.requestId })}</p>
    </>
  )
  if (place.at === 'closed') {
    const { because } = place
    return (
      <Message
        icon={ICONS[because]}
        tone={because === 'signed' ? 'good' : because === 'expired' ? 'warn' : 'accent'}
        title={t(`${because}.title`)}
        text={t(`${because}.text`, { requester: requester.name })}
      >
        {reference}
        {because === 'signed' && (
          <Actions>
            <OpenForm token={token} label={t('signed.open')} />
          </Actions>
        )}
      </Message>
    )
  }
  return (
    <Message
      icon={Hourglass}
      title={invitation.waitingFor === null ? t('turn.titleSomeone') : t('turn.title', { name: invitation.waitingFor })}
      text={t('turn.text')}
    >
      <p className="mt-5 text-body text-soft">
        {t.rich('turn.until', { date: () => <LocalTime iso={invitation.expiresAt.toISOString()} /> })}
      </p>
      {reference}
    </Message>
  )
}
