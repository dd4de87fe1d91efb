// The certificate and time-stamp of a finished signature as the API shows them, read from the signed document.

import type { Mode } from '../../domain/event'
import { policyOf } from '../../domain/policy'
import { colonSerial, readCertificate, type Certificate } from '../../crypto/certificate'
import type { ShownTimestamp } from '../../documents/read-signature'
import type { Context } from '../kernel/context'
import { kindOfType } from '../../documents/kinds'
import { revisionBytes } from '../kernel/revisions'
import type { ShownRow } from './load-requests'

export type ShownCertificate = { issuer: string; serial: string; validFrom: Date; validTo: Date; qualified: boolean; tsp: string }
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
  const found = known === undefined ? await readShown(context, row.tenantId, part, revision, { signerId, number: index + 1 }) : known
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
      qualified: qualified && policyOf(row.signatureType).signsWith === 'own credential',
      tsp: provider,
    },
    timestamp,
  }
}

type Part = ShownRow['documents'][number]

async function readShown(
  context: Context,
  tenant: string,
  { document: { mimeType } }: Part,
  revision: Part['revisions'][number],
  which: { signerId: string; number: number },
): Promise<Read | null> {
  const found = await context.documents.run('readSignature', {
    tenant,
    sha256: revision.sha256,
    bytes: () => revisionBytes(context, revision),
    given: { format: kindOfType(mimeType).signature, ...which },
  })
  return found && { ...found, certificate: readCertificate(found.certificate) }
}

function remember(key: string, value: Read | null): void {
  if (read.size >= REMEMBERED) read.delete(read.keys().next().value ?? '')
  read.set(key, value)
}
