// Past certificate validation by sliding the time of validation (EN 319 102-1, 5.6.2.1 and 5.6.2.2): up to which moment a path provably was good,
// though something on it has since been revoked or its algorithms have been broken.

import { certificateEnd, stepsOf, type Path } from './certificate-path'
import type { Proofs } from './proofs'
import { answersAbout, believable, freshUntil, isAssured, type Answer } from './revocation-status'
import type { ValidationMaterial } from './validation-material'

/**
 * The control time, in milliseconds: what provably existed then was made while the path was good. Null where nothing proves that at any time.
 * From the anchor down, each certificate and what is said of it must have existed while everything above was good: who has the key of an
 * authority makes both at will.
 */
export function controlTime(path: Path, material: ValidationMaterial, proofs: Proofs): number | null {
  let control = proofs.now.getTime()
  for (const { certificate, issuer } of stepsOf(path).reverse()) {
    const then = control
    if (proofs.of(certificate.der).getTime() > then) return null
    const answers = believable({ certificate, issuer }, material, proofs).filter(
      ({ der, thisUpdate, status }) => status !== 'unknown' && thisUpdate.getTime() <= then && proofs.of(der).getTime() <= then,
    )
    const newest = answers.reduce<Answer | undefined>((last, one) => (last && last.thisUpdate >= one.thisUpdate ? last : one), undefined)
    if (!newest && isAssured(certificate)) {
      control = Math.min(control, certificateEnd(certificate, issuer))
      continue
    }
    if (!newest) return null
    const revocations = answers.filter(({ status }) => status === 'revoked').map(({ revokedAt }) => revokedAt?.getTime() ?? -Infinity)
    // The standard goes back to when the answer was made. Up to its end it is as fresh as 5.2.5 asks, and a CRL is older than the signature.
    const limit = revocations.length > 0 ? Math.min(...revocations) : freshUntil(newest).getTime()
    control = Math.min(control, limit, certificateEnd(certificate, issuer), newest.end)
  }
  return control
}

/** Whether an authority of the path is known to have been revoked, whenever: then its certificates and answers prove nothing by themselves. */
export const hasRevokedAuthority = (path: Path, material: ValidationMaterial): boolean =>
  stepsOf(path)
    .slice(1)
    .some(({ certificate, issuer }) => answersAbout(certificate, issuer, material).some(({ status }) => status === 'revoked'))
