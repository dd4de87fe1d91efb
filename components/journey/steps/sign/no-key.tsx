'use client'
// The ways on for somebody who cannot, or would not, use this certificate: another one of theirs, or a forgotten PIN and another phone, which
// lead to a new one and end nothing.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/sheet'
import type { SetAsideBecause } from '@/lib/http/schemas/journey'
import { useJourney } from '../../journey-data'
import { ProblemNotice } from '../../problem-notice'
import { OtherCertificates } from '../saved-identity/other-certificates'

const REASONS: readonly SetAsideBecause[] = ['pin_forgotten', 'phone_changed']

export function NoKey({ credential }: { credential: string }) {
  const t = useTranslations('journey.sign.noKey')
  const { act, pending } = useJourney()
  const [because, setBecause] = useState<SetAsideBecause | null>(null)
  return (
    <div className="mt-2 -ml-4 flex flex-wrap">
      <OtherCertificates />
      {REASONS.map((reason) => (
        <Button key={reason} kind="quiet" size="small" onClick={() => setBecause(reason)}>
          {t(`${reason}.button`)}
        </Button>
      ))}
      <Sheet
        open={because !== null}
        onOpenChange={() => setBecause(null)}
        title={because === null ? '' : t(`${because}.title`)}
        description={because === null ? '' : t(`${because}.text`)}
        closeLabel={t('back')}
      >
        <div className="space-y-2 pt-3">
          <p className="pb-2 text-body text-soft">{t('kept')}</p>
          <ProblemNotice />
          <Button
            wide
            busy={pending === 'set_aside_certificate'}
            onClick={() => because !== null && void act({ act: 'set_aside_certificate', credential, because })}
          >
            {t('identify')}
          </Button>
          <Button kind="quiet" wide onClick={() => setBecause(null)}>
            {t('back')}
          </Button>
        </div>
      </Sheet>
    </div>
  )
}
