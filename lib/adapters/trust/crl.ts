// Certificate revocation lists (RFC 5280 5): complete, valid for a day, numbered by the time they were made.
import { sign } from 'node:crypto'
import { signatureIdentifier } from '../../crypto/algorithms'
import { bitString, enumerated, explicit, generalizedTime, implicit, integer, seq, time, type Der } from '../../crypto/der'
import { OID } from '../../crypto/oids'
import { extension, keyIdentifier, type AuthorityKey } from './certificate-profile'

const CRL_LIFE = 24 * 3_600_000

export type RevokedCertificate = { readonly serialHex: string; readonly revokedAt: Date; readonly reason?: number }

export function makeCrl(authority: AuthorityKey, revoked: readonly RevokedCertificate[], now: Date): Der {
  const algorithm = signatureIdentifier('ecdsa-sha384')
  const entries = revoked.map(({ serialHex, revokedAt, reason }) =>
    seq(
      integer(Buffer.from(serialHex, 'hex')),
      time(revokedAt),
      ...(reason === undefined || reason === 0 ? [] : [seq(extension(OID.crlReason, false, enumerated(reason)))]),
    ),
  )
  const toBeSigned = seq(
    integer(1),
    algorithm,
    authority.certificate.subject,
    time(now),
    time(new Date(now.getTime() + CRL_LIFE)),
    // RFC 5280 5.1.2.6: absent, not empty, when nothing is revoked.
    ...(entries.length === 0 ? [] : [seq(...entries)]),
    explicit(
      0,
      seq(
        extension(OID.authorityKeyIdentifier, false, seq(implicit(0, keyIdentifier(authority.certificate.spki)))),
        // Numbered by time, which rises in all processes of an installation without a shared counter.
        extension(OID.crlNumber, false, integer(now.getTime())),
        // EN 319 411-2 CSS-6.3.10-05: revoked certificates stay listed after they expire.
        extension(OID.expiredCertsOnCrl, false, generalizedTime(authority.certificate.notBefore)),
      ),
    ),
  )
  return seq(toBeSigned, algorithm, bitString(sign('sha384', toBeSigned, authority.key)))
}
