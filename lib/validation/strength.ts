// Which algorithms and keys are too weak to prove anything today (ETSI TS 119 312, SOG-IS Agreed Cryptographic Mechanisms).

import type { KeyObject } from 'node:crypto'

const WEAK_DIGESTS: ReadonlySet<string> = new Set(['md5', 'sha1', 'ripemd160'])
const LEAST_RSA_BITS = 2048
const WEAK_CURVES: ReadonlySet<string> = new Set([
  'prime192v1',
  'secp192k1',
  'secp160r1',
  'secp224r1',
  'secp224k1',
  'brainpoolP160r1',
  'brainpoolP192r1',
  'brainpoolP224r1',
])

export const isWeakDigest = (name: string | null): boolean => name !== null && WEAK_DIGESTS.has(name)

export function isWeakKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  switch (asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return (asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_RSA_BITS
    case 'ec':
      return WEAK_CURVES.has(asymmetricKeyDetails?.namedCurve ?? '')
    case 'dsa':
      return true
    default:
      return false
  }
}
