// The page behind a link: who asks for what, what will happen, how long it takes. Looking at it changes nothing.

import { Clock, FileText, IdCard, KeyRound, ListChecks, PenLine, Smartphone } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { InvitationView } from '@/lib/http/schemas/invitation'
import { Card, CardRow } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Actions, Column, Heading, Stack } from '@/components/ui/page/column'
import { DocumentTitle } from '@/components/ui/page/document-title'
import { Ribbon } from '@/components/ui/page/ribbon'
import { Shell } from '@/components/ui/page/shell'
import { pageOf, pagesOf } from '../pages'
import { InAppBrowser } from './in-app-browser'
import { InvitationEnd } from './invitation-end'
import { LocalTime } from './local-time'
import { OpenForm } from './open-form'

/** From here on reading takes longer than signing. */
const LONG_PAGES = 20

type Props = { invitation: InvitationView; token: string; wait: boolean }
type SignedBy = InvitationView['signedBy']

/** How the act of signing is shown, and what is left to be done of it. */
const ACT = {
  key: { icon: KeyRound, words: 'sign', left: 'phone' },
  code: { icon: Smartphone, words: 'code', left: 'code' },
  click: { icon: PenLine, words: 'simple', left: 'simple' },
} as const satisfies Record<SignedBy, object>

/** `wait`: the link was opened too often in a short time, and the button led back here. */
export function Invitation({ invitation, token, wait }: Props) {
  const t = useTranslations('journey')
  return (
    <Shell
      brand={{ name: invitation.requester.name, colour: invitation.requester.color }}
      ribbon={invitation.qualified ? undefined : <Ribbon>{t(invitation.signedBy === 'key' ? 'test' : 'testSimple')}</Ribbon>}
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
  const { requester, documents, begun, signedBy } = invitation
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
      {signedBy === 'key' && <InAppBrowser />}
      <FirstPage token={token} title={first?.title ?? ''} pages={first?.pages ?? 0} />
      {begun === null ? <WhatAwaits pages={pages} signedBy={signedBy} /> : <WhatIsLeft begun={begun} signedBy={signedBy} />}
      <p className="mt-5 text-sm text-soft">{t('genuine', { requester: requester.name })}</p>
      <p className="mt-1 text-sm text-soft">{t('reference', { id: invitation.requestId })}</p>
      <Actions notice={wait && <TooOften />} note={t('refuseLater')}>
        <OpenForm token={token} label={begun === null ? t('start') : t('goOn')} />
      </Actions>
    </Column>
  )
}

/** For somebody who comes for the first time: what to have at hand, and what those need who have signed here before. */
function WhatAwaits({ pages, signedBy }: { pages: number; signedBy: SignedBy }) {
  const t = useTranslations('journey.invitation')
  return (
    <Card>
      <div className="space-y-4">
        {signedBy === 'key' && (
          <CardRow icon={IdCard} title={t('id.title')}>
            {t('id.text')}
          </CardRow>
        )}
        <CardRow icon={ACT[signedBy].icon} title={t(signedBy === 'click' ? 'simple.title' : 'sign.title')}>
          {t(`${ACT[signedBy].words}.text`)}
        </CardRow>
        <CardRow icon={Clock} title={t(signedBy === 'key' ? 'time.title' : 'simple.time')}>
          {t('time.text', { long: pages >= LONG_PAGES ? 'yes' : 'no', pages })}
        </CardRow>
      </div>
    </Card>
  )
}

const NEEDS = { camera: IdCard, phone: KeyRound, code: Smartphone, simple: PenLine }

/** For somebody who comes back in the middle: the steps as the progress line counts them. */
function WhatIsLeft({ begun, signedBy }: { begun: NonNullable<InvitationView['begun']>; signedBy: SignedBy }) {
  const t = useTranslations('journey.invitation.left')
  const journey = useTranslations('journey')
  const { next, steps, camera } = begun
  const pages = pagesOf(steps)
  const now = pages.findIndex(({ done }) => !done) + 1 || pages.length
  const needs = camera ? 'camera' : ACT[signedBy].left
  return (
    <Card>
      <div className="space-y-4">
        <CardRow icon={ListChecks} title={journey('progress.count', { now, all: pages.length })}>
          {next === null ? t('kept') : t('next', { step: journey(`steps.${pageOf(next)}`) })}
        </CardRow>
        <CardRow icon={NEEDS[needs]} title={t(`${needs === 'code' ? 'phone' : needs}.title`)}>
          {t(`${needs}.text`)}
        </CardRow>
      </div>
    </Card>
  )
}

/** What is to be signed, before anything is asked. All of it can be read on the next page. */
function FirstPage({ token, title, pages }: { token: string; title: string; pages: number }) {
  const t = useTranslations('journey.invitation')
  if (pages === 0) return null
  return (
    <details className="mb-3 rounded-card border border-line bg-paper">
      <summary className="flex min-h-13 cursor-pointer items-center gap-3.5 px-4 py-3 font-semibold text-accent">
        <FileText className="size-5 shrink-0" strokeWidth={1.75} aria-hidden />
        {t('firstPage.show')}
      </summary>
      <figure className="px-4 pb-4">
        {/* oxlint-disable-next-line nextjs/no-img-element -- private, must not pass an optimizer's cache */}
        <img
          src={`/s/${encodeURIComponent(token)}/page-1`}
          alt={t('firstPage.alt', { title })}
          loading="lazy"
          width={560}
          height={792}
          className="h-auto w-full rounded border border-line bg-white"
        />
        <figcaption className="mt-2 text-small text-soft">{t('firstPage.more', { pages })}</figcaption>
      </figure>
    </details>
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
