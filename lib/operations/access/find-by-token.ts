// Whose a token from a link or QR code is, and whether it still opens anything.

import type { SignatureRequest } from '../../generated/prisma/client'
import { isWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { hashToken, LINK_AFTER_END_DAYS } from '../kernel/links'
import { atOffset } from '../kernel/request-clock'

export type FoundToken =
  | { opens: 'journey'; signerId: string }
  | { opens: 'handover'; signerId: string; handoverId: string }
  /** The link was replaced, used or is too old, or its request ended long ago. Its signer is known: a new link can go to the address on file. */
  | { opens: 'nothing'; signerId: string }

const TOKEN = /^[A-Za-z0-9_-]{20,64}$/

export async function findByToken(context: Context, db: Tx, token: string): Promise<FoundToken | null> {
  if (!TOKEN.test(token)) return null
  const hash = hashToken(token)
  const signer = await db.signer.findUnique({ where: { linkHash: hash }, include: { request: true } })
  if (signer && !(isWhole(context, 'signer', signer) && isWhole(context, 'signatureRequest', signer.request))) return null
  if (signer?.profileKey) return { opens: hasEndedLongAgo(context, signer.request) ? 'nothing' : 'journey', signerId: signer.id }
  if (signer) return null
  const handover = await db.handover.findUnique({ where: { hash } })
  if (!handover || !isWhole(context, 'handover', handover)) return null
  const usable = handover.usedAt === null && handover.expiresAt > context.machineNow()
  return usable
    ? { opens: 'handover', signerId: handover.signerId, handoverId: handover.id }
    : { opens: 'nothing', signerId: handover.signerId }
}

/** By the time of the request, which a test clock may have moved. One that was refused or cancelled ends at its deadline here. */
function hasEndedLongAgo(context: Context, request: Pick<SignatureRequest, 'clockOffset' | 'completedAt' | 'expiresAt'>): boolean {
  const ended = request.completedAt ?? request.expiresAt
  return atOffset(context, request).now().getTime() >= ended.getTime() + LINK_AFTER_END_DAYS * 86_400_000
}
