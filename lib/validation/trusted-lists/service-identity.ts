// By what a service of a trusted list is known: a name and a key, in whatever certificate they stand (ETSI TS 119 612, clause 5.5.3).

import { createHash } from 'node:crypto'
import { publicKeyBits, readCertificate, type Certificate } from '../../crypto/certificate'
import type { Der } from '../../crypto/der'
import { nameKey } from '../../crypto/x509/name'

/** `name`: a digest of the subject's. `key`: a digest of name and key. Made where the list is read, so that nobody reads the certificate again. */
export type ServiceIdentity = { certificate: Der; name: string; key: string }

/** Throws where it is no certificate. */
export function identityOf(certificate: Der): ServiceIdentity {
  const read = readCertificate(certificate)
  return { certificate, name: nameOf(read.subject), key: keyOf(read) }
}

export const nameOf = (name: Der): string => createHash('sha256').update(nameKey(name)).digest('base64')
export const keyOf = ({ subject, spki }: Certificate): string =>
  createHash('sha256').update(nameKey(subject)).update('\0').update(spki).digest('base64')

/**
 * The SHA-1 of a public key in base64, which is what nearly all key identifiers are (RFC 5280 4.2.1.2, method 1). It is worked out from the key: what
 * the extension of a certificate says, whoever makes the certificate chooses.
 */
export const keyIdOf = ({ spki }: Certificate): string => createHash('sha1').update(publicKeyBits(spki)).digest('base64')
