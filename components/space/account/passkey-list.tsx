'use client'
// The passkeys of the space, each with the device on which it was added, the way to remove it, and the way to add one.

import { useState } from 'react'
import { useRouter } from 'next/navigation'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { LocalTime } from '@/components/journey/arrival/local-time'
import { Button, ButtonLink } from '@/components/ui/button'
import { Card, CardRow } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Column, Heading } from '@/components/ui/page/column'
import { postSpaceAct } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'
import { AddPasskey, type Proof } from './add-passkey'

type Passkey = {
  id: string
  device: 'phone' | 'desk'
  place: { browser: string | null; system: string | null; zone: string | null }
  added: string
  used: string | null
  backedUp: boolean
}

export function PasskeyList({ passkeys, most, ...proven }: { passkeys: readonly Passkey[]; most: number; proof: Proof; phone: string }) {
  const t = useTranslations('space')
  return (
    <Column>
      <Heading lead={t('passkeys.lead')}>{t('passkeys.title')}</Heading>
      {passkeys.length === 0 && <p className="text-soft">{t('passkeys.empty')}</p>}
      <ul className="mt-2 space-y-3">
        {passkeys.map((passkey) => (
          <li key={passkey.id}>
            <PasskeyCard {...passkey} />
          </li>
        ))}
      </ul>
      <div className="mt-6">
        {passkeys.length < most ? <AddPasskey {...proven} /> : <Notice tone="info">{t('passkeys.full', { most: String(most) })}</Notice>}
      </div>
      <div className="mt-5 pb-10">
        <ButtonLink kind="quiet" size="small" className="-ml-4" href="/space/account">
          {t('back')}
        </ButtonLink>
      </div>
    </Column>
  )
}

function PasskeyCard({ id, device, place, added, used, backedUp }: Passkey) {
  const t = useTranslations('space')
  const router = useRouter()
  const { busy, problem, run } = useAct()
  const [asked, setAsked] = useState(false)
  const remove = async () => {
    if (await run(() => postSpaceAct({ act: 'remove_passkey', passkey: id }))) router.refresh()
  }
  return (
    <Card>
      <CardRow icon={KeyRound} title={t('sessions.device', { browser: place.browser ?? 'none', system: place.system ?? 'none', device })}>
        <span className="block">
          {t('passkeys.added')} <LocalTime iso={added} />
        </span>
        <span className="block">
          {used === null ? t('passkeys.unused') : t('sessions.seen')} {used !== null && <LocalTime iso={used} />}
        </span>
        {backedUp && <span className="block">{t('passkeys.backedUp')}</span>}
      </CardRow>
      <div className="mt-2 flex flex-wrap gap-2 pl-8">
        <ProblemNotice problem={problem} />
        <Button kind={asked ? 'danger' : 'quiet-danger'} size="small" busy={busy} onClick={() => (asked ? void remove() : setAsked(true))}>
          {asked ? t('passkeys.sure') : t('passkeys.remove')}
        </Button>
        {asked && (
          <Button kind="quiet" size="small" onClick={() => setAsked(false)}>
            {t('cancel')}
          </Button>
        )}
      </div>
    </Card>
  )
}
