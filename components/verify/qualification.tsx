'use client'
// What the trusted lists make of a signature: in plain words, and in technical detail when its certificate was issued and when it was used.

import { useTranslations } from 'next-intl'
import type { Verified } from '@/lib/http/schemas/validation'
import { Fact } from '@/components/ui/card'
import { useWhen } from '@/components/ui/when'

type Signature = Verified['signatures'][number]
type Then = Signature['qualification']['certificate_at_signing']

/** Nothing where the signature itself does not hold: then there is no more to say. */
export function QualifiedOrNot({ signature: { indication, qualification, test } }: { signature: Signature }) {
  const t = useTranslations('qualification')
  const { result, reason } = qualification
  if (indication === 'TOTAL-FAILED') return null
  const kind = result.replace(/^Indeterminate-/, '') as Exclude<typeof result, `Indeterminate-${string}` | `NotAdES-${string}` | 'N/A'>
  const words = result === 'N/A' ? [t('nobody')] : [test && t('test'), indication === 'INDETERMINATE' && t('ifProven'), t(`kind.${kind}`)]
  return <Fact label={t('label')}>{[...words, reason && t(`reason.${reason.code}`)].filter(Boolean).join(' ')}</Fact>
}

export function QualificationDetail({ signature: { qualification, timestamp_qualification: timestamp } }: { signature: Signature }) {
  const t = useTranslations('qualification')
  return (
    <>
      <Fact label={t('result')}>{qualification.result}</Fact>
      <Fact label={t('atIssuance')}>
        <CertificateThen then={qualification.certificate_at_issuance} />
      </Fact>
      <Fact label={t('atSigning')}>
        <CertificateThen then={qualification.certificate_at_signing} />
      </Fact>
      <Fact label={t('timestamp')}>{timestamp}</Fact>
    </>
  )
}

function CertificateThen({ then: { at, qualified, type, qscd, trust_service: service, reason } }: { then: Then }) {
  const t = useTranslations('qualification')
  const { instant } = useWhen()
  const parts = [
    instant(at),
    t(qualified === null ? 'then.unknown' : qualified ? 'then.qualified' : 'then.notQualified'),
    t(`type.${type}`),
    qualified ? t(qscd ? 'then.qscd' : 'then.noQscd') : null,
    service &&
      t('then.service', {
        provider: service.provider,
        country: service.country,
        status: service.status ?? '?',
        since: instant(service.since),
      }),
    reason?.code ?? null,
  ]
  return <>{parts.filter((part) => part !== null).join('; ')}</>
}
