// Signs for a person with the seal, after their click: the documents as they are now, because signers of one request may come in any order.

import { randomBytes } from 'node:crypto'
import { Prisma, type Activation } from '../../generated/prisma/client'
import { wording } from '../../wording/wording'
import { documentsToSign, type DocumentToSign } from '../journey/revision-to-sign'
import type { Journey } from '../journey/standing'
import { requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { trailToCarry, type TrailToCarry } from './carried/carried-trail'
import { markOfSeal } from './mark'
import { prepareDocument } from './prepare-document'
import { openPrepared, sealPrepared, type PreparedActivation, type PreparedDocument } from './prepared-activation'

/** The act before anything is prepared for it. */
export const nothingPrepared = (): PreparedActivation => ({ nonce: randomBytes(16).toString('base64'), documents: [] })

/**
 * The act with a signature on the newest bytes of each document. Asked again for the same bytes, the same one: its time-stamps are kept beside
 * it, and authorities bill each.
 */
export async function signWithSeal(context: Context, journey: Journey, activation: Activation): Promise<Activation> {
  const documents = await documentsToSign(context, context.db, journey)
  const { nonce, documents: known } = openPrepared(context, activation)
  if (areThese(known, documents)) return activation
  const sealer = await context.trust(journey.mode).sealer()
  // The time in a signature must be real: time-stamps and certificates know no test clock.
  const now = context.machineNow()
  const trail = await trailToCarry(context, journey, { name: journey.profile.name, now })
  const prepared: PreparedDocument[] = []
  const signatures: { document: string; value: string }[] = []
  // One after the other: a document may have 50 MB, and memory is shared.
  for (const document of documents) {
    const one = await preparedOf(context, journey, document, { certificate: sealer.certificate, now, trail })
    const value = await sealer.sign(Buffer.from(one.prepared.toSign, 'base64'))
    prepared.push(one)
    signatures.push({ document: document.id, value: Buffer.from(value).toString('base64') })
  }
  await context.db.activation.updateMany({
    where: { id: activation.id, state: 'authorised' },
    data: { prepared: sealPrepared(context, activation.id, { nonce, documents: prepared }), signatures, stamps: Prisma.DbNull },
  })
  // Another process may have written its own meanwhile: what is prepared and its signatures are of one row.
  return requireWhole(context, 'activation', await context.db.activation.findUniqueOrThrow({ where: { id: activation.id } }))
}

function areThese(prepared: readonly PreparedDocument[], documents: readonly DocumentToSign[]): boolean {
  return (
    prepared.length === documents.length &&
    documents.every(({ id, revision }) => prepared.some((one) => one.document === id && one.sha256 === revision.sha256))
  )
}

async function preparedOf(
  context: Context,
  journey: Journey,
  document: DocumentToSign,
  { certificate, now, trail }: { certificate: Uint8Array; now: Date; trail: TrailToCarry },
): Promise<PreparedDocument> {
  const { row, profile, language, request, mode } = journey
  const field = document.field && { name: document.field.name, mark: markOfSeal(context, journey, now, document.field) }
  const reason = wording(language, 'mark')('reason', { name: profile.name, requester: request.tenant.name })
  const one = await prepareDocument(context, request.tenantId, document, {
    // This id was made after the upload, so the document cannot contain it.
    id: row.id,
    certificate,
    chain: context.trust(mode).chain.slice(0, -1),
    now,
    field,
    trail: trail.carried,
    onBehalf: { claimedName: profile.name, reason },
  })
  const of = { document: document.id, requestDocument: document.requestDocumentId, sha256: document.revision.sha256 }
  return { ...one, ...of, trail: trail.of }
}
