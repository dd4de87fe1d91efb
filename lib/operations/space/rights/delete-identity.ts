// Destroys what is kept of a person from checks of their identity: the keys of pictures, readings and portraits, and with them every copy.

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import { signerOf } from '../../../domain/request'
import type { Context } from '../../kernel/context'
import { loadRequest } from '../../kernel/evidence'
import { shredFaces } from '../../verification/kept-face'
import { shredBiometrics } from '../../verification/retention'
import { appendToLog } from '../space-log'
import { ofProvenPerson } from '../whose'
import { keptChecks } from './saved-identity'
import { isOpen } from './what-stays'

type KeptCheck = Awaited<ReturnType<typeof keptChecks>>[number]

/** Not of a check that is going on: its signer would stand before one without a film. Certificates stay; they are revoked by themselves. */
export async function deleteIdentity(context: Context, caller: HolderCaller): Promise<void> {
  requirePermission(caller, 'space:keys')
  await shredChecks(context, caller)
}

export async function shredChecks(context: Context, caller: HolderCaller): Promise<void> {
  const checks: string[] = []
  for (const check of await keptChecks(context, context.db, caller)) if (!(await isGoingOn(context, check))) checks.push(check.id)
  const credentials = (await ofProvenPerson(context, context.db, caller)).map(({ row }) => row.id)
  await shredBiometrics(context, checks)
  await context.db.$transaction(async (tx) => {
    const portraits = await shredFaces(tx, credentials)
    if (checks.length + portraits > 0) await appendToLog(context, tx, caller, [{ type: 'identity_deleted', checks, portraits }])
  })
}

/** From its first picture until the certificate that takes its names from it; nothing goes on in a request that has ended. */
async function isGoingOn(context: Context, { decidedAt, signer }: KeptCheck): Promise<boolean> {
  if (!isOpen(signer.request)) return false
  return decidedAt === null || signerOf(await loadRequest(context, context.db, signer.requestId), signer.id).certificate === undefined
}
