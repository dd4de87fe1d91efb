// The path from a certificate up to a trusted one, and what RFC 5280 and the policy say of it (EN 319 102-1, 5.2.6).

import { pathUp, signatureOf, type Certificate } from '../crypto/certificate'
import { membersOf, readWhole, TAG } from '../crypto/der'
import { OID } from '../crypto/oids'
import { nameKey, sameName } from '../crypto/x509/name'
import { namesWithin } from '../crypto/x509/name-constraints'
import type { Anchors } from './anchors'
import { signatureEnd, SIGNING_USAGES } from './policy'
import { readable } from './validation-material'

export type Path = { certificates: Certificate[]; trusted: boolean }

/** Authorities of one name that are tried: an authority has a few certificates, and a hostile file thousands in its name. */
const mostNamesakes = 16

/** The path from the leaf to an anchor, or as far as the given certificates lead. */
export function pathOf(leaf: Certificate, pool: readonly Certificate[], anchors: Anchors): Path {
  const authorities = authoritiesIn(pool)
  const { path, top } = pathUp(
    leaf,
    ({ issuer }) => [...anchors.named(issuer), ...authorities],
    (certificate) => anchors.has(certificate),
  )
  return { certificates: path, trusted: top }
}

const names = new WeakMap<Certificate, { own: string; subject: string }>()

/** Those that may have issued others, each once. */
function authoritiesIn(pool: readonly Certificate[]): Certificate[] {
  const seen = new Set<string>()
  const namesakes = new Map<string, number>()
  return pool.filter((certificate) => {
    if (!certificate.isCa) return false
    const known = names.get(certificate) ?? { own: text(certificate.der), subject: nameKey(certificate.subject) }
    names.set(certificate, known)
    const count = namesakes.get(known.subject) ?? 0
    if (seen.has(known.own) || count === mostNamesakes) return false
    seen.add(known.own)
    namesakes.set(known.subject, count + 1)
    return true
  })
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')

export function validAt({ certificates }: Path, at: Date): 'valid' | 'expired' | 'not_yet_valid' {
  if (certificates.some(({ notAfter }) => notAfter < at)) return 'expired'
  return certificates.some(({ notBefore }) => notBefore > at) ? 'not_yet_valid' : 'valid'
}

/** Each certificate with the one that issued it, from the leaf up. The anchor is trusted as it is. */
export const stepsOf = ({ certificates }: Path): { certificate: Certificate; issuer: Certificate }[] =>
  certificates.slice(0, -1).flatMap((certificate, index) => {
    const issuer = certificates[index + 1]
    return issuer ? [{ certificate, issuer }] : []
  })

/** RFC 5280 6.1: whether each certificate keeps what those above it allow, and has nothing critical that is not understood here. */
export const keepsRules = (path: Path): boolean =>
  keepsLengths(path) && readable(() => keepsNames(path) && judgedOf(path).every(isUnderstood) && agreesOnPolicy(path)) === true

const isSelfIssued = ({ subject, issuer }: Certificate): boolean => sameName(subject, issuer)

/** RFC 5280 4.2.1.9: no authority has more authorities below it than it may. */
const keepsLengths = ({ certificates }: Path): boolean =>
  certificates.every(({ pathLength }, index) => {
    const below = certificates.slice(1, index).filter((certificate) => !isSelfIssued(certificate))
    return pathLength === undefined || below.length <= pathLength
  })

/** RFC 5280 4.2.1.10. A certificate that an authority made for itself is exempt, unless it is the last of the path. */
const keepsNames = ({ certificates }: Path): boolean =>
  certificates.every((authority, index) =>
    certificates.slice(0, index).every((below, at) => (at > 0 && isSelfIssued(below)) || namesWithin(below, authority)),
  )

/** The anchor is trusted as it is. */
const judgedOf = ({ certificates, trusted }: Path): Certificate[] => (trusted ? certificates.slice(0, -1) : certificates)

const UNDERSTOOD: ReadonlySet<string> = new Set([
  OID.keyUsage,
  OID.extendedKeyUsage,
  OID.basicConstraints,
  OID.nameConstraints,
  OID.subjectAltName,
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  OID.crlDistributionPoints,
  OID.authorityInformationAccess,
  OID.qcStatements,
  OID.ocspNoCheck,
  OID.validityAssured,
  OID.noRevocationAvailable,
  // Any policy will do, so these four limit nothing but what `agreesOnPolicy` looks at.
  OID.certificatePolicies,
  OID.policyMappings,
  OID.inhibitAnyPolicy,
  OID.policyConstraints,
])

const isUnderstood = ({ extensions }: Certificate): boolean => extensions.every(({ oid, critical }) => !critical || UNDERSTOOD.has(oid))

/** RFC 5280 4.2.1.11: where a policy is required, one must stand in every certificate. Policies that map to others count as others. */
function agreesOnPolicy(path: Path): boolean {
  const certificates = judgedOf(path)
  const required = certificates.some(({ extensions }) =>
    extensions.some(
      ({ oid, value }) => oid === OID.policyConstraints && membersOf(readWhole(value), TAG.sequence).some(({ tag }) => tag === 0x80),
    ),
  )
  if (!required) return true
  const limiting = certificates.filter(({ policies }) => !policies.includes(OID.anyPolicy))
  const [first] = limiting
  return !first || first.policies.some((policy) => limiting.every(({ policies }) => policies.includes(policy)))
}

export const isForSigning = ({ keyUsage }: Certificate): boolean =>
  keyUsage.length === 0 || SIGNING_USAGES.some((usage) => keyUsage.includes(usage))

/** Until when the algorithms by which it was issued are accepted. */
export const certificateEnd = (certificate: Certificate, issuer: Certificate): number =>
  signatureEnd(signatureOf(certificate.der), issuer.publicKey)
