// CertID (RFC 6960 4.1.1): how OCSP names a certificate by digests of its issuer's name and key.
import { digestAlgorithm, digestOf, type DigestName } from '../algorithms'
import { publicKeyBits, type Certificate } from '../certificate'
import { children, expect, nullValue, octetString, raw, readOctetString, seq, TAG, tlv, value, type Der, type DerNode } from '../der'
import { OID, oidDer } from '../oids'

const sha1Identifier = seq(oidDer(OID.sha1), nullValue)
const issuerHashes = new WeakMap<Certificate, Map<DigestName, { name: Buffer; key: Buffer }>>()

/** The digests that name an issuer in a CertID. SHA-1 is good enough here: it identifies, it protects nothing. */
export function issuerHash(issuer: Certificate, digest: DigestName): { name: Buffer; key: Buffer } {
  const held = issuerHashes.get(issuer) ?? new Map<DigestName, { name: Buffer; key: Buffer }>()
  issuerHashes.set(issuer, held)
  const made = held.get(digest) ?? { name: digestOf(digest, issuer.subject), key: digestOf(digest, publicKeyBits(issuer.spki)) }
  held.set(digest, made)
  return made
}

export function certificateId(certificate: Certificate, issuer: Certificate): Der {
  const { name, key } = issuerHash(issuer, 'sha1')
  return seq(sha1Identifier, octetString(name), octetString(key), tlv(TAG.integer, certificate.serial))
}

export type CertificateId = {
  readonly digest: DigestName
  readonly nameHash: Uint8Array
  readonly keyHash: Uint8Array
  readonly serial: Uint8Array
  readonly der: Der
}

export function readCertificateId(node: DerNode | undefined): CertificateId {
  const held = expect(node, TAG.sequence)
  const [algorithm, name, key, serial] = children(held)
  return {
    digest: digestAlgorithm(algorithm),
    nameHash: readOctetString(name),
    keyHash: readOctetString(key),
    serial: value(expect(serial, TAG.integer)),
    der: raw(held),
  }
}
