// The path from a certificate up to a trusted one, and what RFC 5280 and the policy say of it (EN 319 102-1, 5.2.6).

import { equalBytes, pathUp, signatureOf, type Certificate } from '../crypto/certificate'
import { signatureEnd, SIGNING_USAGES } from './policy'

export type Path = { certificates: Certificate[]; trusted: boolean }

/** Authorities of one name that are tried: an authority has a few certificates, and a hostile file thousands in its name. */
const mostNamesakes = 16

/** The path from the leaf to an anchor, or as far as the given certificates lead. */
export function pathOf(leaf: Certificate, pool: readonly Certificate[], anchors: readonly Certificate[]): Path {
  const isAnchor = ({ der }: Certificate) => anchors.some((anchor) => equalBytes(anchor.der, der))
  const { path, top } = pathUp(leaf, [...anchors, ...authoritiesIn(pool)], isAnchor)
  return { certificates: path, trusted: top }
}

const names = new WeakMap<Certificate, { own: string; subject: string }>()

/** Those that may have issued others, each once. */
function authoritiesIn(pool: readonly Certificate[]): Certificate[] {
  const seen = new Set<string>()
  const namesakes = new Map<string, number>()
  return pool.filter((certificate) => {
    if (!certificate.isCa) return false
    const known = names.get(certificate) ?? { own: text(certificate.der), subject: text(certificate.subject) }
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

/** RFC 5280 4.2.1.9: no authority has more authorities below it than it may. */
export const keepsLengths = ({ certificates }: Path): boolean =>
  certificates.every(({ pathLength }, index) => {
    const below = certificates.slice(1, index).filter(({ subject, issuer }) => !equalBytes(subject, issuer))
    return pathLength === undefined || below.length <= pathLength
  })

export const isForSigning = ({ keyUsage }: Certificate): boolean =>
  keyUsage.length === 0 || SIGNING_USAGES.some((usage) => keyUsage.includes(usage))

/** Until when the algorithms by which it was issued are accepted. */
export const certificateEnd = (certificate: Certificate, issuer: Certificate): number =>
  signatureEnd(signatureOf(certificate.der), issuer.publicKey)
