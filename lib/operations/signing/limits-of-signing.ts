// The limits of the act of signing (lib/spec/limits.md), for the acts and for the page.

import type { Activation, Credential } from '../../generated/prisma/client'

export const ACTIVATION_LIVES_MS = 10 * 60_000
export const RESEND_AFTER_MS = 30_000
export const CODES_PER_ACTIVATION = 5
export const TRIES_PER_CODE = 3
const TRIES_PER_ACTIVATION = 5
/** Wrong PINs in a row with a right code, over all activations, until the key is locked for good. */
export const FAILURES_UNTIL_LOCKED = 5

/**
 * Wrong codes of one signer, over all acts, where the code is the only factor: beyond them none is right any more. A code is then guessed once in
 * 40,000 requests, however long somebody goes on.
 */
const WRONG_CODES_UNTIL_LOCKED = 25

/** The tries of an activation that begins now, by a code alone. */
export const triesByCode = (wrong: number): number => Math.min(TRIES_PER_ACTIVATION, Math.max(0, WRONG_CODES_UNTIL_LOCKED - wrong))

/** The tries of an activation that begins now. They go down alike for a wrong code and a wrong PIN, so that nobody learns which it was. */
export function triesAllowed({ failures }: Pick<Credential, 'failures'>): number {
  return Math.min(TRIES_PER_ACTIVATION, FAILURES_UNTIL_LOCKED - failures)
}

export function triesLeft({ allowed, tries }: Pick<Activation, 'allowed' | 'tries'>): number {
  return Math.max(0, allowed - tries)
}

export function isOpen(activation: Pick<Activation, 'state' | 'expiresAt'>, now: Date): boolean {
  return activation.state === 'open' && activation.expiresAt > now
}
