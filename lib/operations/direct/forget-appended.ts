// Forgets what was appended to a file that was signed at once: after a day no idempotency key asks for it any more.

import type { Context } from '../kernel/context'
import { AT_ONCE, inRounds } from '../kernel/sweeping'

export function forgetAppended(context: Context, before: Date): Promise<boolean> {
  const { db } = context
  const due = () =>
    db.directSignature.findMany({
      where: { signedAt: { lte: before }, appended: { not: null } },
      select: { id: true },
      orderBy: { signedAt: 'asc' },
      take: AT_ONCE,
    })
  return inRounds(context, due, (id) => db.directSignature.updateMany({ where: { id }, data: { appended: null } }))
}
