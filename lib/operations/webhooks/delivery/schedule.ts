// When a delivery is tried again: ten tries over three days, each pause a little longer at random, and later where the receiver asks.

import { randomInt } from 'node:crypto'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Milliseconds before each try, counted from the one before. */
export const PAUSES: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]
/** Up to a tenth is added at random, so that a receiver that was down does not get everything at once. */
export const JITTER = 0.1
/** The longest Retry-After that is honoured. */
const LONGEST_WAIT = 24 * HOUR

/** Null when the tries are used up. `tries` are those made, the one that just failed included. */
export function nextAttempt(tries: number, now: Date, retryAfter: string | null): Date | null {
  const pause = PAUSES[tries]
  if (pause === undefined) return null
  const jittered = pause + randomInt(Math.max(1, Math.floor(pause * JITTER)))
  return new Date(now.getTime() + Math.max(jittered, waitAskedFor(retryAfter, now)))
}

/** The wait in milliseconds. Retry-After holds seconds or a date (RFC 9110 10.2.3); 0 where it cannot be read. */
function waitAskedFor(retryAfter: string | null, now: Date): number {
  const text = retryAfter?.trim() ?? ''
  if (/^\d{1,10}$/.test(text)) return Math.min(Number(text) * SECOND, LONGEST_WAIT)
  // Only HTTP dates: `Date.parse` takes "-5" and much else.
  const wait = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text) ? Date.parse(text) - now.getTime() : 0
  return Number.isNaN(wait) ? 0 : Math.min(Math.max(wait, 0), LONGEST_WAIT)
}
