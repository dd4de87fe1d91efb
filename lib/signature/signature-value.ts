// The signature value, which is the same in every form: its algorithm, the check against the certificate, and the time-stamp over it.

import { verifySignature, type SignatureAlgorithm, sha256 } from '../crypto/algorithms'
import type { Certificate } from '../crypto/certificate'
import type { Der } from '../crypto/der'
import { OID } from '../crypto/oids'
import { verifyToken } from '../crypto/timestamp'
import type { DocumentDigest } from './digest'
import { LevelNotReached, reach, type Trust } from './level'

/** Throws TypeError for a value that is over other octets or made with another key, which only a bug or an attack can cause. */
export function requireSignature(certificate: Certificate, toSign: Uint8Array, signature: Uint8Array): void {
  if (verifySignature(suite(certificate), certificate.publicKey, toSign, signature)) return
  throw new TypeError('this is not the signature of these attributes by this certificate')
}

/** The token of the signature time-stamp over these octets; throws LevelNotReached. */
export async function stampOver(octets: Uint8Array, stamp: Trust['stamp']): Promise<Der> {
  const digest = sha256(octets)
  return reach('B-T', 'signature_timestamp', async () => {
    const token = await stamp(digest)
    const verdict = verifyToken(token, digest)
    if (verdict !== 'valid') throw new LevelNotReached('B-T', 'signature_timestamp', { cause: verdict })
    return token
  })
}

/** What a certificate's key signs with, and the digest of the data that goes with it. */
export function suite({ algorithm }: Certificate): SignatureAlgorithm & { digest: DocumentDigest } {
  switch (algorithm) {
    case 'ecdsa-sha256':
      return { oid: OID.ecdsaSha256, scheme: 'ecdsa', digest: 'sha256' }
    case 'ecdsa-sha384':
      return { oid: OID.ecdsaSha384, scheme: 'ecdsa', digest: 'sha384' }
    case 'rsa-sha256':
      return { oid: OID.rsaSha256, scheme: 'rsa', digest: 'sha256' }
    case 'unsupported':
      throw new TypeError('no signatures are made with this kind of key')
  }
}
