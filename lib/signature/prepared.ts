// What every form of signature prepares: the octets that the key signs, with the digest of the document and the signer's certificate.

import { sha256Hex } from '../crypto/algorithms'
import { readCertificate, type Certificate } from '../crypto/certificate'
import type { Der } from '../crypto/der'
import { hashed } from './digest'
import type { Source } from './pdf/source'
import { requireSignature } from './signature-value'

/** Plain data, to be stored until PIN and code arrive. Each form adds what it needs to finish. */
export type PreparedForm = {
  /** The digest of the bytes for which the signature was prepared; it can be finished over no others. */
  baseSha256: string
  /** Base64: the octets that the key signs; their digest is what PIN and code authorise. */
  toSign: string
  /** Hexadecimal SHA-256 of `toSign`. */
  toSignSha256: string
  /** Base64: the signer's certificate, and those put beside it. */
  certificate: string
  chain: string[]
}

export async function preparedForm(
  source: Source,
  toSign: Uint8Array,
  { certificate, chain }: { certificate: Der; chain: readonly Der[] },
): Promise<PreparedForm> {
  return {
    baseSha256: (await hashed(source, 'sha256')).digest('hex'),
    toSign: base64(toSign),
    toSignSha256: sha256Hex(toSign),
    certificate: base64(certificate),
    chain: chain.map(base64),
  }
}

/** Throws TypeError when the bytes are not those for which the signature was prepared. */
export async function requireBase(source: Source, { baseSha256 }: PreparedForm): Promise<void> {
  const found = (await hashed(source, 'sha256')).digest('hex')
  if (found !== baseSha256) throw new TypeError('this is not the document for which the signature was prepared')
}

/** The prepared data decoded. Throws TypeError when `signature` was not made with this certificate's key over these octets. */
export function withValue(
  prepared: PreparedForm,
  signature: Uint8Array,
): { certificate: Certificate; chain: readonly Der[]; toSign: Uint8Array } {
  const certificate = readCertificate(Buffer.from(prepared.certificate, 'base64'))
  const toSign = Buffer.from(prepared.toSign, 'base64')
  requireSignature(certificate, toSign, signature)
  return { certificate, chain: prepared.chain.map((der) => Buffer.from(der, 'base64')), toSign }
}

const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64')
