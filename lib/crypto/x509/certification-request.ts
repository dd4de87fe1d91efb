// PKCS#10 (RFC 2986): a public key with the proof that the requester holds the private one.
import { createPublicKey, sign, type KeyObject } from 'node:crypto'
import { signatureIdentifier } from '../algorithms'
import { equalBytes, signedBy } from '../certificate'
import { bitString, expect, explicit, integer, membersOf, raw, readWhole, seq, TAG, type Der } from '../der'
import { OID } from '../oids'
import { encodeName, nameAttributes } from './name'

/** Thrown when the request does not prove possession of the key it names. */
export class NoProofOfPossession extends Error {
  override name = 'NoProofOfPossession'
}

/** Signed with SHA-256, by an elliptic-curve or RSA key. */
export function certificationRequest(key: KeyObject, spki: Der, commonName: string): Der {
  const subject = encodeName([{ type: OID.commonName, value: commonName }])
  const toBeSigned = seq(integer(0), subject, spki, explicit(0))
  const algorithm = signatureIdentifier(key.asymmetricKeyType === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256')
  return seq(toBeSigned, algorithm, bitString(sign('sha256', toBeSigned, key)))
}

/** Checks the self-signature. Throws MalformedDer or NoProofOfPossession. */
export function readCertificationRequest(der: Der): {
  readonly spki: Der
  readonly publicKey: KeyObject
  readonly subject: Record<string, string>
} {
  const [, subject, spkiNode] = membersOf(membersOf(readWhole(der), TAG.sequence)[0], TAG.sequence)
  const spki = raw(expect(spkiNode, TAG.sequence))
  let publicKey: KeyObject
  try {
    publicKey = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  } catch (cause) {
    throw new NoProofOfPossession('the public key cannot be used', { cause })
  }
  if (!signedBy(der, { publicKey })) throw new NoProofOfPossession('the request is not signed by the key it names')
  return { spki, publicKey, subject: nameAttributes(raw(expect(subject, TAG.sequence))) }
}

/** The proof must be about exactly the key that is to be certified. */
export function requireProof(csr: Der, spki: Der): KeyObject {
  const request = readCertificationRequest(csr)
  if (!equalBytes(request.spki, spki)) throw new NoProofOfPossession('the request names another key')
  return request.publicKey
}
