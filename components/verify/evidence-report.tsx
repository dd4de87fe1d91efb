'use client'
// What an archive of evidence says: of its request, of each check that was made, and of the signatures on its documents.

import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Verified } from '@/lib/http/schemas/validation'
import { CardRow, Fact, Facts, type Tone } from '@/components/ui/card'
import { useWhen } from '@/components/ui/when'
import { SignatureReport } from './signature-report'

type Evidence = NonNullable<Verified['evidence']>
type Check = Evidence['checks'][number]

const LOOKS: Record<Check['state'], { icon: LucideIcon; tone: Tone }> = {
  passed: { icon: CircleCheck, tone: 'good' },
  open: { icon: CircleHelp, tone: 'warn' },
  failed: { icon: CircleX, tone: 'bad' },
}

export function EvidenceReport({ evidence }: { evidence: Evidence }) {
  const t = useTranslations('verify.evidence')
  return (
    <>
      <section className="border-t border-line px-5 py-5">
        <h4 className="font-semibold">{t('request')}</h4>
        {evidence.checks.some(({ state }) => state !== 'passed') && <p className="mt-1 text-body text-soft">{t('claims')}</p>}
        <div className="mt-3">
          <Request evidence={evidence} />
        </div>
      </section>
      <section className="border-t border-line px-5 py-5">
        <h4 className="font-semibold">{t('checks')}</h4>
        <ul className="mt-3 grid gap-4">
          {evidence.checks.map((check) => (
            <li key={check.name}>
              <CheckRow check={check} />
            </li>
          ))}
        </ul>
      </section>
      {evidence.documents.map((document, index) => (
        // A report never changes, so the place of a document names it.
        <Document key={index} document={document} />
      ))}
    </>
  )
}

function Request({ evidence: { request_id: id, created_at: created, ended, signers, sealed_at: sealed, events } }: { evidence: Evidence }) {
  const t = useTranslations('verify.evidence')
  const { instant } = useWhen()
  return (
    <Facts>
      {id !== null && <Fact label={t('id')}>{id}</Fact>}
      {created !== null && <Fact label={t('created')}>{instant(created)}</Fact>}
      {ended !== null && <Fact label={t(`end.${ended.how}`)}>{instant(ended.at)}</Fact>}
      <Fact label={t('people')}>{t('signed', signers)}</Fact>
      {sealed !== null && (
        <Fact label={t('sealed')} note={t('events', { count: events })}>
          {instant(sealed)}
        </Fact>
      )}
    </Facts>
  )
}

function CheckRow({ check: { name, state, said } }: { check: Check }) {
  const t = useTranslations('verify.evidence')
  const { icon, tone } = LOOKS[state]
  return (
    <CardRow icon={icon} tone={tone} title={t(`check.${name}.title`)}>
      <p>{t(`check.${name}.${state}`)}</p>
      {said.length > 0 && (
        <details className="mt-1" open={state === 'failed'}>
          <summary className="font-medium text-accent">{t('details')}</summary>
          <ul className="mt-1 list-disc pl-5 text-small" lang="en">
            {said.map((line, index) => (
              <li key={index}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </CardRow>
  )
}

function Document({ document: { name, validation } }: { document: Evidence['documents'][number] }) {
  const t = useTranslations('verify.evidence')
  return (
    <section className="border-t border-line">
      <h4 className="break-words px-5 py-4 font-semibold">{t('document', { name })}</h4>
      {validation === null && <p className="-mt-3 px-5 pb-5 text-body text-soft">{t('gone')}</p>}
      {validation !== null && validation.signatures.length === 0 && <p className="-mt-3 px-5 pb-5 text-body text-soft">{t('unsigned')}</p>}
      {validation?.signatures.map((signature, index) => (
        <SignatureReport key={index} signature={signature} file={null} />
      ))}
    </section>
  )
}
