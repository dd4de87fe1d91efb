'use client'
// The checks of which something is kept, and the press that destroys it.

import { useState } from 'react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { DocumentType } from '@/lib/domain/capture'
import { Button } from '@/components/ui/button'
import { Card, Fact, Facts } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Column, Heading } from '@/components/ui/page/column'
import { useWhen } from '@/components/ui/when'
import { LocalDay } from '../local-day'
import { postSpaceAct } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'

type Check = {
  id: string
  /** A check by document, the selfie of a step-up, or the description of the portrait that stays with a certificate. */
  kind: 'document' | 'step_up' | 'portrait'
  documentType: DocumentType
  country: string
  since: string
  until: string | null
}

export function KeptIdentity({ checks }: { checks: readonly Check[] }) {
  const t = useTranslations('space.identity')
  const { country: called } = useWhen()
  const router = useRouter()
  const { busy, problem, run } = useAct()
  const [asked, setAsked] = useState(false)
  const destroy = async () => {
    if (!(await run(() => postSpaceAct({ act: 'delete_identity' })))) return
    setAsked(false)
    router.refresh()
  }
  return (
    <Column>
      <Heading lead={t('lead')}>{t('title')}</Heading>
      <div className="space-y-4 pb-10">
        {checks.length === 0 ? (
          <Card>
            <p className="font-semibold">{t('emptyTitle')}</p>
            <p className="mt-1 text-soft">{t('empty')}</p>
          </Card>
        ) : (
          <>
            <ul className="space-y-3">
              {checks.map(({ id, kind, documentType, country, since, until }) => (
                <li key={id}>
                  <Card>
                    <p className="mb-3 font-semibold">
                      {kind === 'step_up'
                        ? t('selfie')
                        : t(kind === 'portrait' ? 'portrait' : 'check', { type: t(`types.${documentType}`), country: called(country) })}
                    </p>
                    <Facts>
                      <Fact label={t('since')}>
                        <LocalDay iso={since} />
                      </Fact>
                      {until !== null && (
                        <Fact label={t('until')}>
                          <LocalDay iso={until} />
                        </Fact>
                      )}
                    </Facts>
                    {kind === 'portrait' && <p className="mt-3 text-body text-soft">{t('portraitText')}</p>}
                  </Card>
                </li>
              ))}
            </ul>
            <Notice>{t('deleteText')}</Notice>
            <ProblemNotice problem={problem} />
            <Button kind={asked ? 'danger' : 'outline'} wide busy={busy} onClick={() => (asked ? void destroy() : setAsked(true))}>
              {asked ? t('sure') : t('delete')}
            </Button>
          </>
        )}
        <p className="text-body text-soft">{t('known')}</p>
      </div>
    </Column>
  )
}
