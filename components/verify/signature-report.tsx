'use client'
// One signature in plain words: who, when, of what weight, and what is wrong; the terms of the standard one tap away.

import { useTranslations } from 'next-intl'
import { EXPECTED_CHANGES, hasEffect, mayShow, namesList, stateOfDocument } from '@/lib/http/schemas/verify-page'
import type { Verified } from '@/lib/http/schemas/validation'
import { Fact, Facts, Tag, type Tone } from '@/components/ui/card'
import { useWhen } from '@/components/ui/when'
import { PageComparison } from './page-comparison'
import { QualificationDetail, QualifiedOrNot } from './qualification'
import { useWhy } from './use-why'

type Signature = Verified['signatures'][number]
type Change = Signature['changes'][number]

const TONES: Record<Signature['indication'], Tone> = { 'TOTAL-PASSED': 'good', INDETERMINATE: 'warn', 'TOTAL-FAILED': 'bad' }

/** `file`: what the browser has of it; null for a document inside of an archive. */
export function SignatureReport({ signature, file }: { signature: Signature; file: File | null }) {
  const t = useTranslations('verify')
  const why = useWhy()
  const { signer_name: name, indication, signature_level: level, test, reasons } = signature
  return (
    <section className="border-t border-line px-5 py-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <h4 className="min-w-0 font-semibold wrap-anywhere">{name === null ? t('byUnknown') : t('by', { name })}</h4>
        <Tag tone={TONES[indication]}>{t(`state.${indication}`)}</Tag>
      </div>
      {signature.signed_for.length > 0 && (
        <p className="mt-1 max-w-[62ch] text-body">{t('signedFor', { names: signature.signed_for.join(', ') })}</p>
      )}
      {signature.one_act && name !== null && <p className="mt-1 max-w-[62ch] text-body">{t('oneAct', { name })}</p>}
      {signature.pseudonym && <p className="mt-1 text-body">{t('pseudonym')}</p>}
      {hasEffect(indication) && (
        <p className="mt-1 max-w-[62ch] text-body text-soft">{test && level !== 'unknown' ? t('testLevel') : t(`level.${level}`)}</p>
      )}
      {reasons.length > 0 && (
        <div className="mt-3 text-body">
          <p className="font-medium">{indication === 'TOTAL-PASSED' ? t('noted') : t('why')}</p>
          <ul className="mt-1 list-disc pl-5">
            {reasons.map((reason) => (
              <li key={reason.code}>{why(reason)}</li>
            ))}
          </ul>
        </div>
      )}
      <Changes signature={signature} />
      {file !== null && signature.signed_bytes !== null && signature.changes.some(({ kind }) => mayShow(kind)) && (
        <PageComparison file={file} signedBytes={signature.signed_bytes} />
      )}
      <div className="mt-4">
        <Facts>
          <Fact label={t('when')}>
            <When signature={signature} />
          </Fact>
          <Fact label={t('document')}>
            {t(
              stateOfDocument({ intact: signature.document_integrity, changes: signature.changes, codes: reasons.map(({ code }) => code) }),
            )}
          </Fact>
          <Fact label={t('certificate')}>
            <Certificate signature={signature} />
          </Fact>
          <QualifiedOrNot signature={signature} />
        </Facts>
      </div>
      <Technical signature={signature} />
    </section>
  )
}

function Changes({ signature: { changes } }: { signature: Signature }) {
  const t = useTranslations('verify')
  const lists = {
    forbidden: changes.filter(({ allowed }) => !allowed),
    allowed: changes.filter(({ allowed, kind }) => allowed && !EXPECTED_CHANGES.has(kind)),
  }
  return (['forbidden', 'allowed'] as const).map(
    (rule) =>
      lists[rule].length > 0 && (
        <div key={rule} className="mt-3 text-body">
          <p className={`font-medium ${rule === 'forbidden' ? 'text-bad' : ''}`}>{t(`changes.${rule}`)}</p>
          <ChangeList changes={lists[rule]} />
        </div>
      ),
  )
}

function ChangeList({ changes }: { changes: readonly Change[] }) {
  const t = useTranslations('verify.changes')
  const changed = useTranslations('changes')
  return (
    <ul className="mt-1 list-disc pl-5">
      {changes.map(({ page, field, kind }, index) => (
        // A report never changes, so the place of a change names it.
        <li key={index}>
          {changed(kind)}
          {page !== null && ` ${t('page', { page })}`}
          {field !== null && ` ${t('field', { field })}`}
        </li>
      ))}
    </ul>
  )
}

function When({ signature: { signed_at: at, timestamp_valid: proven } }: { signature: Signature }) {
  const t = useTranslations('verify')
  const { instant } = useWhen()
  if (at === null) return t('noTime')
  const time = instant(at)
  return proven ? t('proven', { at: time }) : t('claimed', { at: time })
}

function Certificate({ signature }: { signature: Signature }) {
  const t = useTranslations('verify')
  const { certificate_issuer: issuer, trusted_list: list, ocsp_status: status, indication } = signature
  const parts = [
    issuer === null ? null : t('issued', { issuer }),
    namesList(indication, list) ? t(`list.${list}`) : null,
    t(`status.${status}`),
  ]
  const text = parts.filter((part) => part !== null).join('; ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function Technical({ signature }: { signature: Signature }) {
  const t = useTranslations('verify')
  return (
    <details className="mt-4 text-body">
      <summary className="font-medium text-accent">{t('technical')}</summary>
      <div className="mt-3">
        <Facts>
          <Fact label={t('indication')}>{[signature.indication, signature.sub_indication].filter(Boolean).join(' / ')}</Fact>
          <QualificationDetail signature={signature} />
          <Fact label={t('format')}>{signature.baseline_level ?? signature.signature_format}</Fact>
          {signature.changes.length > 0 && (
            <Fact label={t('changes.all')}>
              <ChangeList changes={signature.changes} />
            </Fact>
          )}
          <Fact label={t('coverage')}>{signature.covers_whole_document ? t('whole') : t('part')}</Fact>
          {signature.audit_trail !== null && (
            <Fact label={t('trail.label')}>{signature.audit_trail.attached ? t('trail.attached') : t('trail.inside')}</Fact>
          )}
          {signature.reasons.length > 0 && (
            <Fact label={t('codes')}>
              <span className="font-mono text-small break-words">{signature.reasons.map(({ code }) => code).join(', ')}</span>
            </Fact>
          )}
        </Facts>
      </div>
    </details>
  )
}
