// Walks a test signer: opens their link as a browser would, acts at each step, and ends the session again.

import { placeName } from '../../../domain/journey'
import { turn } from '../../../domain/request'
import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import { presenceMatters } from '../../../domain/steps'
import type { SignerState } from '../../../domain/signer-state'
import { lockedStanding } from '../../journey/act-at'
import { append } from '../../kernel/evidence'
import { changeBound } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { standing, type Journey } from '../../journey/standing'
import { exchangeLink } from '../../access/exchange-link'
import { findSession } from '../../access/session'
import { takeOver } from '../../access/take-over'
import { signerLink } from '../../kernel/links'
import { sharedWork } from '../../kernel/shared-work'
import { keepCredential } from '../keep-credential'
import { changeScript } from '../../kernel/signer-script'
import { runningCode } from './test-code'
import { walk } from './walk'
import { isReached, type Way } from './way'

/** A REST call and a job that come at once share one walk. Does nothing where nothing is left to do. */
export function walkSigner(context: Context, signerId: string, way: Way): Promise<void> {
  return sharedWork(`walk ${signerId}`, () => walkOnce(context, signerId, way))
}

async function walkOnce(context: Context, signerId: string, way: Way): Promise<void> {
  if (way.keep) await keepCredential(context, signerId)
  const journey = await standing(context, context.db, signerId)
  if (await isThere(context, journey, way)) return
  const { place, state, row } = journey
  if (place.at === 'waiting' && place.for === 'turn') {
    throw new Problem('STATE_CONFLICT.not_their_turn', { signer: turn(state)[0] ?? 'none' })
  }
  await changeScript(context, context.db, signerId, (script) => ({ ...script, walked: true }))
  const caller = await enter(context, row)
  try {
    await takePresence(context, caller)
    await walk(context, caller, way)
  } finally {
    await leavePresence(context, caller)
    // So that the next visitor of the link is not told that another device is active.
    await changeBound(context, context.db, 'session', { id: caller.sessionId }, { active: false, endedAt: context.machineNow() })
  }
}

/** Whether nothing is left to do, or only a person can help or decide: then no visit is recorded and no session taken over. */
async function isThere(context: Context, journey: Journey, { stopAt, code }: Way): Promise<boolean> {
  const { place } = journey
  if (place.at === 'closed' || (place.at === 'waiting' && (place.for === 'help' || place.for === 'decision'))) return true
  const here = placeName(place)
  if (!isReached(here, stopAt)) return false
  return !code || here !== 'sign' || (await runningCode(context, journey)) !== null
}

/** The sandbox is the person: it makes no selfie of its own where a browser has made one, and the next browser goes on after it. */
async function takePresence(context: Context, caller: SignerCaller): Promise<void> {
  await withSigner(context, caller, (signer) =>
    presenceMatters(signer) && signer.presentSession !== undefined && signer.presentSession !== caller.sessionId
      ? { from: signer.presentSession, to: caller.sessionId }
      : null,
  )
}

async function leavePresence(context: Context, caller: SignerCaller): Promise<void> {
  await withSigner(context, caller, (signer) =>
    presenceMatters(signer) && signer.presentSession === caller.sessionId ? { from: caller.sessionId, to: null } : null,
  )
}

async function withSigner(
  context: Context,
  caller: SignerCaller,
  handedOver: (signer: SignerState) => { from: string; to: string | null } | null,
): Promise<void> {
  await context.db.$transaction(async (tx) => {
    const { signer, place, request } = await lockedStanding(context, tx, caller.signerId, caller)
    const change = place.at === 'closed' ? null : handedOver(signer)
    if (!change) return
    await append(context, tx, request.id, [{ by: caller, fact: { type: 'presence_handed_over', signer: caller.signerId, ...change } }])
  })
}

async function enter(context: Context, row: Parameters<typeof signerLink>[1]): Promise<SignerCaller> {
  const signerId = row.id
  const { token } = signerLink(context, row)
  const device = { kind: 'desk', userAgent: 'QSignHub sandbox' } as const
  const { sessionToken } = await exchangeLink(context, { token, device, sessionOf: () => undefined })
  const caller = sessionToken === null ? null : await findSession(context, signerId, sessionToken)
  if (!caller) throw new Error('a session that was just begun is not there')
  await takeOver(context, caller)
  return { ...caller, active: true }
}
