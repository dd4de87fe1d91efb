// Exchanges the token of a link or QR code for a session: the one act by which a browser enters the journey.

import { changeBound } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { append } from '../kernel/evidence'
import { lockedStanding } from '../journey/act-at'
import { Problem } from '../../domain/problem'
import type { Fact } from '../../domain/event'
import { hashToken } from '../kernel/links'
import { atTimeOf } from '../kernel/request-clock'
import { mayTakeOver, tellOfTakeover } from './take-over'
import { findByToken } from './find-by-token'
import { activeSession, deviceDigest, earlierSession, findSession, startSession, type Device } from './session'

export type Exchanged = { signerId: string; sessionToken: string | null }

/**
 * `sessionToken` is null when the browser's own session goes on. Unknown and dead links are alike: NOT_FOUND.
 * A session opened while another one is alive may look; it acts only after taking over. One opened by a hand-over code acts at once, and so
 * does one on the same kind of device: another browser of it, or a private tab, where nobody's presence counts. Nothing is counted by link: whoever else has it would keep the signer out. The route counts by address and link (http/input/route-limits.ts).
 */
export async function exchangeLink(
  context: Context,
  input: { token: string; device: Device; sessionOf: (signerId: string) => string | undefined },
): Promise<Exchanged> {
  const found = await findByToken(context, context.db, input.token)
  if (!found || found.opens === 'nothing') throw dead()
  const held = input.sessionOf(found.signerId)
  const own = held === undefined ? null : await findSession(context, found.signerId, held)
  if (own && found.opens === 'journey') return { signerId: found.signerId, sessionToken: null }
  const at = await atTimeOf(context, context.db, { signer: found.signerId })
  const token = await context.db.$transaction((tx) => enter(at, tx, found, { ...input, held }))
  return { signerId: found.signerId, sessionToken: token }
}

const dead = () => new Problem('NOT_FOUND.dead_link')

async function enter(
  context: Context,
  tx: Tx,
  found: { opens: 'journey'; signerId: string } | { opens: 'handover'; signerId: string; handoverId: string },
  { token, device, held }: { token: string; device: Device; held: string | undefined },
): Promise<string> {
  const journey = await lockedStanding(context, tx, found.signerId)
  const { row, profile, request, place, signer } = journey
  const kind = found.opens === 'handover' ? 'handover' : 'link'
  // The link may have been renewed between the look and the lock.
  if (kind === 'link' && row.linkHash !== hashToken(token)) throw dead()
  if (found.opens === 'handover') {
    // Only one of two phones that scan the same code gets in.
    const usedAt = context.machineNow()
    const used = await changeBound(context, tx, 'handover', { id: found.handoverId, usedAt: null }, { usedAt })
    if (used !== 1) throw new Problem('NOT_FOUND.code_used')
  }
  const before = await activeSession(context, tx, row.id)
  const takes = kind === 'link' && before?.device === device.kind && (await mayTakeOver(context, tx, journey))
  const active = kind === 'handover' || before === null || takes
  const session = await startSession(context, tx, row, device, { kind, active })
  // A signer whose journey has ended only looks, which is not recorded.
  if (place.at !== 'closed') {
    const opened = { signer: row.id, session: session.id, device: deviceDigest(profile.salt, device), kind: device.kind }
    const earlier = held === undefined ? null : await earlierSession(context, tx, row.id, held)
    const continues = earlier !== null && signer.own.includes(earlier) ? { continues: earlier } : {}
    const fact: Fact =
      kind === 'handover' ? { type: 'device_handed_over', ...opened } : { type: 'link_opened', ...opened, active, ...continues }
    await append(context, tx, request.id, [{ by: { kind: 'link', signerId: row.id }, fact }])
    if (takes) await tellOfTakeover(context, tx, journey)
  }
  return session.token
}
