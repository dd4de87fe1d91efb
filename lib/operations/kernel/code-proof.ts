// A code by text message, typed back: good for ten minutes, three tries, and the session that asked for it. Tries are counted before they
// are judged, in a transaction of their own.

import { generateOtp, otpMac } from '../../crypto/activation'
import { isMacUnder, macUnder } from '../../crypto/keyring'
import type { HolderCaller, SignerCaller } from '../../domain/caller'
import { Problem } from '../../domain/problem'
import type { Context } from './context'

const LIVES_MS = 10 * 60_000
const RESEND_AFTER_MS = 30_000
const TRIES = 3

/** Kept sealed, in the profile of the signer or in the session of the space. `mac`: of the code and of what it proves. Moments are RFC 3339. */
export type CodeProof = { session: string; mac: string; sentAt: string; expiresAt: string; tries: number }
type Asker = Pick<SignerCaller, 'signerId' | 'sessionId'> | Pick<HolderCaller, 'spaceId' | 'sessionId'>
/** `label`: what the code is for. `about`: what it proves, such as a phone number. */
type About = { label: string; about: string }

/** A code, and the proof to be kept. Throws RESEND_TOO_SOON when one was sent for the same moments ago; `before`: the proof of then. */
export function newProof(context: Context, caller: Asker, what: About, before: CodeProof | undefined): { code: string; proof: CodeProof } {
  const now = context.now()
  const waited = before?.session === caller.sessionId ? now.getTime() - Date.parse(before.sentAt) : Infinity
  if (waited < RESEND_AFTER_MS) {
    const seconds = Math.ceil((RESEND_AFTER_MS - waited) / 1000)
    throw new Problem('RESEND_TOO_SOON.code', { seconds }, { retryAfterSeconds: seconds })
  }
  const code = generateOtp()
  const proof = {
    session: caller.sessionId,
    mac: macUnder(context.secrets.share(what.label), macOf(caller, what, code)),
    sentAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + LIVES_MS).toISOString(),
    tries: 0,
  }
  return { code, proof }
}

/** The proof of a code that nobody was sent: none is right, and all else is as if one had been. */
export const unsentProof = (proof: CodeProof): CodeProof => ({ ...proof, mac: '' })

/** The proof with one try more; null where no try is left, its time is over, or another session asked for it. */
export function counted(context: Context, caller: Asker, proof: CodeProof | undefined): CodeProof | null {
  if (!proof || proof.session !== caller.sessionId || proof.tries >= TRIES || Date.parse(proof.expiresAt) <= context.now().getTime())
    return null
  return { ...proof, tries: proof.tries + 1 }
}

/** `proof`: as `counted` answered it. Throws CODE_INVALID unless the code is the one that was sent. */
export function requireCode(context: Context, caller: Asker, what: About, proof: CodeProof | null, code: string): void {
  if (proof === null) throw new Problem('CODE_INVALID.used_up', {}, { triesLeft: 0 })
  if (isMacUnder(context.secrets.share(what.label), proof.mac, macOf(caller, what, code))) return
  const triesLeft = TRIES - proof.tries
  throw new Problem('CODE_INVALID.wrong', { left: triesLeft }, { triesLeft })
}

const macOf =
  (asker: Asker, { about }: About, code: string) =>
  (key: Uint8Array): string =>
    otpMac(key, 'signerId' in asker ? asker.signerId : asker.spaceId, about, code)
