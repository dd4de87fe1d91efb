// The certificate of one act of signing, as the act has kept it: the one that the evidence names.

import { sha256Hex } from '../../../crypto/algorithms'
import type { EvidenceEvent } from '../../../domain/event'
import { requireWhole } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { openPrepared } from '../prepared-activation'

/** Null where this signer has not signed with one, or the act has another one than the evidence names. */
export async function oneShotCertificate(context: Context, events: readonly EvidenceEvent[], signerId: string): Promise<Buffer | null> {
  const issued = events.findLast(({ fact }) => fact.type === 'one_shot_certificate_issued' && fact.signer === signerId)?.fact
  if (issued?.type !== 'one_shot_certificate_issued') return null
  const row = await context.db.activation.findUnique({ where: { id: issued.activation } })
  // Of an erased person nothing is prepared any more.
  const kept = row && row.prepared.length > 0 && openPrepared(context, requireWhole(context, 'activation', row)).certificate
  const certificate = Buffer.from(kept || '', 'base64')
  return sha256Hex(certificate) === issued.certificate_sha256 ? certificate : null
}
