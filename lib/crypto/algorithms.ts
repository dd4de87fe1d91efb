// Which digest and signature algorithms an AlgorithmIdentifier names, and how node:crypto makes and checks them.
import { constants, createHash, verify, type KeyObject } from 'node:crypto'
import { children, MalformedDer, membersOf, nullValue, readOid, readSmallInteger, seq, TAG, type Der, type DerNode } from './der'
import { OID, oidDer } from './oids'

export type DigestName =
  | 'md5'
  | 'sha1'
  | 'sha224'
  | 'sha256'
  | 'sha384'
  | 'sha512'
  | 'sha3-224'
  | 'sha3-256'
  | 'sha3-384'
  | 'sha3-512'
  | 'ripemd160'

/** What the holder of a key signs with here; TS 119 312 recommends ECDSA, RSA is for foreign keys. */
export type SigningAlgorithm = 'ecdsa-sha256' | 'ecdsa-sha384' | 'rsa-sha256'

/** How a signature value is to be checked; `digest` is null for EdDSA, which hashes by itself. */
export type SignatureAlgorithm = {
  readonly oid: string
  readonly scheme: 'rsa' | 'rsa-pss' | 'ecdsa' | 'ecdsa-plain' | 'dsa' | 'eddsa'
  readonly digest: DigestName | null
  readonly saltLength?: number
}

/** Thrown when a well-formed input uses an algorithm that cannot be checked here. */
export class UnsupportedAlgorithm extends Error {
  override name = 'UnsupportedAlgorithm'
}

const DIGESTS: Readonly<Record<string, DigestName>> = {
  '1.2.840.113549.2.5': 'md5',
  [OID.sha1]: 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  [OID.sha256]: 'sha256',
  [OID.sha384]: 'sha384',
  [OID.sha512]: 'sha512',
  '2.16.840.1.101.3.4.2.7': 'sha3-224',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
  '1.3.36.3.2.1': 'ripemd160',
}

type Known = readonly [SignatureAlgorithm['scheme'], DigestName | null]
const SIGNATURES: Readonly<Record<string, Known>> = {
  '1.2.840.113549.1.1.4': ['rsa', 'md5'],
  '1.2.840.113549.1.1.5': ['rsa', 'sha1'],
  '1.2.840.113549.1.1.14': ['rsa', 'sha224'],
  [OID.rsaSha256]: ['rsa', 'sha256'],
  [OID.rsaSha384]: ['rsa', 'sha384'],
  [OID.rsaSha512]: ['rsa', 'sha512'],
  '2.16.840.1.101.3.4.3.13': ['rsa', 'sha3-224'],
  '2.16.840.1.101.3.4.3.14': ['rsa', 'sha3-256'],
  '2.16.840.1.101.3.4.3.15': ['rsa', 'sha3-384'],
  '2.16.840.1.101.3.4.3.16': ['rsa', 'sha3-512'],
  '1.3.36.3.3.1.2': ['rsa', 'ripemd160'],
  '1.2.840.10045.4.1': ['ecdsa', 'sha1'],
  '1.2.840.10045.4.3.1': ['ecdsa', 'sha224'],
  [OID.ecdsaSha256]: ['ecdsa', 'sha256'],
  [OID.ecdsaSha384]: ['ecdsa', 'sha384'],
  [OID.ecdsaSha512]: ['ecdsa', 'sha512'],
  '2.16.840.1.101.3.4.3.9': ['ecdsa', 'sha3-224'],
  '2.16.840.1.101.3.4.3.10': ['ecdsa', 'sha3-256'],
  '2.16.840.1.101.3.4.3.11': ['ecdsa', 'sha3-384'],
  '2.16.840.1.101.3.4.3.12': ['ecdsa', 'sha3-512'],
  // BSI TR-03111 plain format: r and s side by side.
  '0.4.0.127.0.7.1.1.4.1.1': ['ecdsa-plain', 'sha1'],
  '0.4.0.127.0.7.1.1.4.1.2': ['ecdsa-plain', 'sha224'],
  '0.4.0.127.0.7.1.1.4.1.3': ['ecdsa-plain', 'sha256'],
  '0.4.0.127.0.7.1.1.4.1.4': ['ecdsa-plain', 'sha384'],
  '0.4.0.127.0.7.1.1.4.1.5': ['ecdsa-plain', 'sha512'],
  '1.2.840.10040.4.3': ['dsa', 'sha1'],
  '2.16.840.1.101.3.4.3.1': ['dsa', 'sha224'],
  '2.16.840.1.101.3.4.3.2': ['dsa', 'sha256'],
  '1.3.101.112': ['eddsa', null],
  '1.3.101.113': ['eddsa', null],
}
const KEY_ONLY: Readonly<Record<string, SignatureAlgorithm['scheme']>> = {
  [OID.rsaEncryption]: 'rsa',
  [OID.ecPublicKey]: 'ecdsa',
  '1.2.840.10040.4.1': 'dsa',
}

export function digestAlgorithm(node: DerNode | undefined): DigestName {
  const named = readOid(membersOf(node, TAG.sequence)[0])
  const digest = DIGESTS[named]
  if (digest === undefined) throw new UnsupportedAlgorithm(`digest ${named}`)
  return digest
}

