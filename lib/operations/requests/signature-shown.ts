// The certificate and time-stamp of a finished signature as the API shows them, read from the signed document.

import type { Mode } from '../../domain/event'
import { colonSerial, type Certificate } from '../../crypto/certificate'
import type { Source } from '../../signature/pdf/source'
import { readSignature, type ReadSignature } from '../../validation/formats/read-signature'
import type { Context } from '../kernel/context'
import { kindOfType } from '../documents/kinds'
import { withBlobs } from '../kernel/stored-bytes'
import type { ShownRow } from './load-requests'

export type ShownCertificate = { issuer: string; serial: string; validFrom: Date; validTo: Date; qualified: boolean; tsp: string }
/** `sha256` is what was stamped: the digest of the signature value. */
export type ShownTimestamp = { at: Date; authority: string; sha256: string }
type Read = { certificate: Certificate; timestamp: ShownTimestamp | null }

/** Cached for ever: a revision never changes. */
const read = new Map<string, Read | null>()
const REMEMBERED = 1000

export async function signatureShown(
  context: Context,
  row: ShownRow,
  signerId: string,
  mode: Mode,
): Promise<{ certificate: ShownCertificate; timestamp: ShownTimestamp | null } | null> {
  const part = row.documents[0]
  const signed = part?.revisions.filter(({ kind }) => kind === 'signed') ?? []
  const index = signed.findIndex((candidate) => candidate.signerId === signerId)
  const revision = signed[index]
  if (!part || !revision) return null
  const key = `${revision.sha256} ${signerId}`
  const known = read.get(key)
  const found =
    known === undefined
      ? await withBlobs(context, revision.parts, (source) => readShown(source, part.document.mimeType, signerId, index + 1))
      : known
  if (known === undefined) remember(key, found)
  if (!found) return null
  const { certificate, timestamp } = found
  const { provider, qualified } = context.trust(mode)
  return {
    certificate: {
      issuer: certificate.issuerAttributes['O'] ?? certificate.issuerAttributes['CN'] ?? '',
      serial: colonSerial(certificate),
      validFrom: certificate.notBefore,
      validTo: certificate.notAfter,
      qualified,
      tsp: provider,
    },
    timestamp,
  }
}

async function readShown(source: Source, mimeType: string, signerId: string, number: number): Promise<Read | null> {
  const found = await readSignature(source, kindOfType(mimeType).signature, { signerId, number })
  return found && shown(found)
}

function shown({ certificate, token }: ReadSignature): Read {
  return {
    certificate,
    timestamp: token
      ? {
          at: token.genTime,
          authority: token.signerCertificate?.subjectAttributes['CN'] ?? '',
          sha256: Buffer.from(token.imprint.digest).toString('hex'),
        }
      : null,
  }
}

function remember(key: string, value: Read | null): void {
  if (read.size >= REMEMBERED) read.delete(read.keys().next().value ?? '')
  read.set(key, value)
}
