// All forms of signatures behind two functions: one prepares what the key is to sign, one finishes the document with the signature value.

import type { Der } from '../crypto/der'
import { finishCades, prepareCades, signatureName, type PreparedCades } from './asic/cades'
import type { Trust } from './level'
import type { Mark } from './mark/appearance'
import { finish, prepare, type Prepared } from './pades'
import type { PreparedForm } from './prepared'
import type { CarriedTrail } from './trail/carried-trail'
import { memorySource, withTails, type Source } from './pdf/source'
import { finishXades, prepareXades, type PreparedXades } from './xades/xades'

export type FormPreparation = {
  /** Tells this signer's signature from others in the same document; a valid XML name. */
  id: string
  certificate: Der
  /** The authorities above the signer, root not needed. */
  chain: readonly Der[]
  /** Claimed signing time; the proven one is that of the time-stamp. */
  now: Date
  /** The uploaded file: the name it has inside a container, and its type. */
  file: { name: string; mimeType: string }
  /** Somebody has signed the document before. */
  signedBefore: boolean
  /** The signer's field in a PDF, and what is drawn into it; other forms have none. */
  field: { name: string; mark: Mark } | null
  /** Where the certificate names no person: for whom its key signs, and what the signature says of that. */
  onBehalf?: { claimedName: string; reason: string }
  /** What a PDF carries of how the signature came about; other forms carry none. */
  trail: CarriedTrail
}

/** `base`: all bytes of the document as it was. `stored`: the bytes are a part of the base that is stored already. */
type Piece = 'base' | { bytes: Uint8Array; stored: boolean }

export type FinishedSignature = {
  whole: Source
  /** The pieces of `whole`, in order. */
  pieces: readonly Piece[]
  /** Where the validator finds the new signature. */
  name: string
}

type SignatureForm<F extends FormName, P extends PreparedForm = PreparedBy[F]> = {
  prepare(source: Source, preparation: FormPreparation): Promise<{ format: F; prepared: P }>
  /** Safe to call again with the same prepared data and value. Throws LevelNotReached, or TypeError if value or bytes are others. */
  finish(source: Source, prepared: P, signature: Uint8Array, trust: Trust): Promise<FinishedSignature>
}

type PreparedBy = { PAdES: Prepared; XAdES: PreparedXades; CAdES: PreparedCades }
export type FormName = keyof PreparedBy
type PreparedAs<F extends FormName> = { [G in F]: { format: G; prepared: PreparedBy[G] } }[F]
export type PreparedSignature = PreparedAs<FormName>

export const FORMS: { readonly [F in FormName]: SignatureForm<F> } = {
  PAdES: {
    async prepare(source, { field, certificate, chain, now, onBehalf, trail }) {
      if (!field) throw new TypeError('a PDF without a signature field of its signer')
      const preparation = { certificate, chain, now, trail, field: field.name, mark: field.mark, ...onBehalf }
      return { format: 'PAdES', prepared: await prepare(source, preparation) }
    },
    async finish(source, prepared, signature, trust) {
      const tails = await finish(source, prepared, signature, trust)
      return { whole: withTails(source, tails), pieces: ['base', ...tails.map(added)], name: prepared.field }
    },
  },
  XAdES: {
    async prepare(source, { id, certificate, chain, now, file: { mimeType }, onBehalf }) {
      return {
        format: 'XAdES',
        prepared: await prepareXades(source, { certificate, chain, now, id, mimeType, claimedName: onBehalf?.claimedName }),
      }
    },
    async finish(source, prepared, signature, trust) {
      const document = await finishXades(source, prepared, signature, trust)
      return { whole: memorySource(document), pieces: [added(document)], name: prepared.id }
    },
  },
  CAdES: {
    async prepare(source, { certificate, chain, now, file, signedBefore, onBehalf }) {
      const base = signedBefore ? 'container' : 'file'
      return {
        format: 'CAdES',
        prepared: await prepareCades(source, { certificate, chain, now, file, base, claimedName: onBehalf?.claimedName }),
      }
    },
    async finish(source, prepared, signature, trust) {
      const { head, file, tail } = await finishCades(source, prepared, signature, trust)
      const whole = withTails(memorySource(head), [file, tail])
      return { whole, pieces: [added(head), { bytes: file, stored: true }, added(tail)], name: signatureName(prepared.number) }
    },
  },
}

const added = (bytes: Uint8Array): Piece => ({ bytes, stored: false })

/** The document with its signature. */
export function finishSignature<F extends FormName>(
  source: Source,
  { format, prepared }: PreparedAs<F>,
  signature: Uint8Array,
  trust: Trust,
): Promise<FinishedSignature> {
  return FORMS[format].finish(source, prepared, signature, trust)
}
