// Gives a signer a new link: the old one opens nothing any more, and all sessions of the signer end, save the one that asked.

import { newId } from '../../domain/ids'
import { bound, changeBound } from '../kernel/bound-rows'
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
  await changeBound(context, tx, 'handover', { signerId: row.id, usedAt: null }, { usedAt: now })
  // The old link is kept as a used code: a visitor who has it is offered the new one by mail, to the address on file.
  const old = { id: newId('ses'), hash: row.linkHash, signerId: row.id, createdAt: now, expiresAt: request.expiresAt, usedAt: now }
  await tx.handover.create({ data: bound(context.secrets, 'handover', old) })
  const renewed = { linkHash: link.hash, linkToken: link.sealed, linkVersion: version }
  await changeBound(context, tx, 'signer', { id: row.id }, renewed)
  const others = { signerId: row.id, id: { not: keepSessionId }, endedAt: null }
  await changeBound(context, tx, 'session', others, { endedAt: now, active: false })
  await changeBound(context, tx, 'session', { id: keepSessionId }, { linkVersion: version })
  return { version, link }
}
