// Gives a signer a new link: the old one opens nothing any more, and all sessions of the signer end, save the one that asked.

import { newId } from '../../domain/ids'
import type { Context, Tx } from '../kernel/context'
import { newSignerLink, type Link } from '../kernel/links'
import type { Journey } from '../journey/standing'

export async function rotateLink(
  context: Context,
  tx: Tx,
  journey: Journey,
  keepSessionId: string,
): Promise<{ version: number; link: Link }> {
  const { row, request } = journey
  const version = row.linkVersion + 1
  const link = newSignerLink(context, row.id)
  const now = context.machineNow()
  // A QR code shown by a session that ends now must not open another one.
  await tx.handover.updateMany({ where: { signerId: row.id, usedAt: null }, data: { usedAt: now } })
  // The old link is kept as a used code: a visitor who has it is offered the new one by mail, to the address on file.
  await tx.handover.create({
    data: { id: newId('ses'), hash: row.linkHash, signerId: row.id, createdAt: now, expiresAt: request.expiresAt, usedAt: now },
  })
  await tx.signer.update({ where: { id: row.id }, data: { linkHash: link.hash, linkToken: link.sealed, linkVersion: version } })
  await tx.session.updateMany({
    where: { signerId: row.id, id: { not: keepSessionId }, endedAt: null },
    data: { endedAt: now, active: false },
  })
  await tx.session.updateMany({ where: { id: keepSessionId }, data: { linkVersion: version } })
  return { version, link }
}
