// How long pictures and face data of a check are kept; the legal texts name the same times.

import type { Context, Tx } from '../kernel/context'
import { forgetPictures } from './frame-store'

const DAY_MS = 86_400_000

/** `referred`: nobody could decide without them, however long a person takes; the decision sets its own time. */
const KEPT_DAYS = { passed: 90, referred: 90, failed: 7, unfinished: 7 } as const

/** In the machine's time, which the sweep compares; moving the test clock brings this moment nearer. */
export function purgeAt({ machineNow }: Pick<Context, 'machineNow'>, outcome: 'passed' | 'referred' | 'failed' | 'unfinished'): Date {
  return new Date(machineNow().getTime() + KEPT_DAYS[outcome] * DAY_MS)
}

/** Deletes frames and key: then nothing that a backup still holds of them can be read. */
export async function shredBiometrics(context: Context, verifications: readonly string[]): Promise<void> {
  for (const id of verifications) {
    await context.db.$transaction((tx) => shredIn(context, tx, id), { timeout: 20_000 })
  }
  if (verifications.length > 0) context.log.info({ verifications: verifications.length }, 'biometric data was destroyed')
}

/** The same of one check, in the transaction of the caller. */
export async function shredIn(context: Context, tx: Tx, id: string): Promise<void> {
  await tx.verification.update({ where: { id }, data: { key: null, result: null } })
  await tx.knownIdentity.deleteMany({ where: { verificationId: id } })
  await forgetPictures(context, tx, { id })
}
