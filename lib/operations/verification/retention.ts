// How long pictures and face data of a check are kept; the texts that signers accept say the same.

import type { Context } from '../kernel/context'

const DAY_MS = 86_400_000

const PASSED_KEPT_DAYS = 90
const FAILED_KEPT_DAYS = 7

/** By the machine's clock, so that the sweep finds it whatever the clock of the request says; a test clock that moves brings it nearer. */
export function purgeAt({ machineNow }: Pick<Context, 'machineNow'>, outcome: 'passed' | 'failed' | 'unfinished'): Date {
  return new Date(machineNow().getTime() + (outcome === 'passed' ? PASSED_KEPT_DAYS : FAILED_KEPT_DAYS) * DAY_MS)
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
