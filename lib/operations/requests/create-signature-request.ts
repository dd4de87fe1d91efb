// Creates a signature request: keeps the rules, places all signature fields, and invites those whose turn it is, all in one transaction.

import { newId } from '../../domain/ids'
import { requestFrom, turn } from '../../domain/request'
import { Prisma } from '../../generated/prisma/client'
import { doneBefore, markDone } from '../kernel/claim'
import { apiKeyOf, JOB, type OrganisationCaller } from '../../domain/caller'
import { bound } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { uploadDocument, type Upload } from '../documents/upload-document'
import { requireKept } from '../documents/blob-use'
import { append, type Entry } from '../kernel/evidence'
import { newStatusLink } from '../kernel/links'
import { profileDigest, saltedDigest } from '../kernel/profile'
import { addRevision } from '../kernel/revisions'
import { countStored, sumOf } from '../kernel/storage'
import { requireReach } from './require-reach'
import { planned, signerRow, type SignerPlan } from './new-signer'
import { countUse } from '../usage/count-use'
import { getSignatureRequest, type RequestView } from './get-signature-request'
import { invite } from '../access/invite-signer'
import { placeAllFields, type PlacedDocument, type PlacedField, type PlacedFields } from './place-fields'
import { expiryOf, inOrder, isOrdered, redirectOf, refuseInconsistent, refuseUnlessOffered, type NewRequest } from './request-rules'

/** `file`: a document that is sent with the request, kept like an upload. */
export type NewRequestInOne = NewRequest & { file?: Upload['file'] | null; documentTitle?: string | null }

export async function createSignatureRequest(context: Context, caller: OrganisationCaller, input: NewRequestInOne): Promise<RequestView> {
  const done = doneBefore(context)
  if (done !== null) return getSignatureRequest(context, caller, { requestId: done })
  refuseInconsistent(input, caller.mode)
  refuseUnlessOffered(input)
  await requireReach(context, caller)
  const now = context.now()
  const expiresAt = expiryOf(input, now)
  const redirectUrl = redirectOf(input, caller.mode)
  const signers = inOrder(input.signers).map(({ signer, index, position }) =>
    planned(context, input.signatureType, signer, { index, position, at: ['signers', index] }),
  )
  const documents = await placeAllFields(context, caller, await withItsDocument(context, caller, input), signers)
  const id = newId('sreq')
  const status = newStatusLink(context, id)
  await context.db.$transaction(async (tx) => {
    await tx.signatureRequest.create({
      data: bound(context.secrets, 'signatureRequest', {
        id,
        tenantId: caller.tenantId,
        mode: caller.mode,
        status: 'pending' as const,
        signatureType: input.signatureType,
        ordered: isOrdered(input),
        statusHash: status.hash,
        statusToken: status.sealed,
        redirectUrl,
        metadata: input.metadata as Prisma.InputJsonObject,
        createdAt: now,
        expiresAt,
        apiKeyId: apiKeyOf(caller),
        delivery: input.delivery ?? ('email' as const),
        cancelReason: null,
        deletedAt: null,
      }),
    })
    await tx.signer.createMany({ data: signers.map((plan) => signerRow(context, caller, id, plan)) })
    await writeDocuments(context, tx, id, documents)
    const events = await append(context, tx, id, firstEntries(caller, input, expiresAt, signers, documents))
    for (const signer of turn(requestFrom(events))) await invite(context, tx, signer)
    await countStored(
      tx,
      caller.tenantId,
      sumOf(documents, ({ row, placed }) => (placed ? placed.sizeBytes - row.sizeBytes : 0)),
    )
    await countUse(context, tx, caller, 'requests_created')
    await markDone(context, tx, id)
  })
  return getSignatureRequest(context, caller, { requestId: id })
}

/** Stores the document that came with the request. The idempotency key is for the request alone: a repetition stores the document anew. */
async function withItsDocument(
  context: Context,
  caller: OrganisationCaller,
  { file, documentTitle, ...input }: NewRequestInOne,
): Promise<NewRequest> {
  if (!file) return input
  const document = await uploadDocument({ ...context, claim: undefined }, caller, { file, name: documentTitle ?? undefined })
  return { ...input, documentIds: [document.id] }
}

async function writeDocuments(context: Context, tx: Tx, requestId: string, documents: readonly PlacedDocument[]): Promise<void> {
  await requireKept(
    tx,
    documents.map(({ row }) => row),
  )
  const createdAt = context.now()
  for (const [position, { row, placed }] of documents.entries()) {
    const requestDocumentId = newId('rdoc')
    await tx.requestDocument.create({ data: { id: requestDocumentId, requestId, documentId: row.id, position } })
    await addRevision(tx, {
      requestDocumentId,
      number: 0,
      kind: 'uploaded',
      sha256: row.sha256,
      sizeBytes: row.sizeBytes,
      parts: [row.sha256],
      ownBytes: 0,
      createdAt,
    })
    if (!placed) continue
    const { tail, sha256, sizeBytes, fields } = placed
    const ownBytes = sizeBytes - row.sizeBytes
    const parts = [row.sha256, tail]
    await addRevision(tx, { requestDocumentId, number: 1, kind: 'fields_placed', sha256, sizeBytes, parts, ownBytes, createdAt })
    await tx.field.createMany({ data: fields.map((field) => fieldRow(context, field, requestDocumentId)) })
  }
}

/** The anchor's text is not kept, only where it was found. */
export function fieldRow(
  { secrets }: Pick<Context, 'secrets'>,
  { anchor, ...field }: PlacedField,
  requestDocumentId: string,
): Prisma.FieldCreateManyInput {
  const { text: _, ...placement } = anchor ?? { text: '' }
  const row = { ...field, id: newId('fld'), requestDocumentId, type: 'signature' as const, anchor: anchor && placement }
  return { ...bound(secrets, 'field', row), anchor: row.anchor ?? Prisma.DbNull }
}

function firstEntries(
  caller: OrganisationCaller,
  input: NewRequest,
  expiresAt: Date,
  signers: readonly SignerPlan[],
  documents: readonly PlacedDocument[],
): Entry[] {
  return [
    {
      by: caller,
      fact: {
        type: 'request_created',
        mode: caller.mode,
        signature_type: input.signatureType,
        ordered: isOrdered(input),
        expires_at: expiresAt.toISOString(),
        ...(typeof input.conversation === 'boolean' ? { conversation: input.conversation } : {}),
        documents: documents.map(({ row }) => ({ id: row.id, sha256: row.sha256, pages: row.pages, size_bytes: row.sizeBytes })),
        signers: signers.map(({ id, position, profile }) => ({ id, order: position, profile_sha256: profileDigest(profile) })),
      },
    },
    ...documents.flatMap(({ row, placed }) => (placed ? [fieldsPlaced(row.id, row.sha256, placed, signers)] : [])),
  ]
}

/** An anchor's text may be a person's name, so its digest is salted with the signer's salt. */
export function fieldsPlaced(document: string, before: string, { sha256, fields }: PlacedFields, signers: readonly SignerPlan[]): Entry {
  const anchors = fields.flatMap(({ signerId, anchor }) => {
    const plan = signers.find(({ id }) => id === signerId)
    if (!anchor || !plan) return []
    return [
      { signer: signerId, text_sha256: saltedDigest(plan.profile, anchor.text), found: anchor.found, occurrences: anchor.occurrences },
    ]
  })
  return {
    by: JOB,
    fact: { type: 'fields_placed', document, before, after: sha256, fields: fields.length, ...(anchors.length > 0 ? { anchors } : {}) },
  }
}
