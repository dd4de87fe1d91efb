// The signature validation policy (EN 319 102-1, 5.2.4) as data: until when algorithms are accepted, as ETSI TS 119 312 V1.5.1 and, for what had
// ended before, ETSI TS 102 176-1 say; how fresh a status must be; what a signing certificate must be for.

import type { KeyObject } from 'node:crypto'
import type { DigestName, SignatureAlgorithm } from '../crypto/algorithms'
import { OID } from '../crypto/oids'

type Scheme = SignatureAlgorithm['scheme']
/** The first day on which it is not accepted any more; null where no end is set. */
type End = `${number}-${number}-${number}` | null

const DIGESTS: Readonly<Record<DigestName, End>> = {
  md5: '2004-08-01',
  sha1: '2012-08-01',
  ripemd160: '2014-08-01',
  sha224: '2029-01-01',
  sha256: null,
  sha384: null,
  sha512: null,
  // Not in the list; as strong as SHA-224.
  'sha3-224': '2029-01-01',
  'sha3-256': null,
  'sha3-384': null,
  'sha3-512': null,
}

const ELLIPTIC = [
  [160, '2012-08-01'],
  [224, '2021-10-01'],
  [256, null],
] as const

/** By the least number of bits. Shorter keys were never accepted. */
const KEYS: Readonly<Record<Scheme, readonly (readonly [bits: number, end: End])[]>> = {
  rsa: [
    [1024, '2019-10-01'],
    [1900, '2029-01-01'],
  ],
  'rsa-pss': [
    [1024, '2019-10-01'],
    [1900, '2029-01-01'],
    [3000, null],
  ],
  dsa: [
    [1024, '2015-12-01'],
    [2048, '2029-01-01'],
  ],
  ecdsa: ELLIPTIC,
  'ecdsa-plain': ELLIPTIC,
  // Not in the list yet; FIPS 186-5 has both curves, at the strength of P-256 and more.
  eddsa: [[255, null]],
}

/** Milliseconds for which a status without an end date is fresh (CIR (EU) 2025/1945). */
export const FRESH_FOR = 24 * 3600_000

/** Milliseconds that the clocks of two authorities, or theirs and ours, may be apart. */
export const CLOCKS_APART = 60_000

/** RFC 3161 4(1): the reasons (RFC 5280 5.3.1) for which a time-stamping authority ends in good order, so that its earlier time-stamps hold. */
export const ORDERLY_ENDS: ReadonlySet<number> = new Set([0, 3, 4, 5])

/**
 * What in the certificate of an OCSP responder stands for a status of its own (RFC 6960, 4.2.2.2.1, leaves the rest to policy): id-pkix-ocsp-nocheck. One
 * that says nothing is asked for its status as any other of a path (EN 319 102-1, 5.2.6).
 */
export const RESPONDERS_EXEMPT: ReadonlySet<string> = new Set([OID.ocspNoCheck])

/** What the certificate of a signer must be for, where it says what it is for: at least one of these. */
export const SIGNING_USAGES = ['nonRepudiation', 'digitalSignature'] as const

/** A time in milliseconds: an algorithm is accepted before it. */
export const digestEnd = (digest: DigestName | null): number => (digest === null ? Infinity : timeOf(DIGESTS[digest]))

function keyEnd(scheme: Scheme, key: KeyObject): number {
  const bits = bitsOf(key)
  const accepted = KEYS[scheme].findLast(([least]) => bits >= least)
  return accepted ? timeOf(accepted[1]) : -Infinity
}

/** `digest`: null for schemes that hash by themselves. */
export const signatureEnd = ({ scheme, digest }: Pick<SignatureAlgorithm, 'scheme' | 'digest'>, key: KeyObject): number =>
  Math.min(digestEnd(digest), keyEnd(scheme, key))

const timeOf = (end: End): number => (end === null ? Infinity : Date.parse(end))

/** The names of curves hold their size. */
function bitsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): number {
  if (asymmetricKeyType === 'ed25519' || asymmetricKeyType === 'ed448') return Number(asymmetricKeyType.slice(2).replace('25519', '255'))
  return asymmetricKeyDetails?.modulusLength ?? Number(/\d{3}/.exec(asymmetricKeyDetails?.namedCurve ?? '')?.[0] ?? 0)
}
