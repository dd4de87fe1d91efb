// The code by which alone an act of signing is authorised: it belongs to this act, this signer and exactly the documents that were accepted.
// So it is right for no other request, and for none once a document has changed.

import { generateOtp, otpMac, sessionHash } from '../../crypto/activation'
import { isMacUnder, macUnder } from '../../crypto/keyring'
import { Problem } from '../../domain/problem'
import type { Challenge, ProviderData } from '../../domain/signing-provider'
import type { Activation } from '../../generated/prisma/client'
import type { Journey } from '../journey/standing'
import type { Context } from '../kernel/context'
import { triesByCode } from './limits-of-signing'
import { openPrepared } from './prepared-activation'

const PURPOSE = 'signing code'
/** In the place of a key that lasts: there is none before the act. */
const ONE_SHOT = { id: 'one-shot' }

/** What the code is bound to, from the evidence as it is at this moment, never from what is stored beside the code. */
export function sessionOfAct(activationId: string, { row, signer }: Pick<Journey, 'row' | 'signer'>, nonce: string): string {
  const toSign = (signer.approved ?? []).map(({ id, sha256 }) => Buffer.from(`${id} ${sha256}`))
  return sessionHash({ activationId, signerId: row.id, credential: ONE_SHOT, toSign, nonce: Buffer.from(nonce, 'base64') })
}

/** A new code for the act; the one before is right no longer. */
export function codeFor(context: Context, journey: Journey, activation: Pick<Activation, 'id' | 'prepared'>): Challenge {
  return newCode(context, activation.id, sessionOfAct(activation.id, journey, openPrepared(context, activation).nonce))
}

export function newCode({ secrets }: Context, activationId: string, session: string): Challenge {
  const code = generateOtp()
  return { state: { mac: macUnder(secrets.share(PURPOSE), (key) => otpMac(key, activationId, session, code)) }, code }
}

/** In constant time. */
export function isCodeOf(context: Context, journey: Journey, activation: Activation, code: string): boolean {
  const session = sessionOfAct(activation.id, journey, openPrepared(context, activation).nonce)
  const mac = String((activation.challenge as ProviderData | null)?.['mac'])
  return (
    session === activation.sessionHash &&
    isMacUnder(context.secrets.share(PURPOSE), mac, (key) => otpMac(key, activation.id, session, code))
  )
}

/** How many codes may be typed at an act that begins now. Throws CREDENTIAL_LOCKED where too many were wrong. */
export function leftByCodes({ signer, request }: Pick<Journey, 'signer' | 'request'>): number {
  const left = triesByCode(signer.wrongEntries)
  if (left === 0) throw new Problem('CREDENTIAL_LOCKED.codes', { requester: request.tenant.name }, { triesLeft: 0 })
  return left
}
