// Judges what an authenticator answers: origin, host, user verification, algorithm, signature and counter. Whatever is not right is null, so
// that nobody learns from our answer what they would have to change.

import {
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type VerifiedAuthenticationResponse,
  type VerifiedRegistrationResponse,
} from '@simplewebauthn/server'
import { decodeAttestationObject } from '@simplewebauthn/server/helpers'
import type { Passkey } from '../../../generated/prisma/client'
import type { Context } from '../../kernel/context'
import { ALGORITHMS, relyingParty } from './relying-party'

/** All in base64url. `id`: of the credential, as its authenticator names it. */
export type NewKeyAnswer = { id: string; clientData: string; attestation: string }
export type SignInAnswer = { id: string; clientData: string; authenticatorData: string; signature: string; userHandle: string }

export type JudgedKey = Pick<Passkey, 'credentialId' | 'publicKey' | 'backupEligible' | 'backedUp' | 'counter'>
export type JudgedUse = Pick<Passkey, 'counter' | 'backedUp'>

const wire = ({ id }: { id: string }) => ({ id, rawId: id, type: 'public-key', clientExtensionResults: {} }) as const

function expected(context: Context, challenge: string) {
  const { id, origin } = relyingParty(context)
  return { expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: id, requireUserVerification: true }
}

export async function judgeNewKey(context: Context, answer: NewKeyAnswer, challenge: string): Promise<JudgedKey | null> {
  const { clientData, attestation } = answer
  if (!isWithoutMaker(attestation)) return null
  const response = { ...wire(answer), response: { clientDataJSON: clientData, attestationObject: attestation } }
  const judged = await orNull(verifyRegistrationResponse({ ...expected(context, challenge), response, supportedAlgorithmIDs: ALGORITHMS }))
  const made: VerifiedRegistrationResponse['registrationInfo'] = judged?.verified ? judged.registrationInfo : undefined
  // The authenticator has signed this id, too, and it is the one by which the passkey is found.
  if (!made || made.credential.id !== answer.id) return null
  return {
    credentialId: made.credential.id,
    publicKey: Buffer.from(made.credential.publicKey).toString('base64url'),
    backupEligible: made.credentialDeviceType === 'multiDevice',
    backedUp: made.credentialBackedUp,
    counter: BigInt(made.credential.counter),
  }
}

/**
 * We ask for no word of the maker. Certificates in such a word come from whoever answers: none is read, and nothing that one names is asked for
 * revocations, as the library would where one leads to a root that it knows.
 */
function isWithoutMaker(attestation: string): boolean {
  try {
    const read = decodeAttestationObject(new Uint8Array(Buffer.from(attestation, 'base64url')))
    const fmt = read.get('fmt')
    // Signed with the new key itself: some authenticators cannot leave it out.
    return fmt === 'none' || (fmt === 'packed' && read.get('attStmt').get('x5c') === undefined)
  } catch {
    return false
  }
}

/** The handle is the person's space, in which the passkey was added: a passkey opens no other. */
export async function judgeUse(context: Context, answer: SignInAnswer, challenge: string, passkey: Passkey): Promise<JudgedUse | null> {
  const { id, clientData, authenticatorData, signature, userHandle } = answer
  if (id !== passkey.credentialId || Buffer.from(userHandle, 'base64url').toString('utf8') !== passkey.spaceId) return null
  const response = { ...wire(answer), response: { clientDataJSON: clientData, authenticatorData, signature, userHandle } }
  const publicKey = new Uint8Array(Buffer.from(passkey.publicKey, 'base64url'))
  // A counter that has not grown is that of a copy (WebAuthn 6.1.1): the library refuses it.
  const credential = { id, publicKey, counter: Number(passkey.counter) }
  const judged = await orNull(verifyAuthenticationResponse({ ...expected(context, challenge), response, credential }))
  const used: VerifiedAuthenticationResponse['authenticationInfo'] | null = judged?.verified ? judged.authenticationInfo : null
  // Whether it may be copied is settled when it is made (WebAuthn 6.1.3).
  if (!used || (used.credentialDeviceType === 'multiDevice') !== passkey.backupEligible) return null
  return { counter: BigInt(used.newCounter), backedUp: used.credentialBackedUp }
}

/** The library throws an error of its own for each fault of an answer, and for bytes that it cannot read. */
const orNull = <T>(work: Promise<T>): Promise<T | null> => work.catch(() => null)
