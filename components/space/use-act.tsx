'use client'
// One act at a time: busy while it is under way, and what went wrong with it, in words beside its button.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import { SpaceProblem } from './space-client'

export function useAct() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<SpaceProblem | null>(null)

  /** Answers whether it was done. */
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    setBusy(true)
    setProblem(null)
    try {
      await work()
      setBusy(false)
      return true
    } catch (error) {
      setBusy(false)
      if (!(error instanceof SpaceProblem)) throw error
      // Signed out meanwhile, in another window or by time.
      if (error.code === 'SESSION_ENDED') window.location.assign('/space/sign-in')
      setProblem(error)
      return false
    }
  }

  return { busy, problem, run }
}

export function ProblemNotice({ problem }: { problem: SpaceProblem | null }) {
  const t = useTranslations('space.problem')
  if (problem === null) return null
  const { code, message, reference } = problem
  return (
    <Notice tone="bad" focus>
      <span className="text-ink">{code === 'NETWORK' ? t('NETWORK') : message === '' ? t('INTERNAL_ERROR') : message}</span>
      {code === 'INTERNAL_ERROR' && reference !== undefined && (
        <span className="mt-1 block text-sm text-soft">{t('reference', { id: reference })}</span>
      )}
    </Notice>
  )
}
