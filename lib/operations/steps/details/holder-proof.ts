// A person who has signed before proves that they hold a certificate: by a code to its phone, before anything of it is shown or counted.
// Without one everything looks the same, so nobody learns by an address whether somebody has a certificate.

import type { SignerCaller } from '../../../domain/caller'
import { Problem } from '../../../domain/problem'
import { isPresent } from '../../../domain/steps'
import type { UsableCredential } from '../../credentials/usable-credentials'
import { actAt, type Guard } from '../../journey/act-at'
import { ownLost, ownUsable } from '../../journey/own-credentials'
import type { Journey } from '../../journey/standing'
import { counted, newProof, requireCode, unsentProof } from '../../kernel/code-proof'
import type { Context, Tx } from '../../kernel/context'
import { requireWithinLimit, withinLimit } from '../../kernel/limits'
import { keepProfile, type HolderProof } from '../../kernel/profile'
import { sendTextIfAllowed } from '../../messages/send-text'
import { holderCodeText } from '../../messages/text-messages'

/** Before anything is done that a certificate would spare. */
const HERE = { at: ['details'], already: ({ signer }) => signer.proven.length > 0 && isPresent(signer) } satisfies Guard & {
  already(journey: Journey): boolean
}
const HOUR_MS = 3_600_000
const ASKED = { name: 'holder-code', count: 5, windowMs: HOUR_MS }
/**
 * Typed codes. Whoever opens more sessions has no more of them, nor who has more requests, or more addresses. Right ones count too: they are
 * counted before they are judged. Somebody whom others leave none proves their identity anew.
 */
const TYPED_IN_JOURNEY = { name: 'holder-code-typed', count: 15, windowMs: HOUR_MS }
const TYPED_BY_CLIENT = { name: 'holder-code-typed-client', count: 30, windowMs: HOUR_MS }
/** Beyond it no code is right: a refusal would tell that there is a certificate. */
const TYPED_FOR_PHONE = { name: 'holder-code-typed-number', count: 20, windowMs: HOUR_MS }
/** The certificate whose holder is asked; undefined: there is none. */
type Whose = (context: Context, tx: Tx, journey: Journey) => Promise<UsableCredential | undefined>

const proving = (credential: string | null) => ({ label: 'holder code', about: credential ?? 'none' })

/** Where the signer signs with no key of their own, there is nothing that one of before would spare. */
function requireOwnKey({ circumstances }: Journey): void {
  if (circumstances.policy.signsWith !== 'own credential') throw new Problem('STATE_CONFLICT.other_factors')
}

/** Who can sign with none of them any more is told why, once the phone of the newest has answered. */
const newestOwn: Whose = async (context, tx, journey) =>
  (await ownUsable(context, tx, journey))[0] ?? (await ownLost(context, tx, journey))[0]

export const sendHolderCode = (context: Context, caller: SignerCaller): Promise<void> => sendCodeOf(context, caller, HERE, newestOwn)

/** To the phone of the certificate that `whose` answers. */
export async function sendCodeOf(context: Context, caller: SignerCaller, guard: Guard, whose: Whose): Promise<void> {
  await actAt(context, caller, guard, async (journey, tx) => {
    requireOwnKey(journey)
    const { row, profile, request, language } = journey
    const asked = await whose(context, tx, journey)
    const credential = asked?.row.id ?? null
    const { code, proof } = newProof(context, caller, proving(credential), profile.holderProof)
    await requireWithinLimit({ machineNow: context.machineNow, db: tx }, caller.sessionId, ASKED)
    const to = asked?.subject.phone ?? null
    const text = holderCodeText({ language, code, requester: request.tenant.name, baseUrl: context.baseUrl })
    // What was not sent proves nothing: nobody but a guesser could type it.
    const isThere = to !== null && (await sendTextIfAllowed(context, tx, journey, { template: 'holder_code', to, text }))
    const holderProof: HolderProof = isThere
      ? { ...proof, credential, phone: to }
      : { ...unsentProof(proof), credential: null, phone: null }
    await keepProfile(context, tx, row, { ...profile, holderProof })
    return []
  })
}

export const proveHolder = (context: Context, caller: SignerCaller, { code }: { code: string }): Promise<void> =>
  proveBy(context, caller, HERE, code)

/** By the code that was sent last. */
export async function proveBy(
  context: Context,
  caller: SignerCaller,
  guard: Guard & { already(journey: Journey): boolean },
  code: string,
): Promise<void> {
  const { signerId, sessionId, client } = caller
  await requireWithinLimit(context, signerId, TYPED_IN_JOURNEY)
  await requireWithinLimit(context, client ?? sessionId, TYPED_BY_CLIENT)
  let tried: HolderProof | null = null
  let isDone = false
  const isHere = await actAt(context, caller, guard, async (journey, tx) => {
    requireOwnKey(journey)
    const { row, profile } = journey
    const stored = profile.holderProof
    isDone = !stored && guard.already(journey)
    const proof = counted(context, caller, stored)
    if (!stored || !proof) return []
    tried = { ...stored, ...proof }
    await keepProfile(context, tx, row, { ...profile, holderProof: tried })
    return []
  })
  // The same code, sent twice.
  if (!isHere || isDone) return
  const proof = tried as HolderProof | null
  const mayBeRight = await withinLimit(context, proof?.phone ?? signerId, TYPED_FOR_PHONE)
  const credential = proof?.credential ?? null
  requireCode(context, caller, proving(credential), proof && !mayBeRight ? unsentProof(proof) : proof, code)
  if (credential === null) throw new Problem('CODE_INVALID.used_up', {}, { triesLeft: 0 })
  await actAt(context, caller, guard, async (journey, tx) => {
    const { row, profile } = journey
    const { holderProof: _, ...rest } = profile
    await keepProfile(context, tx, row, rest)
    const usable = await ownUsable(context, tx, journey)
    const others = usable.flatMap(({ row: { id }, subject }) => (id !== credential && subject.phone === proof?.phone ? [id] : []))
    return [{ type: 'holder_proven', signer: row.id, credential, ...(others.length > 0 ? { others } : {}) }]
  })
}
