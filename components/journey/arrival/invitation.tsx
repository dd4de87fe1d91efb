// The page behind a link: who asks for what, what will happen, how long it takes. Looking at it changes nothing.

import { Camera, Clock, IdCard, KeyRound, Smartphone } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { InvitationView } from '@/lib/http/schemas/invitation'
import { Card, CardRow } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Actions, Column, Heading, Stack } from '@/components/ui/page/column'
import { DocumentTitle } from '@/components/ui/page/document-title'
import { Ribbon } from '@/components/ui/page/ribbon'
import { Shell } from '@/components/ui/page/shell'
import { InAppBrowser } from './in-app-browser'
import { InvitationEnd } from './invitation-end'
import { LocalTime } from './local-time'
import { OpenForm } from './open-form'

type Props = { invitation: InvitationView; token: string; wait: boolean }

/** `wait`: the link was opened too often in a short time, and the button led back here. */
export function Invitation({ invitation, token, wait }: Props) {
  const t = useTranslations('journey')
  return (
    <Shell
      brand={{ name: invitation.requester.name, colour: invitation.requester.color }}
      ribbon={invitation.qualified ? undefined : <Ribbon>{t('test')}</Ribbon>}
    >
      <InvitationBody invitation={invitation} token={token} wait={wait} />
    </Shell>
  )
}

function InvitationBody({ invitation, token, wait }: Props) {
  const { place } = invitation
  if (place.at === 'closed' || (place.at === 'waiting' && place.for === 'turn'))
    return <InvitationEnd invitation={invitation} token={token} />
  if (invitation.kind === 'handover') return <HandedOver invitation={invitation} token={token} wait={wait} />
  return <Welcome invitation={invitation} token={token} wait={wait} />
}

function Welcome({ invitation, token, wait }: Props) {
  const t = useTranslations('journey.invitation')
  const { requester, documents, begun } = invitation
  const [first] = documents
  const pages = documents.reduce((sum, document) => sum + document.pages, 0)
  return (
    <Column>
      <Heading
        serif
        above={t('asks', { name: invitation.signerName, requester: requester.name })}
        lead={
          <>
            {t('size', { documents: documents.length, pages })}{' '}
            {t.rich('by', { date: () => <LocalTime iso={invitation.expiresAt.toISOString()} /> })}
          </>
        }
      >
        <DocumentTitle>{first?.title ?? ''}</DocumentTitle>
      </Heading>
      {documents.length > 1 && (
        <div className="-mt-2 mb-6 border-l-2 border-line pl-3.5 text-body">
          <p className="text-soft">{t('together', { documents: documents.length - 1 })}</p>
          <ul>
            {documents.slice(1).map((document, at) => (
              <li key={at} className="font-medium" dir="auto">
                {document.title}
              </li>
            ))}
          </ul>
        </div>
      )}
      <InAppBrowser />
      <Stack>
        <Card>
          <CardRow icon={IdCard} title={t('id.title')}>
            {t('id.text')}
          </CardRow>
        </Card>
        <Card>
          <CardRow icon={Camera} title={t('camera.title')}>
            {t('camera.text')}
          </CardRow>
        </Card>
        <Card>
          <CardRow icon={KeyRound} title={t('sign.title')}>
            {t('sign.text')}
          </CardRow>
        </Card>
        <Card>
          <CardRow icon={Clock} title={t('time.title')}>
            {t('time.text')}
          </CardRow>
        </Card>
      </Stack>
      <p className="mt-5 text-sm text-soft">{t('genuine', { requester: requester.name })}</p>
      <p className="mt-1 text-sm text-soft">{t('reference', { id: invitation.requestId })}</p>
      <Actions notice={wait && <TooOften />} note={t('refuseLater')}>
        <OpenForm token={token} label={begun ? t('goOn') : t('start')} />
      </Actions>
    </Column>
  )
}

function HandedOver({ invitation, token, wait }: Props) {
  const t = useTranslations('journey.handover')
  return (
    <Column>
      <Heading above={t('above', { requester: invitation.requester.name })} lead={t('lead')}>
        {t('title')}
      </Heading>
      <InAppBrowser />
      <Stack>
        <Card>
          <CardRow icon={Smartphone} title={t('follows.title')}>
            {t('follows.text')}
          </CardRow>
        </Card>
        <Card>
          <CardRow icon={IdCard} title={t('ready.title')}>
            {t('ready.text')}
          </CardRow>
        </Card>
      </Stack>
      <Actions notice={wait && <TooOften />} note={t('notYou')}>
        <OpenForm token={token} label={t('open')} />
      </Actions>
    </Column>
  )
}

function TooOften() {
  const t = useTranslations('journey.invitation')
  return (
    <Notice tone="warn" focus>
      <span className="text-ink">{t('wait')}</span>
    </Notice>
  )
}
