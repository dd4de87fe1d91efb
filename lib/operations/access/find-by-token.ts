// Whose a token from a link or QR code is, and whether it still opens anything.

import type { Context, Tx } from '../kernel/context'
import { hashToken } from '../kernel/links'

export type FoundToken =
  | { opens: 'journey'; signerId: string }
  | { opens: 'handover'; signerId: string; handoverId: string }
  /** The link was replaced, used or is too old. It opens nothing, but its signer is known: a new link can go to the address on file. */
  | { opens: 'nothing'; signerId: string }

const TOKEN = /^[A-Za-z0-9_-]{20,64}$/

export async function findByToken(context: Context, db: Tx, token: string): Promise<FoundToken | null> {
  if (!TOKEN.test(token)) return null
  const hash = hashToken(token)
  const signer = await db.signer.findUnique({ where: { linkHash: hash }, select: { id: true, profileKey: true } })
  if (signer) return signer.profileKey ? { opens: 'journey', signerId: signer.id } : null
  const handover = await db.handover.findUnique({ where: { hash } })
  if (!handover) return null
  const usable = handover.usedAt === null && handover.expiresAt > context.machineNow()
  return usable
    ? { opens: 'handover', signerId: handover.signerId, handoverId: handover.id }
    : { opens: 'nothing', signerId: handover.signerId }
}
