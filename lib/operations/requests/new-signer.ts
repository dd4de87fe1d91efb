// The row of a new signer, with the profile sealed under a key of the signer's own.

import type { SignatureType } from '../../domain/event'
import { newId } from '../../domain/ids'
import { defaultMethod } from '../../domain/policy'
import type { FieldPath } from '../../domain/problem'
import { Prisma } from '../../generated/prisma/client'
import type { OrganisationCaller } from '../../domain/caller'
import { bound } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { holderOfAddress } from '../kernel/holder'
import { newSignerLink } from '../kernel/links'
import { newProfileKey, newSalt, sealProfile, type SignerProfile } from '../kernel/profile'
import { phoneOf, type NewSigner } from './request-rules'
import { scriptOfAddress } from '../kernel/magic-address'

/** `index` is the place in the caller's list, `position` the place in the order of signing, from 1. */
export type SignerPlan = { id: string; position: number; index: number; profile: SignerProfile; key: Uint8Array<ArrayBuffer> }

/** `at`: where the signer stands in the input, for refusals. */
export function planned(
  context: Context,
  type: SignatureType,
  signer: NewSigner,
  { index, position, at }: { index: number; position: number; at: FieldPath },
): SignerPlan {
  const id = newId('sgn')
  return { id, position, index, profile: profileOf(type, signer, at), key: newProfileKey(context, id) }
}

function profileOf(type: SignatureType, signer: NewSigner, at: FieldPath): SignerProfile {
  const name = signer.name.normalize('NFC').replace(/\s+/g, ' ')
  return {
    name,
    email: signer.email,
    phone: phoneOf(signer, at),
    locale: signer.locale ?? 'en-GB',
    country: signer.country,
    method: signer.method ?? defaultMethod(type),
    originalName: name,
    corrected: false,
    salt: newSalt(),
  }
}

export function signerRow(
  context: Context,
  caller: OrganisationCaller,
  requestId: string,
  { id, position, profile, key }: SignerPlan,
): Prisma.SignerCreateManyInput {
  const link = newSignerLink(context, id)
  const script = scriptOfAddress(caller.mode, profile.email)
  const row = bound(context.secrets, 'signer', {
    id,
    requestId,
    tenantId: caller.tenantId,
    position,
    status: position === 1 ? ('pending_verification' as const) : ('waiting' as const),
    profile: sealProfile(context, { id, profileKey: key }, profile),
    profileKey: key,
    holder: holderOfAddress(context, profile.email),
    linkHash: link.hash,
    linkToken: link.sealed,
    linkVersion: 1,
    locale: profile.locale,
    createdAt: context.now(),
    script,
  })
  return { ...row, script: script ?? Prisma.DbNull }
}
