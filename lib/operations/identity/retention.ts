// How long pictures and face data of a check are kept; the texts that signers accept say the same.

import type { Context } from '../context'

const DAY_MS = 86_400_000

export const PASSED_KEPT_DAYS = 90
export const FAILED_KEPT_DAYS = 7

export function purgeAt(now: Date, outcome: 'passed' | 'failed' | 'unfinished'): Date {
  return new Date(now.getTime() + (outcome === 'passed' ? PASSED_KEPT_DAYS : FAILED_KEPT_DAYS) * DAY_MS)
}

/** The frames go, and with the key whatever a backup still holds of them becomes unreadable. */
export async function shredBiometrics(context: Context, verifications: readonly string[]): Promise<void> {
  for (const id of verifications) {
    await context.db.$transaction([
      context.db.frame.deleteMany({ where: { verificationId: id } }),
      context.db.verification.update({ where: { id }, data: { key: null, result: null } }),
    ])
  }
  if (verifications.length > 0) context.log.info({ verifications: verifications.length }, 'biometric data past its retention was destroyed')
}
