// The act of signing: PIN and code authorise the prepared bytes. The try is counted before it is judged, and the raw signatures are
// stored in the transaction that spends the code, so a crash neither gives tries back nor asks for a second PIN.

import { requireWhole } from '../../kernel/bound-rows'
import { Problem } from '../../../domain/problem'
import type { Authorised, ProviderData, Refused, SigningProvider } from '../../../domain/signing-provider'
import { Prisma, type Activation, type Credential } from '../../../generated/prisma/client'
import { JOB, type SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { append } from '../../kernel/evidence'
import { refusal } from '../../credentials/provider-credential'
import { refuseRevoked } from '../../credentials/refuse-revoked'
import { arriveAt, lockedStanding, requireActiveSession, type Guard } from '../../journey/act-at'
import { FAILURES_UNTIL_LOCKED, isOpen, triesLeft, TRIES_PER_CODE } from '../../signing/limits-of-signing'
import { countClosed } from '../../signing/closed-activations'
import { lockCredential } from '../../signing/lock-credential'
import { voidActivations } from '../../signing/void-activations'
import { activationOf, openPrepared } from '../../signing/prepared-activation'

export type SigningInput = { activation: string; pin: string; code: string }
/** `challenge`: null when the code's tries are used up. */
type Attempt = { activation: Activation; credential: Credential; provider: SigningProvider; challenge: ProviderData | null }
type Signed = { signatures: readonly Uint8Array[]; factors: Authorised['factors'] }

/** Answers the id of the activation to be sealed. Wrong PIN, wrong code and old code are refused alike. */
export async function sign(context: Context, caller: SignerCaller, input: SigningInput): Promise<string> {
  const guard: Guard = { at: ['sign'], already: ({ signer }) => signer.authorised === input.activation }
  await refuseRevoked(context, caller.signerId, input)
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived) return input.activation
  const attempt = await reserve(context, caller, input)
  if (!attempt) return input.activation
  const answer = await signedBy(context, input, attempt)
  if ('refused' in answer) throw await refused(context, caller, attempt, answer)
  await record(context, caller, attempt, answer)
  return input.activation
}

/** Counts the try in a transaction of its own, so that it counts even when the request is aborted. Null: authorised already. */
async function reserve(context: Context, caller: SignerCaller, input: SigningInput): Promise<Attempt | null> {
  return context.db.$transaction(async (tx) => {
    const { credentials, signer, mode } = await lockedStanding(context, tx, caller.signerId, caller)
    if (signer.authorised === input.activation) return null
    await requireActiveSession(context, tx, caller)
    const activation = await tx.activation.findFirst({ where: { id: input.activation, signerId: caller.signerId } })
    const credential = credentials.find(({ row }) => row.id === activation?.credentialId)?.row
    if (activation) requireWhole(context, 'activation', activation)
    if (!activation || !credential || !isOpen(activation, context.now()) || triesLeft(activation) === 0) throw activationExpired()
    // A dead code is no try: the signer asks for a new one.
    if (activation.codeTries >= TRIES_PER_CODE || (activation.codeExpiresAt ?? new Date(0)) <= context.now()) throw codeUsedUp()
    // Only this request is locked. The key may be tried in other requests at the same moment, so the update compares while it counts.
    const counted = await tx.activation.updateMany({
      where: { id: activation.id, state: 'open', tries: { lt: activation.allowed }, codeTries: { lt: TRIES_PER_CODE } },
      data: { tries: { increment: 1 }, codeTries: { increment: 1 } },
    })
    const allowed = await tx.credential.updateMany({
      where: { id: credential.id, lockedAt: null, revokedAt: null, failures: { lt: FAILURES_UNTIL_LOCKED } },
      data: { failures: { increment: 1 } },
    })
    if (counted.count !== 1 || allowed.count !== 1) throw activationExpired()
    return {
      activation,
      credential,
      provider: context.signing(mode),
      challenge: activation.challenge as ProviderData | null,
    }
  })
}

const codeUsedUp = () => new Problem('CODE_INVALID.used_up', {}, { triesLeft: 0 })
const activationExpired = () => new Problem('ACTIVATION_EXPIRED.code')

/** Both factors are always judged, in the same time. The activation data is passed to `sign` and stored nowhere. */
async function signedBy(
  context: Context,
  { pin, code }: SigningInput,
  { activation, credential, provider, challenge }: Attempt,
): Promise<Signed | Refused> {
  const wanted = activationOf(activation, credential, openPrepared(context, activation))
  const authorised = await provider.authorise(wanted, { pin, code, challenge })
  if ('refused' in authorised) return authorised
  const { activationData, factors } = authorised
  const signed = await provider.sign(wanted, activationData)
  return 'refused' in signed ? signed : { ...signed, factors }
}

