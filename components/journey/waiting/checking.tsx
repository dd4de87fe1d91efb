'use client'
// Place: document and face are being checked, shown check by check; this takes seconds as a rule, and the signer may leave.

import { Check, Circle, LoaderCircle, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { Card } from '@/components/ui/card'
import { Column, Heading } from '@/components/ui/page/column'
import { useAfter } from '@/components/ui/use-after'
import { useJourney } from '../journey-data'

const CALM_AFTER_MS = 5_000

type CheckState = NonNullable<JourneyView['verification']>['checks'][number]

export function Checking() {
  const t = useTranslations('journey.checking')
  const { view } = useJourney()
  const long = useAfter(CALM_AFTER_MS)
  const checks = view.verification?.checks ?? []
  const done = checks.filter((check) => check.state === 'passed' || check.state === 'failed').length
  return (
    <Column>
      <Heading lead={t('lead')}>{t('title')}</Heading>
      <Card>
        <div
          role="progressbar"
          aria-label={t('title')}
          aria-valuemin={0}
          aria-valuemax={Math.max(1, checks.length)}
          aria-valuenow={done}
          className="mb-4 h-1.5 overflow-hidden rounded-full bg-line"
        >
          <div
            className="h-full rounded-full bg-accent transition-[width] duration-500"
            style={{ width: `${checks.length === 0 ? 8 : Math.max(8, (done / checks.length) * 100)}%` }}
          />
        </div>
        <ul aria-live="polite">
          {checks.map((check) => (
            <CheckLine key={check.check} check={check} />
          ))}
          {checks.length === 0 && (
            <li className="flex items-center gap-3 py-2">
              <LoaderCircle className="size-5 animate-spin text-accent" aria-hidden />
              {t('beginning')}
            </li>
          )}
        </ul>
      </Card>
      <p role="status" className="mt-5 text-body empty:mt-0">
        {view.verification?.othersBefore ? t('othersBefore', { count: view.verification.othersBefore }) : ''}
      </p>
      <p className="mt-5 text-body text-soft">
        {long && `${t('long')} `}
        {t('leave')}
      </p>
    </Column>
  )
}

const SIGNS = {
  waiting: { icon: Circle, look: 'text-edge' },
  running: { icon: LoaderCircle, look: 'animate-spin text-accent' },
  passed: { icon: Check, look: 'text-good' },
  failed: { icon: X, look: 'text-bad' },
} as const

function CheckLine({ check }: { check: CheckState }) {
  const t = useTranslations('journey.checking')
  const key = `checks.${check.check}` as 'checks.document'
  const { icon: Icon, look } = SIGNS[check.state]
  return (
    <li className="flex items-center gap-3 py-2">
      <Icon className={`size-5 shrink-0 ${look}`} aria-hidden />
      <span className={`flex-1 ${check.state === 'waiting' ? 'text-soft' : ''}`}>
        {t.has(key) ? t(key) : check.check.replaceAll('_', ' ')}
      </span>
      <span className="text-sm text-soft">{t(`state.${check.state}`)}</span>
    </li>
  )
}
