// Passive authentication (ICAO Doc 9303-11 5.1): whether the data of a chip are what a state has signed. It does not tell a chip from a copy
// of its data: that takes chip or active authentication, which needs the chip itself.

import { digestOf, UnsupportedAlgorithm, type DigestName, type SignatureAlgorithm } from '../crypto/algorithms'
import { equalBytes, isAuthority, readCertificate, signedBy, type Certificate } from '../crypto/certificate'
import { verifySignerInfo } from '../crypto/cms'
import { MalformedDer, type Der } from '../crypto/der'
import type { ChipFiles, ChipResult } from '../domain/chip'
import { ChipUnreadable } from './data-object'
import { readSecurityObject, type SecurityObject } from './security-object'

export type Authentication = {
  readonly result: ChipResult
  /** Of the state whose certificate led to the signer: ISO 3166-1 alpha-2, upper case; null where none did. */
  readonly country: string | null
  /** The data groups that were signed, by number. */
  readonly groups: readonly number[]
  readonly algorithm: string
}

/** Doc 9303-12 4.4. SHA-1 is none of them: two files with one digest can be made. */
const DIGESTS: ReadonlySet<DigestName | null> = new Set<DigestName>(['sha224', 'sha256', 'sha384', 'sha512'])
const SCHEMES: ReadonlySet<SignatureAlgorithm['scheme']> = new Set<SignatureAlgorithm['scheme']>(['rsa', 'rsa-pss', 'ecdsa', 'ecdsa-plain'])
const LEAST_RSA_BITS = 2048

/** Curves of Doc 9303-12 4.4. Explicit parameters are taken where they are those of a curve with a name; of others nobody knows the strength. */
const CURVE = /^(?:secp224r1|prime256v1|secp384r1|secp521r1|brainpoolP(?:224|256|320|384|512)[rt]1)$/

/** `anchors`: the certificates of the states' signing authorities (CSCA). Throws ChipUnreadable. */
export function authenticate(files: ChipFiles, { anchors, now }: { anchors: readonly Der[]; now: Date }): Authentication {
  try {
    return judged(files, readSecurityObject(files.sod), { anchors, now })
  } catch (cause) {
    if (cause instanceof UnsupportedAlgorithm) return { result: 'algorithm_not_accepted', country: null, groups: [], algorithm: 'unknown' }
    if (cause instanceof MalformedDer) throw new ChipUnreadable('sod', 'form', { cause })
    throw cause
  }
}

function judged(files: ChipFiles, object: SecurityObject, { anchors, now }: { anchors: readonly Der[]; now: Date }): Authentication {
  const { signed, signer, digest, hashes } = object
  const { scheme, digest: signedDigest } = signed.signerInfo.signatureAlgorithm
  const issuer = issuerOf(signer, anchors)
  const resultOf = (): ChipResult => {
    if (!isAccepted(object)) return 'algorithm_not_accepted'
    if (!isHashed(hashes.get(1), digest, files.dg1) || !isHashed(hashes.get(2), digest, files.dg2)) return 'hash_differs'
    if (verifySignerInfo(signed) !== 'valid' || signed.signerInfo.signingCertificate === 'mismatch') return 'signature_wrong'
    if (!issuer) return 'signer_unknown'
    if (!isForDocuments(signer)) return 'signer_not_for_documents'
    return [signer, issuer].every(({ notBefore, notAfter }) => notBefore <= now && now <= notAfter) ? 'authentic' : 'signer_expired'
  }
  return {
    result: resultOf(),
    country: issuer?.subjectAttributes['C']?.toUpperCase() ?? null,
    groups: [...hashes.keys()].sort((a, b) => a - b),
    algorithm: `${scheme}-${signedDigest}/${digest}`,
  }
}

const isHashed = (hash: Uint8Array | undefined, digest: DigestName, file: Uint8Array): boolean =>
  hash !== undefined && equalBytes(hash, digestOf(digest, file))

/**
 * The certificate of a state whose key has signed this one. Names lead to it or key identifiers: some states write the name of their
 * authority in two encodings (Doc 9303-12 7.1.1).
 */
function issuerOf(signer: Certificate, anchors: readonly Der[]): Certificate | null {
  const isNamed = ({ subject, subjectKeyIdentifier }: Certificate) =>
    equalBytes(signer.issuer, subject) ||
    (signer.authorityKeyIdentifier !== undefined &&
      subjectKeyIdentifier !== undefined &&
      equalBytes(signer.authorityKeyIdentifier, subjectKeyIdentifier))
  return anchors.map(readCertificate).find((anchor) => isAuthority(anchor) && isNamed(anchor) && signedBy(signer.der, anchor)) ?? null
}

function isAccepted({ digest, signed, signer }: SecurityObject): boolean {
  const { signatureAlgorithm, digestAlgorithm } = signed.signerInfo
  const { modulusLength = 0, namedCurve = '' } = signer.publicKey.asymmetricKeyDetails ?? {}
  return (
    [digest, digestAlgorithm, signatureAlgorithm.digest].every((name) => DIGESTS.has(name)) &&
    SCHEMES.has(signatureAlgorithm.scheme) &&
    (modulusLength >= LEAST_RSA_BITS || CURVE.test(namedCurve))
  )
}

/** Doc 9303-12 7.1.2: the signer of documents signs no certificates, and has no extended key usage, as signers of lists and of others have. */
const isForDocuments = ({ isCa, keyUsage, extendedKeyUsage }: Certificate): boolean =>
  !isCa && extendedKeyUsage.length === 0 && (keyUsage.length === 0 || keyUsage.includes('digitalSignature'))
