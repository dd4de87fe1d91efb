// Keeps the time-stamp over a signature until its document is sealed: the job that seals is repeated, and authorities bill each stamp.

import { sha256Hex } from '../../crypto/algorithms'
import { verifyToken } from '../../crypto/timestamp'
import type { Trust } from '../../domain/ports'
import type { Activation } from '../../generated/prisma/client'
import type { Context } from '../kernel/context'

/**
 * Asks for the first stamp of a document once, which is the one over the signature. The later ones cover what was gathered in between, which
 * differs each time.
 */
export function rememberedStamps(context: Context, { id }: Activation, stamp: Trust['stamp']): Trust['stamp'] {
  let first = true
  return async (digest) => {
    if (!first) return stamp(digest)
    first = false
    const key = sha256Hex(digest)
    const { stamps } = await context.db.activation.findUniqueOrThrow({ where: { id }, select: { stamps: true } })
    const known = stamps !== null && typeof stamps === 'object' && !Array.isArray(stamps) ? stamps : {}
    const token = Buffer.from(String(known[key] ?? ''), 'base64')
    if (isOver(token, digest)) return token
    const fresh = await stamp(digest)
    await context.db.activation.updateMany({
      where: { id, state: 'authorised' },
      data: { stamps: { ...known, [key]: Buffer.from(fresh).toString('base64') } },
    })
    return fresh
  }
}

/** What the database holds is not believed. */
function isOver(token: Uint8Array, digest: Uint8Array): boolean {
  try {
    return token.length > 0 && verifyToken(token, digest) === 'valid'
  } catch {
    return false
  }
}
