// The act of an advanced signature: a code to the phone that the requester named, typed in. The try is counted before it is judged. Certificate and
// key are made after it, by the job that signs (signing/afterwards/sign-once.ts).

import { newId } from '../../../domain/ids'
import { actOf } from '../../../domain/policy'
import { Problem } from '../../../domain/problem'
import { isAcceptedStill } from '../../../domain/request'
import { Prisma, type Activation } from '../../../generated/prisma/client'
import type { SignerCaller } from '../../../domain/caller'
import type { Fact } from '../../../domain/event'
import { actAt, arriveAt, guardOf, lockedStanding, requireActiveSession, type Guard } from '../../journey/act-at'
import type { Journey } from '../../journey/standing'
import { requireWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { append } from '../../kernel/evidence'
import { countClosed, refuseAfterClosed } from '../../signing/closed-activations'
import { isCodeOf, leftByCodes, newCode, sessionOfAct } from '../../signing/code-of-act'
import { isOpen, triesLeft, TRIES_PER_CODE } from '../../signing/limits-of-signing'
import { openActivation } from '../../signing/open-activation'
import { nothingPrepared } from '../../signing/afterwards/sign-newest'
import { voidActivations } from '../../signing/void-activations'
import { beginActivation } from './begin-activation'
import { requireCodeAllowed } from './post-code'
import { signatureFailed } from './signature-failed'

type CodeInput = { activation: string; code: string }

/** Sends a code to the phone of the request, unless one that was sent can still be typed. */
export async function sendSigningCode(context: Context, caller: SignerCaller): Promise<void> {
  const guard = guardOf('sign')
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived) return
  requireByCode(arrived)
  if (await openActivation(context, context.db, arrived)) return
  if (arrived.signer.failed === 'document') throw signatureFailed('document', arrived)
  leftByCodes(arrived)
  await refuseAfterClosed(context, arrived.request.id, caller)
  await requireCodeAllowed(context, caller, arrived, arrived.row.id)
  await actAt(context, caller, guard, async (journey, tx) => {
    // Pressed twice: one act, one code.
    if (await openActivation(context, tx, journey)) return []
    if (!isAcceptedStill(journey.state, journey.signer)) throw changed()
    return begin(context, tx, journey, caller)
  })
}

function begin(context: Context, tx: Tx, journey: Journey, caller: SignerCaller): Promise<Fact[]> {
  const id = newId('act')
  const prepared = nothingPrepared()
  const session_hash = sessionOfAct(id, journey, prepared.nonce)
  return beginActivation(context, tx, journey, caller, {
    ...{ id, session_hash, prepared, challenge: newCode(context, id, session_hash) },
    allowed: leftByCodes(journey),
    to: phoneOf(journey.profile),
    to_sign: (journey.signer.approved ?? []).map((one) => ({ document: one.id, sha256: one.sha256 })),
  })
}

/** Answers the id of the activation to be sealed. */
export async function signByCode(context: Context, caller: SignerCaller, { activation: id, code }: CodeInput): Promise<string> {
  const guard: Guard = { at: ['sign'], already: ({ signer }) => signer.authorised === id }
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived) return id
  requireByCode(arrived)
  const counted = await reserve(context, caller, id)
  if (counted === null) return id
  // Another transaction than the one that counted: a try counts even when the request is aborted.
  const refusal = await context.db.$transaction((tx) => judge(context, tx, caller, { counted, code }), { timeout: 20_000 })
  if (refusal) throw refusal
  return id
}

/** Null: authorised already. */
async function reserve(context: Context, caller: SignerCaller, id: string): Promise<Activation | null> {
  return context.db.$transaction(async (tx) => {
    const { signer } = await lockedStanding(context, tx, caller.signerId, caller)
    if (signer.authorised === id) return null
    await requireActiveSession(context, tx, caller)
    const activation = await tx.activation.findFirst({ where: { id, signerId: caller.signerId, credentialId: null } })
    if (activation) requireWhole(context, 'activation', activation)
    if (!activation || !isOpen(activation, context.now()) || triesLeft(activation) === 0) throw new Problem('ACTIVATION_EXPIRED.code')
    // A dead code is no try: the signer asks for a new one.
    if (activation.codeTries >= TRIES_PER_CODE) throw new Problem('CODE_INVALID.used_up', {}, { triesLeft: 0 })
    const one = { increment: 1 }
    const counted = await tx.activation.updateMany({
      where: { id, state: 'open', tries: { lt: activation.allowed }, codeTries: { lt: TRIES_PER_CODE } },
      data: { tries: one, codeTries: one },
    })
    if (counted.count !== 1) throw new Problem('ACTIVATION_EXPIRED.code')
    return activation
  })
}

/** One transaction: the code is spent, the evidence says so, and the signature is queued. Answers the refusal of a code that is not right. */
async function judge(
  context: Context,
  tx: Tx,
  caller: SignerCaller,
  { counted, code }: { counted: Activation; code: string },
): Promise<Problem | null> {
  const journey = await lockedStanding(context, tx, caller.signerId, caller)
  const { place, signer, state, request } = journey
  if (signer.authorised === counted.id) return null
  if (place.at !== 'step' || place.step !== 'sign') return new Problem('ACTIVATION_EXPIRED.code')
  if (!isAcceptedStill(state, signer)) return changed()
  if (!isCodeOf(context, journey, counted, code)) return wrong(context, tx, caller, journey, counted.id)
  const spent = await tx.activation.updateMany({
    where: { id: counted.id, state: 'open' },
    data: { state: 'authorised', challenge: Prisma.DbNull, authorisedAt: context.machineNow() },
  })
  if (spent.count !== 1) return new Problem('ACTIVATION_EXPIRED.code')
  const { factors } = journey.circumstances.policy
  await append(context, tx, request.id, [
    { by: caller, fact: { type: 'signature_authorised', signer: caller.signerId, activation: counted.id, factors } },
  ])
  await context.enqueue(tx, 'seal_signature', { activation: counted.id }, { key: counted.id })
  return null
}

async function wrong(context: Context, tx: Tx, caller: SignerCaller, { request, signer }: Journey, id: string): Promise<Problem> {
  const now = await tx.activation.findUniqueOrThrow({ where: { id } })
  const left = triesLeft(now)
  await append(context, tx, request.id, [
    { by: caller, fact: { type: 'activation_failed', signer: signer.id, activation: id, tries_left: left } },
  ])
  if (left > 0) {
    const ofCode = Math.min(left, TRIES_PER_CODE - now.codeTries)
    return new Problem('CODE_INVALID.wrong', { left: ofCode }, { triesLeft: left })
  }
  // Its tries are used up: the signer begins again with a new code, as often as the counts allow.
  await voidActivations(tx, { signerId: signer.id })
  await countClosed(context, tx, request.id, caller)
  return new Problem('ACTIVATION_EXPIRED.codes_used', {}, { triesLeft: 0 })
}

function requireByCode({ circumstances }: Journey): void {
  if (actOf(circumstances.policy) !== 'code') throw new Problem('STATE_CONFLICT.other_factors')
}

/** A request of this level has the phone of each signer, and nobody takes it away. */
function phoneOf({ phone }: Journey['profile']): string {
  if (phone === null) throw new Error('a signer who signs by code has no phone')
  return phone
}

const changed = () => new Problem('DOCUMENT_CHANGED.since_accepted')
