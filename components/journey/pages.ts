// Steps that share a page: what is pressed there completes one after the other, and the progress line counts them as one.

import type { Step } from '@/lib/domain/steps'

const SHARED: Partial<Record<Step, Step>> = { terms: 'details', identity: 'document', names: 'pin' }

/** The step whose page shows this one. */
export function pageOf(step: Step): Step {
  return SHARED[step] ?? step
}

type Entry = { step: Step; done: boolean }

/** The itinerary by pages; a page is done when all of its steps are. */
export function pagesOf(itinerary: readonly Entry[]): readonly Entry[] {
  const pages = [...new Set(itinerary.map(({ step }) => pageOf(step)))]
  return pages.map((page) => ({ step: page, done: itinerary.every(({ step, done }) => pageOf(step) !== page || done) }))
}
