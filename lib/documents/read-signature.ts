// What a finished signature of ours is shown with: the signer's certificate and the time-stamp, read from the signed document.

import type { Der } from '../crypto/der'
import type { FormName } from '../signature/forms'
import type { Source } from '../signature/pdf/source'
import { readSignature as read } from '../validation/formats/read-signature'

/** `number`: which of the document's signatures it is. */
type Wanted = { format: FormName; signerId: string; number: number }
/** `sha256` is what was stamped: the digest of the signature value. */
export type ShownTimestamp = { at: Date; authority: string; sha256: string }
type ReadSignature = { certificate: Der; timestamp: ShownTimestamp | null }

export async function readSignature(source: Source, { format, signerId, number }: Wanted): Promise<ReadSignature | null> {
  const found = await read(source, format, { signerId, number })
  if (!found) return null
  const { certificate, token } = found
  const timestamp = token && {
    at: token.genTime,
    authority: token.signerCertificate?.subjectAttributes['CN'] ?? '',
    sha256: Buffer.from(token.imprint.digest).toString('hex'),
  }
  return { certificate: certificate.der, timestamp }
}