/**
 * CMS allows a bare key algorithm (rsaEncryption) beside a digest algorithm: `digest` fills the gap.
 * RFC 4055 3.1: PSS parameters default to SHA-1 and a salt of 20 octets.
 */
export function signatureAlgorithm(node: DerNode | undefined, digest: DigestName | null = null): SignatureAlgorithm {
  const [identifier, parameters] = membersOf(node, TAG.sequence)
  const oid = readOid(identifier)
  if (oid === OID.rsaPss) return pss(oid, parameters)
  const bare = KEY_ONLY[oid]
  if (bare !== undefined && digest !== null) return { oid, scheme: bare, digest }
  const known = SIGNATURES[oid]
  if (known === undefined) throw new UnsupportedAlgorithm(`signature ${oid}`)
  return { oid, scheme: known[0], digest: known[1] }
}

function pss(oid: string, parameters: DerNode | undefined): SignatureAlgorithm {
  let digest: DigestName = 'sha1'
  let maskDigest: DigestName = 'sha1'
  let saltLength = 20
  for (const field of parameters === undefined ? [] : membersOf(parameters, TAG.sequence)) {
    const content = children(field)[0]
    if (field.tag === 0xa0) digest = digestAlgorithm(content)
    if (field.tag === 0xa1) maskDigest = digestAlgorithm(membersOf(content, TAG.sequence)[1])
    if (field.tag === 0xa2) saltLength = readSmallInteger(content)
  }
  if (maskDigest !== digest) throw new UnsupportedAlgorithm('PSS with two different digests')
  return { oid, scheme: 'rsa-pss', digest, saltLength }
}

/** False for a signature that does not verify, also when key and algorithm do not belong together. */
export function verifySignature(algorithm: SignatureAlgorithm, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  try {
    switch (algorithm.scheme) {
      case 'rsa':
        return key.asymmetricKeyType === 'rsa' && verify(algorithm.digest, data, key, signature)
      case 'rsa-pss': {
        const saltLength = algorithm.saltLength ?? 20
        if (key.asymmetricKeyType !== 'rsa' && key.asymmetricKeyType !== 'rsa-pss') return false
        return verify(algorithm.digest, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature)
      }
      case 'ecdsa':
        return key.asymmetricKeyType === 'ec' && verify(algorithm.digest, data, key, signature)
      case 'ecdsa-plain':
        return key.asymmetricKeyType === 'ec' && verify(algorithm.digest, data, { key, dsaEncoding: 'ieee-p1363' }, signature)
      case 'dsa':
        return key.asymmetricKeyType === 'dsa' && verify(algorithm.digest, data, key, signature)
      case 'eddsa':
        return (key.asymmetricKeyType === 'ed25519' || key.asymmetricKeyType === 'ed448') && verify(null, data, key, signature)
    }
  } catch {
    // OpenSSL throws on a signature or key that it cannot decode: such a signature is not valid.
    return false
  }
}

export const SHA2_NAMES = ['sha256', 'sha384', 'sha512'] as const
export type Sha2 = (typeof SHA2_NAMES)[number]

// RFC 4055 5: with RSA the NULL parameters are required, with ECDSA they must be absent (RFC 5758 3.2).
const SUITES = {
  'ecdsa-sha256': seq(oidDer(OID.ecdsaSha256)),
  'ecdsa-sha384': seq(oidDer(OID.ecdsaSha384)),
  'ecdsa-sha512': seq(oidDer(OID.ecdsaSha512)),
  'rsa-sha256': seq(oidDer(OID.rsaSha256), nullValue),
  'rsa-sha384': seq(oidDer(OID.rsaSha384), nullValue),
  'rsa-sha512': seq(oidDer(OID.rsaSha512), nullValue),
} as const
const SHA2 = {
  sha256: seq(oidDer(OID.sha256), nullValue),
  sha384: seq(oidDer(OID.sha384), nullValue),
  sha512: seq(oidDer(OID.sha512), nullValue),
} as const

export const signatureIdentifier = (suite: keyof typeof SUITES): Der => SUITES[suite]
export const digestIdentifier = (digest: Sha2): Der => SHA2[digest]

/** Which SHA-2 algorithm made a digest, told by its length. */
export function digestNameOf(digest: Uint8Array): Sha2 {
  switch (digest.length) {
    case 32:
      return 'sha256'
    case 48:
      return 'sha384'
    case 64:
      return 'sha512'
    default:
      throw new MalformedDer(`no SHA-2 digest has ${digest.length} octets`)
  }
}

type Part = Uint8Array | string

/** Of all parts one after the other; text counts as UTF-8. */
export const sha256 = (...parts: readonly Part[]): Buffer => digestOf('sha256', ...parts)
export const sha256Hex = (...parts: readonly Part[]): string => sha256(...parts).toString('hex')

export function digestOf(name: DigestName, ...parts: readonly Part[]): Buffer {
  const hash = createHash(name)
  for (const part of parts) hash.update(part)
  return hash.digest()
}
