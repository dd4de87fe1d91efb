// The prepared signatures of one act of signing, for all documents, sealed until PIN and code release them.

import type { CarriedTrailFact } from '../../domain/event'
import type { SigningActivation } from '../../domain/signing-provider'
import type { Activation, Credential } from '../../generated/prisma/client'
import type { PreparedSignature } from '../../signature/forms'
import { providerCredential } from '../credentials/provider-credential'
import type { Context } from '../kernel/context'
import { openColumn, sealColumn } from '../kernel/sealed-columns'

/** `trail`: what it carries of how it came about. Acts that began with a version of before carry none. */
export type PreparedDocument = PreparedSignature & {
  document: string
  requestDocument: string
  sha256: string
  trail?: Omit<CarriedTrailFact, 'carried'>
}
/** `nonce`: base64; part of what the code is bound to. `certificate`: base64, where it is of this act alone. */
export type PreparedActivation = { nonce: string; documents: readonly PreparedDocument[]; certificate?: string }

type Needs = Pick<Context, 'secrets' | 'integrity' | 'log'>

export function sealPrepared(context: Needs, activationId: string, prepared: PreparedActivation): Uint8Array<ArrayBuffer> {
  return sealColumn(context.secrets, 'activation', activationId, Buffer.from(JSON.stringify(prepared)))
}

export function openPrepared(context: Needs, activation: Pick<Activation, 'id' | 'prepared'>): PreparedActivation {
  const plaintext = openColumn(context, 'activation', activation.id, activation.prepared)
  return JSON.parse(plaintext.toString('utf8')) as PreparedActivation
}

/** What PIN and code authorise: octets to be signed, in the order of the documents. */
export function activationOf(
  { id: activationId, signerId }: Pick<Activation, 'id' | 'signerId'>,
  credential: Credential,
  { nonce, documents }: PreparedActivation,
): SigningActivation {
  return {
    activationId,
    signerId,
    credential: providerCredential(credential),
    nonce: Buffer.from(nonce, 'base64'),
    toSign: documents.map(({ prepared }) => Buffer.from(prepared.toSign, 'base64')),
  }
}
