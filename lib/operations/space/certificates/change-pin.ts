// Changes the PIN of a key: the old PIN and a code by text message open it, and it is wrapped anew under the new one in the same moment.

import type { HolderCaller } from '../../../domain/caller'
import { PIN_PATTERN, pinWeakness } from '../../../domain/pin'
import { Problem } from '../../../domain/problem'
import type { ProviderData, Refused } from '../../../domain/signing-provider'
import { Prisma } from '../../../generated/prisma/client'
import { providerCredential, refusal, unlessRefused } from '../../credentials/provider-credential'
import { sealSubject } from '../../credentials/usable-credentials'
import type { Context } from '../../kernel/context'
import { requireWithinLimit } from '../../kernel/limits'
import { FAILURES_UNTIL_LOCKED, TRIES_PER_CODE } from '../../signing/limits-of-signing'
import { lockCredential } from '../../signing/lock-credential'
import { voidActivations } from '../../signing/void-activations'
import { newCodes, keepPending, pendingOf, type Pending } from '../codes'
import { appendToLog } from '../space-log'
import { tellHolder } from '../tell-holder'
import { textCode } from '../text-code'
import type { OwnCredential } from '../whose'
import { ownCredential } from './own-certificates'

const ACT = 'pin'
/** Stretching a PIN takes 64 MB of memory and a tenth of a second. */
const TYPED = { name: 'space-pin-typed', count: 15, windowMs: 3_600_000 }

type PinChange = { certificate: string; pin: string; newPin: string; code: string }

export async function sendPinCode(context: Context, caller: HolderCaller, { certificate }: { certificate: string }): Promise<void> {
  const own = requireUsable(context, await ownCredential(context, context.db, caller, certificate))
  const { state, code } = unlessRefused(await context.signing(own.row.mode).challengePinChange(providerCredential(own.row)))
  await context.db.$transaction(async (tx) => {
    // The provider's code is the one that counts; ours keeps its time and its tries.
    await newCodes(context, tx, caller, { act: ACT, about: certificate, names: ['phone'], challenge: state })
    if (code !== null) await textCode(context, tx, own, { to: own.subject.phone, code, act: ACT })
  })
}

export async function changePin(context: Context, caller: HolderCaller, { certificate, pin, newPin, code }: PinChange): Promise<void> {
  const own = requireUsable(context, await ownCredential(context, context.db, caller, certificate))
  if (!PIN_PATTERN.test(newPin)) throw new Problem('PIN_WEAK.digits').at(['newPin'])
  const weakness = pinWeakness(newPin, { phone: own.subject.phone })
  if (weakness) throw new Problem(`PIN_WEAK.${weakness}`).at(['newPin'])
  if (newPin === pin) throw new Problem('PIN_WEAK.same').at(['newPin'])
  await requireWithinLimit(context, caller.spaceId, TYPED)
  const challenge = await reserve(context, caller, own)
  const answer = await context.signing(own.row.mode).changePin(providerCredential(own.row), { pin, newPin, code, challenge })
  if ('refused' in answer) throw await refused(context, caller, own, answer)
  await store(context, caller, own, answer.reference)
}

function requireUsable({ machineNow }: Context, own: OwnCredential): OwnCredential {
  const { lockedAt, revokedAt, expiresAt, failures } = own.row
  if (lockedAt || failures >= FAILURES_UNTIL_LOCKED) throw new Problem('CREDENTIAL_LOCKED.locked')
  if (revokedAt || !expiresAt || expiresAt <= machineNow()) throw new Problem('CREDENTIAL_LOCKED.unusable')
  return own
}

