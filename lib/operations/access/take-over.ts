// Makes this device the active one; the other screen then follows.

import type { SignerCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { lockedStanding } from '../journey/act-at'
import { Problem } from '../../domain/problem'

export async function takeOver(context: Context, caller: SignerCaller): Promise<void> {
  if (caller.active) return
  await context.db.$transaction(async (tx) => {
    await lockedStanding(context, tx, caller.signerId)
    await tx.session.updateMany({ where: { signerId: caller.signerId, active: true }, data: { active: false } })
    const taken = await tx.session.updateMany({
      where: { id: caller.sessionId, endedAt: null },
      data: { active: true, lastSeenAt: context.machineNow() },
    })
    if (taken.count !== 1) throw new Problem('SESSION_ENDED.link')
  })
}
