// A signer's personal data: sealed under a key of their own, which is wrapped under the master key; deleting the key erases the person.

import { randomBytes } from 'node:crypto'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { sha256Hex } from '../../crypto/algorithms'
import { seal } from '../../crypto/envelope'
import type { Origin } from '../../domain/caller'
import { Problem } from '../../domain/problem'
import type { CodeProof } from './code-proof'
import type { Context, Tx } from './context'
import { holderOfAddress } from './holder'
import { openSealed } from './integrity'
import type { PresenceOffer } from './presence-offer'
import { openColumn, sealColumn } from './sealed-columns'

/** What is kept of a person for one request. `salt` blinds the digests in the evidence, so they say nothing once this is erased. */
export type SignerProfile = {
  name: string
  email: string
  /** E.164. */
  phone: string | null
  locale: string
  country: string | null
  method: string
  originalName: string
  corrected: boolean
  salt: string
  subject?: { givenNames: string; surname: string; spelling: string }
  /** The signer changed the mail address: nothing proves that it is theirs, so the keys of its holder are not offered. */
  emailChanged?: boolean
  /** The code that was sent to prove a phone number. */
  phoneProof?: CodeProof & { phone: string }
  holderProof?: HolderProof
  /** The present screen offers another one to go on. */
  presenceOffer?: PresenceOffer
  refusalReason?: string
  /** Where the click of a simple signature came from. */
  signedFrom?: Origin
}

/** The code that was sent to the phone of an earlier certificate; null: none was, and the signer is not told. */
export type HolderProof = CodeProof & { credential: string | null; phone: string | null }

type StoredBytes = Uint8Array<ArrayBuffer>
type Needs = Pick<Context, 'secrets' | 'integrity' | 'log'>
type Keyed = { id: string; profileKey: Uint8Array | null }

/** A fresh key for this signer, wrapped: store it as `Signer.profileKey`. */
export function newProfileKey({ secrets }: Pick<Context, 'secrets'>, signerId: string): StoredBytes {
  return sealColumn(secrets, 'profileKey', signerId, randomBytes(32))
}

export function newSalt(): string {
  return randomBytes(16).toString('hex')
}

/** The profile as `Signer.profile` stores it. Key and profile are bound to the signer, so that neither can be moved to another one. */
export function sealProfile(context: Needs, signer: Keyed, profile: SignerProfile): StoredBytes {
  return stored(seal(keyOf(context, signer), Buffer.from(JSON.stringify(profile)), profileLabel(signer.id)))
}

export async function keepProfile(context: Context, tx: Tx, signer: Keyed, profile: SignerProfile): Promise<void> {
  await tx.signer.update({
    where: { id: signer.id },
    data: { profile: sealProfile(context, signer, profile), holder: holderOfAddress(context, profile.email) },
  })
}

/** Throws NOT_FOUND when the person was erased. */
export function openProfile(context: Needs, signer: Keyed & { profile: Uint8Array }): SignerProfile {
  const plaintext = openSealed(context, keyOf(context, signer), signer.profile, profileLabel(signer.id))
  return JSON.parse(plaintext.toString('utf8')) as SignerProfile
}

/** What else is kept of this person under their own key; `label` says for which row. It is erased with the profile. */
export function sealOwn(context: Needs, signer: Keyed, text: string, label: string): StoredBytes {
  return stored(seal(keyOf(context, signer), Buffer.from(text), label))
}

/** Throws NOT_FOUND when the person was erased. */
export function openOwn(context: Needs, signer: Keyed, sealed: Uint8Array, label: string): string {
  return openSealed(context, keyOf(context, signer), sealed, label).toString('utf8')
}

/** Salted SHA-256 of who the person said they are: what the evidence holds instead of the data. */
export function profileDigest(profile: SignerProfile): string {
  return saltedDigest(profile, [profile.name, profile.email, profile.phone, profile.country])
}

/** The same for any other personal value of this signer: a phone number, a refusal reason, the names chosen. */
export function saltedDigest(profile: Pick<SignerProfile, 'salt'>, value: unknown): string {
  return sha256Hex(JSON.stringify([profile.salt, value]))
}

/** `j•••@example.com`: enough for the owner to recognise, not enough to write to. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return `${Array.from(email)[0] ?? ''}•••${email.slice(at)}`
}

/** `+48 ••• •• 3456`: the country and the last four digits, by which people know their number. */
export function maskPhone(phone: string): string {
  const country = parsePhoneNumberFromString(phone)?.countryCallingCode
  return `${country === undefined ? '' : `+${country} `}••• •• ${phone.slice(-4)}`
}

/** The country of a phone number, where the number tells one. */
export const countryOfPhone = (phone: string): string | null => parsePhoneNumberFromString(phone)?.country ?? null

/** `+48 500 123 456`: as people write it. */
export const writtenPhone = (phone: string): string => parsePhoneNumberFromString(phone)?.formatInternational() ?? phone

function keyOf(context: Needs, { id, profileKey }: Keyed): Uint8Array {
  if (!profileKey) throw new Problem('NOT_FOUND.erased')
  return openColumn(context, 'profileKey', id, profileKey)
}

export const profileLabel = (signerId: string): string => `profile of ${signerId}`

function stored(bytes: Uint8Array): StoredBytes {
  return new Uint8Array(bytes)
}
