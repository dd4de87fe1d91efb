// How long pictures and face data of a check are kept; the texts that signers accept say the same.

const DAY_MS = 86_400_000

export const PASSED_KEPT_DAYS = 90
export const FAILED_KEPT_DAYS = 7

export function purgeAt(now: Date, outcome: 'passed' | 'failed' | 'unfinished'): Date {
  return new Date(now.getTime() + (outcome === 'passed' ? PASSED_KEPT_DAYS : FAILED_KEPT_DAYS) * DAY_MS)
}
