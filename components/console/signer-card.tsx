'use client'
// One signer's card: where they stand and since when, what is awaited, why they are stuck, and beside it what helps.

import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { StatusSigner } from '@/lib/http/schemas/status'
import { useWhen } from '@/components/ui/when'
import { Tag } from '@/components/ui/card'

type Kind = 'signed' | 'acting' | 'waiting' | 'stuck' | 'ended'

const TONE = { signed: 'good', acting: 'accent', waiting: 'accent', stuck: 'warn', ended: 'bad' } as const satisfies Record<Kind, string>

const BAR: Record<Kind, string> = { signed: 'bg-good', acting: 'bg-accent', waiting: 'bg-accent', stuck: 'bg-warn', ended: 'bg-line' }

function kindOf({ doing }: StatusSigner): Kind {
  switch (doing) {
    case 'signed':
      return 'signed'
    case 'help':
    case 'decision':
      return 'stuck'
    case 'not_invited':
    case 'turn':
      return 'waiting'
    case 'refused':
    case 'refused_by_other':
    case 'expired':
    case 'cancelled':
    case 'erased':
      return 'ended'
    default:
      return 'acting'
  }
}

export function SignerCard({ signer, grant, talk }: { signer: StatusSigner; grant?: ReactNode; talk?: ReactNode }) {
  const t = useTranslations('status')
  const { moment } = useWhen()
  const kind = kindOf(signer)
  const { total } = signer.progress
  // Without the certificate of the signature, once it is revoked, steps that led to it would count as open again.
  const done = kind === 'signed' ? total : signer.progress.done
  const over = kind === 'signed' || kind === 'ended'
  return (
    <section
      className={`rounded-card border bg-paper p-4 ${kind === 'stuck' ? 'border-[var(--warn-line)]' : 'border-line'}`}
      aria-label={signer.name}
    >
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h3 className="font-semibold" dir="auto">
            {signer.name}
          </h3>
          <p className="text-sm break-words text-soft">
            {signer.email_masked}
            {signer.email_masked !== '' && ' · '}
            {t('order', { order: signer.order })}
          </p>
        </div>
        <span className="shrink-0">
          <Tag tone={TONE[kind]}>{t(`tag.${signer.doing === 'decision' ? 'decision' : kind}`)}</Tag>
        </span>
      </div>
      <p className="mt-3 text-body">
        <span className="font-medium">{useDoing(signer)}</span>
        {signer.since !== null && (
          <span className="text-soft"> · {over ? moment(signer.since) : t('since', { at: moment(signer.since) })}</span>
        )}
      </p>
      {signer.corrected_from !== null && <p className="mt-1 text-sm text-soft">{t('correctedFrom', { name: signer.corrected_from })}</p>}
      {signer.refusal_reason !== null && (
        <blockquote className="mt-2 border-l-2 border-line pl-3 text-body break-words whitespace-pre-line" dir="auto">
          {signer.refusal_reason}
        </blockquote>
      )}
      {signer.certificate_revoked_at !== null && (
        <p className="mt-2 flex items-start gap-2 text-sm">
          <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warn" strokeWidth={1.75} aria-hidden />
          {t('certificateRevoked', { at: moment(signer.certificate_revoked_at) })}
        </p>
      )}
      <Awaited signer={signer} kind={kind} />
      {signer.doing === 'decision' && grant !== undefined && <div className="mt-3">{grant}</div>}
      {signer.trouble !== null && <Trouble signer={signer} trouble={signer.trouble} grant={grant} />}
      {talk}
      {kind !== 'ended' && (
        <div className="mt-3.5">
          <div className="h-[3px] rounded-full bg-line">
            <div className={`h-full rounded-full ${BAR[kind]}`} style={{ width: `${(done / Math.max(1, total)) * 100}%` }} />
          </div>
          <p className="sr-only">{t('steps', { done, total })}</p>
        </div>
      )}
    </section>
  )
}

function useDoing({ doing, waiting_for: waitingFor }: StatusSigner): string {
  const t = useTranslations('status.doing')
  if (doing === 'not_invited') return waitingFor === null ? t('not_invited_plain') : t('not_invited', { waitingFor })
  if (doing === 'turn') return t('turn', { waitingFor: waitingFor ?? '' })
  return t(doing)
}

function Awaited({ signer: { doing, name }, kind }: { signer: StatusSigner; kind: Kind }) {
  const t = useTranslations('status.awaited')
  if (kind === 'signed' || kind === 'ended' || doing === 'identity') return null
  const words =
    doing === 'not_invited' || doing === 'turn'
      ? t('not_invited', { name })
      : doing === 'invited'
        ? t('invited', { name })
        : doing === 'decision'
          ? t(doing, { name })
          : doing === 'checking' || doing === 'seal' || doing === 'help'
            ? t(doing)
            : t('step', { name })
  return <p className="mt-1 text-sm text-soft">{words}</p>
}

function Trouble({ signer, trouble, grant }: { signer: StatusSigner; trouble: NonNullable<StatusSigner['trouble']>; grant: ReactNode }) {
  const t = useTranslations('status.trouble')
  return (
    <div className="mt-3.5 rounded-control bg-warn-wash p-3.5 text-body">
      <p className="flex items-start gap-2.5 font-semibold">
        <TriangleAlert className="mt-0.5 size-5 shrink-0 text-warn" strokeWidth={1.75} aria-hidden />
        {trouble.can_grant ? t('title', { name: signer.name, used: trouble.attempts_used }) : t('again', { name: signer.name })}
      </p>
      <p className="mt-1 text-soft">{t('told', { text: `${trouble.message} ${trouble.advice}` })}</p>
      {trouble.can_grant && <div className="mt-3">{grant ?? <p className="text-sm text-soft">{t('ask')}</p>}</div>}
    </div>
  )
}
