'use client'
// The page of the person who decides: what is uncertain first, then portrait beside selfie, document, readings and findings, then the decision.

import { CircleCheck, ScanFace, TriangleAlert, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { VerificationEvidence } from '@/lib/http/schemas/verification-decision'
import { Card, CardRow, Fact, Facts, Tag } from '@/components/ui/card'
import { useWhen } from '@/components/ui/when'
import { DecisionForm, type Decide } from './decision-form'
import { EvidencePictures } from './evidence-pictures'

type Props = { evidence: VerificationEvidence; back: string; pictures: string; mayDecide: boolean; decide: Decide }

export function DecisionPage({ evidence, back, pictures, mayDecide, decide }: Props) {
  const t = useTranslations('console.decision')
  const when = useWhen()
  return (
    <main className="mx-auto w-full max-w-[1080px] flex-1 px-5 py-7 md:py-10">
      <h1 className="display-serif" dir="auto">
        {t('title', { name: evidence.expected_name })}
      </h1>
      <p className="mt-2 max-w-[64ch] text-soft">
        {t('lead', { attempt: evidence.attempt })}
        {evidence.submitted_at !== null && ` ${t('submitted', { at: when.moment(evidence.submitted_at) })}`}
      </p>
      {evidence.kind === 'step_up' && <StepUp evidence={evidence} />}
      <section className="mt-6" aria-labelledby="uncertain">
        <h2 id="uncertain" className="text-heading font-bold">
          {t('uncertain')}
        </h2>
        <ul className="mt-3 space-y-3">
          {evidence.referrals.map(({ code, message }) => (
            <li key={code}>
              <Card tone="warn">
                <CardRow icon={TriangleAlert} tone="warn" title={<span className="block first-letter:uppercase">{message}.</span>} />
              </Card>
            </li>
          ))}
        </ul>
      </section>
      <EvidencePictures evidence={evidence} address={pictures} />
      <div className="mt-8 grid gap-6 lg:grid-cols-2 lg:items-start">
        {evidence.kind === 'document' && <Readings evidence={evidence} />}
        <Findings findings={evidence.findings} />
      </div>
      {mayDecide ? <DecisionForm evidence={evidence} back={back} decide={decide} /> : <p className="mt-8 text-soft">{t('onlyLook')}</p>}
    </main>
  )
}

/** What the machine compared, in words and figures: there is no second picture to show. */
function StepUp({ evidence }: { evidence: VerificationEvidence }) {
  const t = useTranslations('console.decision')
  const when = useWhen()
  const { document, compared_with: before, expected_name: name } = evidence
  const match = evidence.findings.find(({ check }) => check === 'face_match')
  const about = { kind: t(`kind.${document.type}`), country: when.country(document.country) }
  return (
    <Card className="mt-6">
      <CardRow icon={ScanFace} title={t('stepUpTitle')}>
        {t('stepUp')}
      </CardRow>
      <div className="mt-4">
        <Facts>
          <Fact label={t('comparedWith')} note={t('noPortrait')}>
            {before === null ? t('portraitOf', about) : t('portraitOfDay', { ...about, day: when.day(before.checked_at) })}
          </Fact>
          {match && match.score !== null && match.threshold !== null && (
            <Fact label={t('likeness')} note={t('likenessNote', { threshold: short(match.threshold) })}>
              {short(match.score)}
            </Fact>
          )}
          <Fact label={t('remedy')}>
            <span className="font-normal">{t('remedyText', { name })}</span>
          </Fact>
        </Facts>
      </div>
    </Card>
  )
}

function Readings({ evidence }: { evidence: VerificationEvidence }) {
  const t = useTranslations('console.decision')
  const when = useWhen()
  const dates: readonly string[] = ['date_of_birth', 'document_expiry']
  const countries: readonly string[] = ['nationality', 'document_country']
  const written = (field: string, value: string) =>
    dates.includes(field) ? when.calendarDate(value) : countries.includes(field) ? when.country(value) : value
  return (
    <section aria-labelledby="read">
      <h2 id="read" className="text-heading font-bold">
        {t('read')}
      </h2>
      <Card className="mt-3">
        <Facts>
          <Fact label={t('expected')} note={evidence.name_match}>
            <span dir="auto">{evidence.expected_name}</span>
          </Fact>
          <Fact label={t('chosen')}>{`${t(`kind.${evidence.document.type}`)}, ${when.country(evidence.document.country)}`}</Fact>
          {evidence.read.map(({ field, value }) => (
            <Fact key={field} label={t(`field.${field}`)}>
              <span dir="auto">{written(field, value)}</span>
            </Fact>
          ))}
        </Facts>
        {evidence.read.length === 0 && evidence.kind === 'document' && evidence.pictures.length > 0 && (
          <p className="mt-3 text-soft">{t('nothingRead')}</p>
        )}
      </Card>
    </section>
  )
}

const LOOK = {
  passed: { icon: CircleCheck, tone: 'good' },
  referred: { icon: TriangleAlert, tone: 'warn' },
  failed: { icon: X, tone: 'bad' },
} as const

/** What passed is folded: dozens of checks would stand between the pictures and the decision. */
function Findings({ findings }: { findings: VerificationEvidence['findings'] }) {
  const t = useTranslations('console.decision')
  const passed = findings.filter((finding) => finding.passed)
  const others = findings.filter((finding) => !finding.passed)
  return (
    <section aria-labelledby="findings">
      <h2 id="findings" className="text-heading font-bold">
        {t('findings')}
      </h2>
      <Card className="mt-3">
        {others.length > 0 && <FindingList findings={others} />}
        <details className={others.length > 0 ? 'mt-2.5 border-t border-line pt-2.5' : ''}>
          <summary className="min-h-11 py-2.5 font-medium text-accent">{t('passed', { count: passed.length })}</summary>
          <FindingList findings={passed} />
        </details>
      </Card>
    </section>
  )
}

function FindingList({ findings }: { findings: VerificationEvidence['findings'] }) {
  const t = useTranslations('console.decision')
  return (
    <ul className="divide-y divide-line">
      {findings.map(({ check, words, passed, refers, score, threshold, fields }, at) => {
        const state = passed ? 'passed' : refers === null ? 'failed' : 'referred'
        return (
          <li key={`${check} ${at}`} className="flex items-start justify-between gap-4 py-2.5 first:pt-0 last:pb-0">
            <span className="min-w-0">
              <span className="block font-medium first-letter:uppercase">{words}</span>
              <Compared fields={fields} />
              {score !== null && threshold !== null && (
                <span className="text-sm text-soft">{t('figures', { score: short(score), threshold: short(threshold) })}</span>
              )}
            </span>
            <Tag tone={LOOK[state].tone} icon={LOOK[state].icon}>
              {t(`state.${state}`)}
            </Tag>
          </li>
        )
      })}
    </ul>
  )
}

/** Where to look: what differs first. */
function Compared({ fields }: Pick<VerificationEvidence['findings'][number], 'fields'>) {
  const t = useTranslations('console.decision')
  return (['differs', 'unread'] as const).map((comparison) => {
    const named = fields.filter((one) => one.comparison === comparison).map(({ words }) => words)
    return named.length === 0 ? null : (
      <span key={comparison} className="block text-body">
        {t(`compared.${comparison}`, { fields: named.join(', ') })}
      </span>
    )
  })
}

const short = (value: number): string => String(Math.round(value * 100) / 100)
