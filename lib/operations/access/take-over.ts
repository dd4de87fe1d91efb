// Makes this device the active one; the other screen then follows, and the person is told. Presence does not come along: see `isPresent` in
// domain/steps.ts.

import { presenceMatters } from '../../domain/steps'
import type { SignerCaller } from '../../domain/caller'
import { changeBound } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { append } from '../kernel/evidence'
import { lockedStanding } from '../journey/act-at'
import { Problem } from '../../domain/problem'
import { standing, type Journey } from '../journey/standing'
import { requireWithinLimit, withinLimit } from '../kernel/limits'
import { deviceTakenOverMail } from '../messages/alert'
import { letterTo, send } from '../messages/letter'
import { sendTextIfAllowed } from '../messages/send-text'
import { deviceTakenOverText } from '../messages/text-messages'

const HOUR_MS = 3_600_000
/** All sessions of the person together: twice what everybody else may, so that they always come back. */
const BY_PERSON = { name: 'take-over-own', count: 120, windowMs: HOUR_MS }
const BY_SESSION = { name: 'take-over', count: 20, windowMs: HOUR_MS }
const BY_CLIENT = { name: 'take-over-client', count: 20, windowMs: HOUR_MS }
/** Everybody with the link who is not known as the person. */
const BY_OTHERS = { name: 'take-over-others', count: 60, windowMs: HOUR_MS }
const TOLD = { name: 'told-of-takeover', count: 3, windowMs: HOUR_MS }

export async function takeOver(context: Context, caller: SignerCaller): Promise<void> {
  if (caller.active) return
  await requireRoom(context, caller)
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
    await tellOfTakeover(context, tx, journey)
  })
}

/**
 * Whether pressing the button of the mailed link is enough to go on in another browser of the same kind of device. Not where it would cost the
 * person what they have proven: there they are asked first.
 */
export async function mayTakeOver(context: Context, tx: Tx, { signer, row, place }: Journey): Promise<boolean> {
  if (place.at === 'closed' || presenceMatters(signer)) return false
  return withinLimit({ machineNow: context.machineNow, db: tx }, row.id, BY_OTHERS)
}

/** Screens that take turns without end would let no act of the person through. */
async function requireRoom(context: Context, { signerId, sessionId, client }: SignerCaller): Promise<void> {
  const { signer } = await standing(context, context.db, signerId)
  if (signer.own.includes(sessionId)) return requireWithinLimit(context, signerId, BY_PERSON)
  await requireWithinLimit(context, sessionId, BY_SESSION)
  // The sandbox comes from no address.
  if (client === undefined) return
  // First, so that what one address is refused takes nothing from the others.
  await requireWithinLimit(context, JSON.stringify([signerId, client]), BY_CLIENT)
  await requireWithinLimit(context, signerId, BY_OTHERS)
}

/** Whoever took over has the link, and may be somebody else. Somebody who goes back and forth between screens is told a few times only. */
export async function tellOfTakeover(context: Context, tx: Tx, journey: Journey): Promise<void> {
  const { row, profile, language, request } = journey
  if (!(await withinLimit({ machineNow: context.machineNow, db: tx }, row.id, TOLD))) return
  const letter = await letterTo(context, tx, row.id)
  await send(context, tx, letter, 'device_taken_over', deviceTakenOverMail(letter))
  if (profile.phone === null) return
  const text = deviceTakenOverText({ language, requester: request.tenant.name })
  await sendTextIfAllowed(context, tx, journey, { template: 'device_taken_over', to: profile.phone, text })
}
