// Makes this device the active one; the other screen then follows. Presence does not come along: see `isPresent` in domain/steps.ts.

import type { SignerCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { append } from '../kernel/evidence'
import { lockedStanding } from '../journey/act-at'
import { Problem } from '../../domain/problem'

export async function takeOver(context: Context, caller: SignerCaller): Promise<void> {
  if (caller.active) return
  await context.db.$transaction(async (tx) => {
    const journey = await lockedStanding(context, tx, caller.signerId)
    await tx.session.updateMany({ where: { signerId: caller.signerId, active: true }, data: { active: false } })
    const taken = await tx.session.updateMany({
      where: { id: caller.sessionId, endedAt: null },
      data: { active: true, lastSeenAt: context.machineNow() },
    })
    if (taken.count !== 1) throw new Problem('SESSION_ENDED.link')
    if (journey.place.at === 'closed') return
    const { device } = await tx.session.findUniqueOrThrow({ where: { id: caller.sessionId } })
    const fact = { type: 'device_taken_over', signer: caller.signerId, session: caller.sessionId, kind: device } as const
    await append(context, tx, journey.request.id, [{ by: caller, fact }])
  })
}
