'use client'
// Why a certificate is revoked, and the press that revokes it.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import type { RevocationReason } from '@/lib/domain/space'
import { Button, ButtonLink } from '@/components/ui/button'
import { RadioCard } from '@/components/ui/choice'
import { Form } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { Column, Heading } from '@/components/ui/page/column'
import { postSpaceAct } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'

export function RevokeForm({ certificate, reasons }: { certificate: string; reasons: readonly RevocationReason[] }) {
  const t = useTranslations('space')
  const { busy, problem, run } = useAct()
  const [reason, setReason] = useState<RevocationReason | null>(null)
  const back = `/space/certificates/${certificate}`
  const revoke = async () => {
    if (reason !== null && (await run(() => postSpaceAct({ act: 'revoke_certificate', certificate, reason })))) window.location.assign(back)
  }
  return (
    <Column>
      <Heading lead={t('revoke.lead')}>{t('revoke.title')}</Heading>
      <Form send={() => void revoke()} className="space-y-5 pb-10">
        <Notice tone="info">{t('revoke.stays')}</Notice>
        <fieldset className="space-y-2">
          <legend className="mb-2 font-medium">{t('revoke.reason')}</legend>
          {reasons.map((each) => (
            <RadioCard
              key={each}
              name="reason"
              value={each}
              required
              checked={reason === each}
              onChange={() => setReason(each)}
              title={t(`certificates.reasons.${each}`)}
            />
          ))}
        </fieldset>
        <ProblemNotice problem={problem} />
        <Button type="submit" kind="danger" wide busy={busy}>
          {t('revoke.submit')}
        </Button>
        <ButtonLink kind="quiet" size="small" className="-ml-4" href={back}>
          {t('back')}
        </ButtonLink>
      </Form>
    </Column>
  )
}
