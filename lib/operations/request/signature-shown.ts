// What a finished signature says of itself: its certificate and its time-stamp, read from the signed PDF, as the API shows them.

import type { Mode } from '../../domain/event'
import { colonSerial, type Certificate } from '../../crypto/certificate'
import { readSignedData } from '../../crypto/cms'
import { readToken } from '../../crypto/timestamp'
import { PdfDocument } from '../../signature/pdf/document'
import { signatureFields, signatureOf } from '../../signature/pdf/form'
import { PdfString, stringBytes } from '../../signature/pdf/objects'
import { memorySource } from '../../signature/pdf/source'
import type { Context } from '../context'
import { readRevision } from '../revisions'
import type { RequestRow } from './get-signature-request'

export type ShownCertificate = { issuer: string; serial: string; validFrom: Date; validTo: Date; qualified: boolean; tsp: string }
/** `sha256` is what was stamped: the digest of the signature value. */
export type ShownTimestamp = { at: Date; authority: string; sha256: string }
type Read = { certificate: Certificate; timestamp: ShownTimestamp | null }

/** A revision never changes, so what was read from it is good for ever, in every process. */
const read = new Map<string, Read | null>()
const REMEMBERED = 1000

export async function signatureShown(
  context: Context, row: RequestRow, signerId: string, mode: Mode,
): Promise<{ certificate: ShownCertificate; timestamp: ShownTimestamp | null } | null> {
  const part = row.documents[0]
  const revision = part?.revisions.find((candidate) => candidate.kind === 'signed' && candidate.signerId === signerId)
  const field = part?.fields.find((candidate) => candidate.signerId === signerId)
  if (!revision || !field) return null
  const key = `${revision.sha256} ${field.name}`
  const known = read.get(key)
  const found = known === undefined ? readSignature(await readRevision(context, revision), field.name) : known
  if (known === undefined) remember(key, found)
  if (!found) return null
  const { certificate, timestamp } = found
  const { provider, qualified } = context.trust(mode)
  return {
    certificate: {
      issuer: certificate.issuerAttributes['O'] ?? certificate.issuerAttributes['CN'] ?? '', serial: colonSerial(certificate),
      validFrom: certificate.notBefore, validTo: certificate.notAfter, qualified, tsp: provider,
    },
    timestamp,
  }
}

function readSignature(pdf: Uint8Array, fieldName: string): Read | null {
  const document = new PdfDocument(memorySource(pdf))
  const field = signatureFields(document).find(({ name }) => name === fieldName)
  const contents = document.get((field && signatureOf(document, field))?.get('Contents'))
  if (!(contents instanceof PdfString)) return null
  const { signerInfo } = readSignedData(stringBytes(contents))
  const token = signerInfo.signatureTimestamps[0] && readToken(signerInfo.signatureTimestamps[0])
  if (!signerInfo.signerCertificate) return null
  return {
    certificate: signerInfo.signerCertificate,
    timestamp: token
      ? { at: token.genTime, authority: token.signerCertificate?.subjectAttributes['CN'] ?? '', sha256: Buffer.from(token.imprint.digest).toString('hex') }
      : null,
  }
}

function remember(key: string, value: Read | null): void {
  if (read.size >= REMEMBERED) read.delete(read.keys().next().value ?? '')
  read.set(key, value)
}
