// Revokes a certificate at once and for good. OCSP says so from this moment, and so does the next revocation list; acts of signing that have
// begun with it end.

import type { HolderCaller } from '../../../domain/caller'
import { REVOCATION_REASONS, type RevocationReason } from '../../../domain/space'
import { providerCredential, unlessRefused } from '../../credentials/provider-credential'
import { changeBound } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { voidActivations } from '../../signing/void-activations'
import { shredFaces } from '../../verification/kept-face'
import { appendToLog } from '../space-log'
import { tellHolder } from '../tell-holder'
import type { OwnCredential } from '../whose'
import { ownCredential } from './own-certificates'

export async function revokeCertificate(
  context: Context,
  caller: HolderCaller,
  { certificate, reason }: { certificate: string; reason: RevocationReason },
): Promise<void> {
  await revoke(context, caller, await ownCredential(context, context.db, caller, certificate), reason)
}

/** Safe to repeat: a certificate is revoked once, and the log says so once. */
export async function revoke(context: Context, caller: HolderCaller, { row }: OwnCredential, reason: RevocationReason): Promise<void> {
  if (row.revokedAt) return
  const number = REVOCATION_REASONS[reason]
  // First where the world asks: should this process end now, nothing is signed with it all the same.
  unlessRefused(await context.signing(row.mode).revoke(providerCredential(row), number))
  const at = context.machineNow()
  const serial = row.serialHex ?? ''
  await context.db.$transaction(async (tx) => {
    if ((await changeBound(context, tx, 'credential', { id: row.id, revokedAt: null }, { revokedAt: at })) !== 1) return
    await tx.credential.update({ where: { id: row.id }, data: { revocationReason: number } })
    await voidActivations(tx, { credentialId: row.id })
    await shredFaces(tx, [row.id])
    await appendToLog(context, tx, caller, [{ type: 'certificate_revoked', credential: row.id, serial, reason: number }])
    await tellHolder(context, tx, caller, { about: 'revoked', at, serial })
  })
}
