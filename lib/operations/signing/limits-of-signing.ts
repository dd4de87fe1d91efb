// The limits of the act of signing (lib/spec/limits.md), for the acts and for the page.

import type { Activation, Credential } from '../../generated/prisma/client'

export const ACTIVATION_LIVES_MS = 10 * 60_000
export const RESEND_AFTER_MS = 30_000
export const CODES_PER_ACTIVATION = 5
export const TRIES_PER_CODE = 3
export const TRIES_PER_ACTIVATION = 5
/** Failures in a row, over all activations, until the PIN is locked for good. */
export const FAILURES_UNTIL_LOCKED = 5

export function triesLeft(activation: Pick<Activation, 'tries'>, credential: Pick<Credential, 'failures'>): number {
  return Math.max(0, Math.min(TRIES_PER_ACTIVATION - activation.tries, FAILURES_UNTIL_LOCKED - credential.failures))
}

export function isOpen(activation: Pick<Activation, 'state' | 'expiresAt'>, now: Date): boolean {
  return activation.state === 'open' && activation.expiresAt > now
}
