// Signatures that are prepared after the act, on the documents as they are then, because signers of one request may come in any order.

import { randomBytes } from 'node:crypto'
import type { Mark } from '../../../signature/mark/appearance'
import type { FormPreparation } from '../../../signature/forms'
import type { Field } from '../../../generated/prisma/client'
import type { DocumentToSign } from '../../journey/revision-to-sign'
import type { Journey } from '../../journey/standing'
import type { Context } from '../../kernel/context'
import { trailToCarry } from '../carried/carried-trail'
import { prepareDocument } from '../prepare-document'
import type { PreparedActivation, PreparedDocument } from '../prepared-activation'

/** The act before anything is prepared for it. */
export const nothingPrepared = (): PreparedActivation => ({ nonce: randomBytes(16).toString('base64'), documents: [] })

export function areThese(prepared: readonly PreparedDocument[], documents: readonly DocumentToSign[]): boolean {
  return (
    prepared.length === documents.length &&
    documents.every(({ id, revision }) => prepared.some((one) => one.document === id && one.sha256 === revision.sha256))
  )
}

/** `onBehalf`: for whom, where the certificate names somebody else. */
type Signature = {
  certificate: Uint8Array
  now: Date
  mark: (field: Field) => Mark
  onBehalf?: FormPreparation['onBehalf']
}

export async function prepareNewest(
  context: Context,
  journey: Journey,
  documents: readonly DocumentToSign[],
  { certificate, now, mark, onBehalf }: Signature,
): Promise<PreparedDocument[]> {
  const { row, profile, request, mode } = journey
  const trail = await trailToCarry(context, journey, { name: profile.name, now })
  const prepared: PreparedDocument[] = []
  // One after the other: a document may have 50 MB, and memory is shared.
  for (const document of documents) {
    const one = await prepareDocument(context, request.tenantId, document, {
      // This id was made after the upload, so the document cannot contain it.
      id: row.id,
      certificate,
      chain: context.trust(mode).chain.slice(0, -1),
      now,
      field: document.field && { name: document.field.name, mark: mark(document.field) },
      trail: trail.carried,
      ...(onBehalf ? { onBehalf } : {}),
    })
    const of = { document: document.id, requestDocument: document.requestDocumentId, sha256: document.revision.sha256 }
    prepared.push({ ...one, ...of, trail: trail.of })
  }
  return prepared
}

export const octetsOf = (prepared: readonly PreparedDocument[]): Buffer[] =>
  prepared.map((one) => Buffer.from(one.prepared.toSign, 'base64'))

/** As the row of the act holds them. */
export const signaturesOf = (prepared: readonly PreparedDocument[], values: readonly Uint8Array[]): { document: string; value: string }[] =>
  prepared.map(({ document }, index) => ({ document, value: Buffer.from(values[index] ?? new Uint8Array()).toString('base64') }))
