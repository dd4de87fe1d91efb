// Destroys what is kept of a person from checks of their identity: the keys of pictures and readings, and with them every copy.

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import type { Context } from '../../kernel/context'
import { shredBiometrics } from '../../verification/retention'
import { appendToLog } from '../space-log'
import { keptChecks } from './saved-identity'

/** Not of a check that is going on: its signer would stand before one without a film. Certificates stay; they are revoked by themselves. */
export async function deleteIdentity(context: Context, caller: HolderCaller): Promise<void> {
  requirePermission(caller, 'space:keys')
  await shredChecks(context, caller)
}

export async function shredChecks(context: Context, caller: HolderCaller): Promise<void> {
  const checks = (await keptChecks(context, context.db, caller)).filter(({ decidedAt }) => decidedAt !== null).map(({ id }) => id)
  if (checks.length === 0) return
  await shredBiometrics(context, checks)
  await context.db.$transaction((tx) => appendToLog(context, tx, caller, [{ type: 'identity_deleted', checks }]))
}