/** Records a refusal. A key that its provider locked is locked here too. Only `wrong_factor` and `locked` count as failed tries. */
async function refused(context: Context, caller: SignerCaller, { activation, credential }: Attempt, answer: Refused): Promise<Error> {
  if (answer.refused === 'unavailable') await giveTryBack(context, activation, credential)
  if (answer.refused !== 'wrong_factor' && answer.refused !== 'locked') return refusal(answer)
  // Somebody without the phone can guess no PIN, and must not be able to lock the key of the person who has it.
  if (answer.codeWasRight === false) await forgive(context, credential)
  return context.db.$transaction(async (tx) => {
    const { request } = await lockedStanding(context, tx, caller.signerId, caller)
    const now = await tx.activation.findUniqueOrThrow({ where: { id: activation.id } })
    const holder = await tx.credential.findUniqueOrThrow({ where: { id: credential.id } })
    // The same act arrived twice, and the other one has succeeded.
    if (now.state === 'authorised' || now.state === 'sealed') return new Problem('STATE_CONFLICT.signed')
    const isLocked = answer.refused === 'locked' || holder.failures >= FAILURES_UNTIL_LOCKED
    const left = isLocked ? 0 : triesLeft(now)
    const failed = {
      by: caller,
      fact: { type: 'activation_failed', signer: caller.signerId, activation: activation.id, tries_left: left },
    } as const
    if (left > 0) {
      await append(context, tx, request.id, [failed])
      const spent = now.codeTries >= TRIES_PER_CODE
      return new Problem(spent ? 'SIGNING_REFUSED.wrong_and_code_spent' : 'SIGNING_REFUSED.wrong', { left }, { triesLeft: left })
    }
    if (!isLocked) {
      // Its tries are used up, but not those of the key: the signer begins again with a new code.
      await voidActivations(tx, { signerId: caller.signerId })
      await countClosed(context, tx, request.id, caller)
      await append(context, tx, request.id, [failed])
      return new Problem('ACTIVATION_EXPIRED.tries_used', {}, { triesLeft: 0 })
    }
    await lockCredential(context, tx, credential.id)
    await append(context, tx, request.id, [
      failed,
      { by: JOB, fact: { type: 'credential_locked', signer: caller.signerId, credential: credential.id } },
    ])
    return new Problem('CREDENTIAL_LOCKED.too_often', {}, { triesLeft: 0 })
  })
}

/** The provider was not reached, so it judged nothing. When a connection breaks later it may have: that try stays counted. */
async function giveTryBack(context: Context, activation: Activation, credential: Credential): Promise<void> {
  const one = { decrement: 1 }
  await context.db.activation.updateMany({ where: { id: activation.id, codeTries: { gt: 0 } }, data: { tries: one, codeTries: one } })
  await forgive(context, credential)
}

async function forgive(context: Context, { id }: Credential): Promise<void> {
  // Another signature may have reset the failures meanwhile.
  await context.db.credential.updateMany({ where: { id, failures: { gt: 0 } }, data: { failures: { decrement: 1 } } })
}

/** One transaction: the code is spent, the signatures exist, the evidence says so, and the sealing is queued. */
async function record(
  context: Context,
  caller: SignerCaller,
  { activation, credential }: Attempt,
  { signatures, factors }: Signed,
): Promise<void> {
  const { documents } = openPrepared(context, activation)
  const values = documents.map(({ document }, index) => ({
    document,
    value: Buffer.from(signatures[index] ?? new Uint8Array()).toString('base64'),
  }))
  await context.db.$transaction(async (tx) => {
    const { request, place } = await lockedStanding(context, tx, caller.signerId, caller)
    if (place.at !== 'step' || place.step !== 'sign') return
    const spent = await tx.activation.updateMany({
      where: { id: activation.id, state: 'open' },
      data: {
        state: 'authorised',
        challenge: Prisma.DbNull,
        signatures: values as Prisma.InputJsonArray,
        authorisedAt: context.machineNow(),
      },
    })
    if (spent.count !== 1) throw activationExpired()
    // The key was locked meanwhile in another request: the signature is not used.
    const forgiven = await tx.credential.updateMany({
      where: { id: credential.id, lockedAt: null, revokedAt: null },
      data: { failures: 0 },
    })
    if (forgiven.count !== 1) throw activationExpired()
    await append(context, tx, request.id, [
      {
        by: caller,
        fact: {
          type: 'signature_authorised',
          signer: caller.signerId,
          activation: activation.id,
          credential: credential.id,
          factors,
        },
      },
    ])
    await context.enqueue(tx, 'seal_signature', { activation: activation.id }, { key: activation.id })
  })
}
