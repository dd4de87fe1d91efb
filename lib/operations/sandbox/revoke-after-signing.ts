// Job: revokes a test signer's certificate after a valid signature, where the script says so, as if a card were reported lost the day
// after. OCSP and CRL of the installation say "revoked" from then on.

import { JOB } from '../../domain/caller'
import { requestFrom } from '../../domain/request'
import { changeBound, requireWhole } from '../kernel/bound-rows'
import type { Context, Follower } from '../kernel/context'
import { append, loadEvents } from '../kernel/evidence'
import { unlessRefused, providerCredential } from '../credentials/provider-credential'
import { shredFaces } from '../verification/kept-face'
import { scriptOf, storedScript } from '../kernel/signer-script'
import { lockRequest } from '../kernel/lock-request'

/** RFC 5280 5.3.1: keyCompromise. */
const REASON = 1

/** Queued to run a moment after the signature: the revocation must be later than the time-stamp even when both are in whole seconds. */
export const revokeLater: Follower = async (context, tx, { mode }, { added }) => {
  if (mode !== 'test') return
  for (const { fact } of added) {
    if (fact.type !== 'signer_signed') continue
    if (!(await storedScript(context, tx, fact.signer))?.revoke) continue
    const startAfter = new Date(context.machineNow().getTime() + 1500)
    await context.enqueue(tx, 'revoke_certificate', { signer: fact.signer }, { key: fact.signer, startAfter })
  }
}

/** Safe to repeat: a certificate is revoked once, and the evidence says so once. */
export async function revokeAfterSigning(context: Context, { signer }: { signer: string }): Promise<void> {
  const { request, ...row } = await context.db.signer.findUniqueOrThrow({ where: { id: signer }, include: { request: true } })
  requireWhole(context, 'signer', row)
  const { mode } = requireWhole(context, 'signatureRequest', request)
  if (!scriptOf(mode, row)?.revoke) return
  const serial = serialOf(await loadEvents(context, context.db, row.requestId), signer)
  const credential = serial === null ? null : await context.db.credential.findUnique({ where: { serialHex: serial } })
  if (serial === null || !credential) return
  requireWhole(context, 'credential', credential)
  unlessRefused(await context.signing('test').revoke(providerCredential(credential), REASON))
  await context.db.$transaction(async (tx) => {
    await lockRequest(tx, row.requestId)
    const state = requestFrom(await loadEvents(context, tx, row.requestId))
    if (state.signers.find(({ id }) => id === signer)?.certificateRevokedAt) return
    await changeBound(context, tx, 'credential', { id: credential.id, revokedAt: null }, { revokedAt: context.machineNow() })
    await shredFaces(tx, [credential.id])
    await append(context, tx, row.requestId, [
      { by: JOB, fact: { type: 'certificate_revoked', signer, credential: credential.id, serial, reason: REASON } },
    ])
  })
}

/** The serial number of the certificate that the signatures were made with. */
function serialOf(events: Awaited<ReturnType<typeof loadEvents>>, signer: string): string | null {
  const signed = events.findLast(({ fact }) => fact.type === 'document_signed' && fact.signer === signer)?.fact
  return signed?.type === 'document_signed' ? signed.serial : null
}
