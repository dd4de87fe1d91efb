// By what a service of a trusted list is known: a name and a key, in whatever certificate they stand (ETSI TS 119 612, clause 5.5.3).

import { createHash } from 'node:crypto'
import { readCertificate, type Certificate } from '../../crypto/certificate'
import type { Der } from '../../crypto/der'

/** `name`: a digest of the subject's. `key`: a digest of name and key. Made where the list is read, so that nobody reads the certificate again. */
export type ServiceIdentity = { certificate: Der; name: string; key: string }

/** Throws where it is no certificate. */
export function identityOf(certificate: Der): ServiceIdentity {
  const read = readCertificate(certificate)
  return { certificate, name: nameOf(read.subject), key: keyOf(read) }
}

export const nameOf = (name: Der): string => createHash('sha256').update(name).digest('base64')
export const keyOf = ({ subject, spki }: Certificate): string => createHash('sha256').update(subject).update(spki).digest('base64')