/** Counts a try of code and key before either is judged, so that it counts even when the request is aborted. */
async function reserve(context: Context, caller: HolderCaller, { row }: OwnCredential): Promise<ProviderData> {
  return context.db.$transaction(async (tx) => {
    const pending = await pendingOf(context, tx, caller, ACT)
    const proof = pending?.codes['phone']
    if (!pending?.challenge || !proof || pending.about !== row.id) throw new Problem('CODE_INVALID.not_sent')
    if (proof.tries >= TRIES_PER_CODE || Date.parse(proof.expiresAt) <= context.now().getTime())
      throw new Problem('CODE_INVALID.used_up', {}, { triesLeft: 0 })
    const tried: Pending = { ...pending, codes: { phone: { ...proof, tries: proof.tries + 1 } } }
    await keepPending(context, tx, caller, tried)
    const allowed = await tx.credential.updateMany({
      where: { id: row.id, lockedAt: null, revokedAt: null, failures: { lt: FAILURES_UNTIL_LOCKED } },
      data: { failures: { increment: 1 } },
    })
    if (allowed.count !== 1) throw new Problem('CREDENTIAL_LOCKED.locked')
    return pending.challenge
  })
}

/** As at the act of signing: a wrong PIN counts against the key, a wrong code does not, and the answer does not tell which it was. */
async function refused(context: Context, caller: HolderCaller, { row }: OwnCredential, answer: Refused): Promise<Error> {
  const judged = answer.refused === 'wrong_factor' || answer.refused === 'locked'
  if (answer.refused === 'unavailable' || answer.codeWasRight === false)
    await context.db.credential.updateMany({ where: { id: row.id, failures: { gt: 0 } }, data: { failures: { decrement: 1 } } })
  if (!judged) return refusal(answer)
  return context.db.$transaction(async (tx) => {
    const { failures } = await tx.credential.findUniqueOrThrow({ where: { id: row.id } })
    const pending = await pendingOf(context, tx, caller, ACT)
    const isLocked = answer.refused === 'locked' || failures >= FAILURES_UNTIL_LOCKED
    // The tries of the code go down alike for a wrong code and a wrong PIN.
    const left = isLocked ? 0 : Math.max(0, TRIES_PER_CODE - (pending?.codes['phone']?.tries ?? TRIES_PER_CODE))
    await appendToLog(context, tx, caller, [{ type: 'pin_refused', credential: row.id, tries_left: left }])
    if (left > 0) return new Problem('SIGNING_REFUSED.wrong', { left }, { triesLeft: left })
    if (!isLocked) return new Problem('SIGNING_REFUSED.code_spent', {}, { triesLeft: 0 })
    await lockCredential(context, tx, row.id)
    await keepPending(context, tx, caller, null)
    await appendToLog(context, tx, caller, [{ type: 'credential_locked', credential: row.id }])
    await tellHolder(context, tx, caller, { about: 'locked', at: context.machineNow(), serial: row.serialHex ?? '' })
    return new Problem('CREDENTIAL_LOCKED.too_often', {}, { triesLeft: 0 })
  })
}

/** One statement takes the old wrapping away and puts the new one in its place: the key is never there twice. */
async function store(context: Context, caller: HolderCaller, { row, subject }: OwnCredential, reference: ProviderData): Promise<void> {
  await context.db.$transaction(async (tx) => {
    // The sandbox shows and uses only PINs that it chose itself.
    const { pinBySandbox: _, ...chosen } = subject
    const before = row.reference as Prisma.InputJsonObject
    const changed = await tx.credential.updateMany({
      where: { id: row.id, reference: { equals: before }, lockedAt: null, revokedAt: null },
      data: { reference: { ...reference }, failures: 0, subject: sealSubject(context, row.id, chosen) },
    })
    // Revoked, locked or changed in another window meanwhile.
    if (changed.count !== 1) throw new Problem('STATE_CONFLICT.others_changing')
    // Their codes were sent for the PIN of before.
    await voidActivations(tx, { credentialId: row.id })
    await keepPending(context, tx, caller, null)
    await appendToLog(context, tx, caller, [{ type: 'pin_changed', credential: row.id }])
    await tellHolder(context, tx, caller, { about: 'pinChanged', at: context.machineNow(), serial: row.serialHex ?? '' })
  })
}
