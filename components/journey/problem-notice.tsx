'use client'
// What went wrong with the last act, in words, beside its button and with the focus on it.

import type { ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import { useJourney } from './journey-data'
import type { JourneyProblem } from './journey-client'

/** `except`: codes that have a page of their own or words at a field; the notice does not show them. */
export function ProblemNotice({ except = [], more }: { except?: readonly JourneyProblem['code'][]; more?: string }) {
  const { problem } = useJourney()
  if (problem === null || except.includes(problem.code)) return null
  return <ProblemWords problem={problem} {...(more === undefined ? {} : { more })} />
}

export function ProblemWords({ problem, more }: { problem: JourneyProblem; more?: string }) {
  const t = useTranslations('journey.problem')
  const known = `${problem.code}` as 'NETWORK'
  const text =
    problem.code === 'NETWORK' || problem.code === 'INTERNAL_ERROR' || problem.message === ''
      ? t.has(known)
        ? t(known)
        : t('INTERNAL_ERROR')
      : problem.message
  return (
    <Notice tone="bad" focus>
      <span className="text-ink">
        {text}
        {more === undefined ? '' : ` ${more}`}
      </span>
      {problem.extra.reference !== undefined && problem.code === 'INTERNAL_ERROR' && (
        <span className="mt-1 block text-sm text-soft">{t('reference', { id: problem.extra.reference })}</span>
      )}
    </Notice>
  )
}

/** Says of an act without an answer that it is being sent again. */
export function RetryingNotice() {
  const t = useTranslations('journey.sign')
  const { retrying } = useJourney()
  if (!retrying) return null
  return (
    <Notice tone="info">
      <span className="text-ink" role="status">
        {t('retrying')}
      </span>
    </Notice>
  )
}

/** Says what is still to be done here (`missing`) or, where nothing is, what went wrong. */
export function MissingNotice({ missing, children = <ProblemNotice /> }: { missing: string | null; children?: ReactNode }) {
  if (missing === null) return children
  return (
    <Notice tone="warn" focus>
      <span className="text-ink">{missing}</span>
    </Notice>
  )
}
