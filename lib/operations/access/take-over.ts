// Makes this device the active one; the other screen then follows, and the person is told. Presence does not come along: see `isPresent` in
// domain/steps.ts.

import type { SignerCaller } from '../../domain/caller'
import { changeBound } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { append } from '../kernel/evidence'
import { lockedStanding } from '../journey/act-at'
import { Problem } from '../../domain/problem'
import type { Journey } from '../journey/standing'
import { withinLimit } from '../kernel/limits'
import { deviceTakenOverMail } from '../messages/alert'
import { letterTo, send } from '../messages/letter'
import { sendTextIfAllowed } from '../messages/send-text'
import { deviceTakenOverText } from '../messages/text-messages'

const TOLD = { name: 'told-of-takeover', count: 3, windowMs: 3_600_000 }

export async function takeOver(context: Context, caller: SignerCaller): Promise<void> {
  if (caller.active) return
  await context.db.$transaction(async (tx) => {
    const journey = await lockedStanding(context, tx, caller.signerId)
    await changeBound(context, tx, 'session', { signerId: caller.signerId, active: true }, { active: false })
    const here = { active: true, lastSeenAt: context.machineNow() }
    const taken = await changeBound(context, tx, 'session', { id: caller.sessionId, endedAt: null }, here)
    if (taken !== 1) throw new Problem('SESSION_ENDED.link')
    if (journey.place.at === 'closed') return
    const { device } = await tx.session.findUniqueOrThrow({ where: { id: caller.sessionId } })
    const fact = { type: 'device_taken_over', signer: caller.signerId, session: caller.sessionId, kind: device } as const
    await append(context, tx, journey.request.id, [{ by: caller, fact }])
    await tell(context, tx, journey)
  })
}

/** Whoever took over has the link, and may be somebody else. Somebody who goes back and forth between screens is told a few times only. */
async function tell(context: Context, tx: Tx, journey: Journey): Promise<void> {
  const { row, profile, language, request } = journey
  if (!(await withinLimit({ machineNow: context.machineNow, db: tx }, row.id, TOLD))) return
  const letter = await letterTo(context, tx, row.id)
  await send(context, tx, letter, 'device_taken_over', deviceTakenOverMail(letter))
  if (profile.phone === null) return
  const text = deviceTakenOverText({ language, requester: request.tenant.name })
  await sendTextIfAllowed(context, tx, journey, { template: 'device_taken_over', to: profile.phone, text })
}
