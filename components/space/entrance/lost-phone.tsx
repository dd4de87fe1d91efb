'use client'
// For a person without their phone: what they can do now, and what comes next.

import { useState } from 'react'
import { ShieldCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button, ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Column, Heading } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { SupportLine } from '@/components/ui/support-line'
import { postSpaceAct } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'

export function LostPhone({ support }: { support: string | null }) {
  const t = useTranslations('space')
  const { busy, problem, run } = useAct()
  const [asked, setAsked] = useState(false)
  const [done, setDone] = useState(false)
  const revoke = async () => {
    if (await run(() => postSpaceAct({ act: 'revoke_without_phone' }))) setDone(true)
  }
  if (done) {
    return (
      <Message icon={ShieldCheck} tone="good" title={t('lost.doneTitle')} text={t('lost.done')}>
        <p className="mt-4 text-soft">{t('lost.next')}</p>
      </Message>
    )
  }
  return (
    <Column>
      <Heading lead={t('lost.lead')}>{t('lost.title')}</Heading>
      <div className="space-y-4">
        <Notice tone="info">{t('lost.next')}</Notice>
        <Notice tone="warn">{t('lost.stolen')}</Notice>
        <ProblemNotice problem={problem} />
        <SupportLine email={support} />
        <Button kind={asked ? 'danger' : 'outline'} wide busy={busy} onClick={() => (asked ? void revoke() : setAsked(true))}>
          {asked ? t('lost.sure') : t('lost.revoke')}
        </Button>
        <ButtonLink kind="quiet" size="small" className="-ml-4" href="/space/code">
          {t('back')}
        </ButtonLink>
      </div>
    </Column>
  )
}
