// How long pictures and face data of a check are kept; the legal texts name the same times.

import type { Context } from '../kernel/context'
import { forgetPictures } from './frame-store'

const DAY_MS = 86_400_000

const PASSED_KEPT_DAYS = 90
const FAILED_KEPT_DAYS = 7

/** In the machine's time, which the sweep compares; moving the test clock brings this moment nearer. */
export function purgeAt({ machineNow }: Pick<Context, 'machineNow'>, outcome: 'passed' | 'failed' | 'unfinished'): Date {
  return new Date(machineNow().getTime() + (outcome === 'passed' ? PASSED_KEPT_DAYS : FAILED_KEPT_DAYS) * DAY_MS)
}

/** Deletes frames and key: then nothing that a backup still holds of them can be read. */
export async function shredBiometrics(context: Context, verifications: readonly string[]): Promise<void> {
  for (const id of verifications) {
    await context.db.$transaction(
      async (tx) => {
        await tx.verification.update({ where: { id }, data: { key: null, result: null } })
        await forgetPictures(context, tx, { id })
      },
      { timeout: 20_000 },
    )
  }
  if (verifications.length > 0) context.log.info({ verifications: verifications.length }, 'biometric data past its retention was destroyed')
}
