// Adds a signer to a request that nobody has signed yet, at the end of the order, with a signature field on every document.

import { Problem } from '../../domain/problem'
import { MOST_SIGNERS, requestFrom, statusOf, type RequestState } from '../../domain/request'
import type { Revision } from '../../generated/prisma/client'
import { inviteNext } from '../access/invite-signer'
import { voidActivations } from '../signing/void-activations'
import { doneBefore, markDone } from '../kernel/claim'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context, Tx } from '../kernel/context'
import { append, loadEvents } from '../kernel/evidence'
import { profileDigest } from '../kernel/profile'
import { fieldRow, fieldsPlaced } from './create-signature-request'
import { getSignatureRequest, type SignerView } from './get-signature-request'
import { requestRow, type RequestRow } from './request-row'
import { placeOn, takesFields, type PlacedFields } from './place-fields'
import { refuseUnfit, refuseUnknownCountry, type NewField, type NewSigner } from './request-rules'
import { addRevision, documentsOf, newest } from '../kernel/revisions'
import { planned, signerRow, type SignerPlan } from './new-signer'
import { lockRequest } from '../kernel/lock-request'
import { countStored, sumOf } from '../kernel/storage'

export type AddedSigner = { requestId: string; signer: NewSigner; fields: readonly NewField[] }
type Placed = { part: RequestRow['documents'][number]; base: Revision; placed: PlacedFields }

/** Two signers who are added at once collide on the order; the later one is tried again, this often. */
const TRIES = 5

export async function addSigner(
  context: Context,
  caller: OrganisationCaller,
  { requestId, signer, fields }: AddedSigner,
): Promise<SignerView> {
  const done = doneBefore(context)
  if (done !== null) return shown(context, caller, requestId, done)
  refuseUnknownCountry(signer.country, caller.mode, ['signer'])
  for (let tries = 0; tries < TRIES; tries++) {
    const row = await requestRow(context, caller, requestId)
    const state = requestFrom(await loadEvents(context, context.db, requestId))
    const parts = await documentsOf(context, context.db, requestId, state)
    refuseUnfit(state.signatureType, signer, ['signer'])
    refuseUnlessOpen(context, state)
    refuseFieldsElsewhere(row, fields)
    const plan = planned(context, state.signatureType, signer, { index: 0, position: row.signers.length + 1, at: ['signer'] })
    const documents = await placeOnAll(context, row.tenantId, parts, plan, fields)
    if (!(await context.db.$transaction((tx) => write(context, tx, caller, row, plan, documents), { timeout: 20_000 }))) continue
    return shown(context, caller, requestId, plan.id)
  }
  throw new Problem('STATE_CONFLICT.others_changing')
}

async function shown(context: Context, caller: OrganisationCaller, requestId: string, signer: string): Promise<SignerView> {
  const view = (await getSignatureRequest(context, caller, { requestId })).signers.find(({ id }) => id === signer)
  if (!view) throw new Error('a signer who was added is not there')
  return view
}

function refuseUnlessOpen(context: Context, state: RequestState): void {
  const status = statusOf(state, context.now())
  if (status !== 'pending') {
    throw new Problem('STATE_CONFLICT.no_adding', { status })
  }
  // A signer who has authorised has signed (domain/journey): their document must not get another field before it is sealed.
  if (state.signers.some(({ authorised }) => authorised !== undefined)) {
    throw new Problem('STATE_CONFLICT.no_adding_now')
  }
  if (state.signers.length >= MOST_SIGNERS) {
    throw new Problem('TOO_MANY_SIGNERS.full', { most: MOST_SIGNERS })
  }
}

function refuseFieldsElsewhere(row: RequestRow, fields: readonly NewField[]): void {
  const seen = new Set<string>()
  fields.forEach(({ documentId }, index) => {
    const of = documentId ?? (row.documents.length === 1 ? row.documents[0]?.documentId : undefined)
    if (of === undefined) throw new Problem('VALIDATION_FAILED.which_document').at(['fields', index, 'documentId'])
    if (!row.documents.some((part) => part.documentId === of))
      throw new Problem('VALIDATION_FAILED.foreign_document').at(['fields', index, 'documentId'])
    if (seen.has(of)) throw new Problem('QES_FIELD_COUNT.document').at(['fields', index])
    seen.add(of)
  })
}

async function placeOnAll(
  context: Context,
  tenantId: string,
  parts: RequestRow['documents'],
  { id, index }: SignerPlan,
  fields: readonly NewField[],
): Promise<Placed[]> {
  const documents: Placed[] = []
  // One after the other: a document may have 50 MB, and memory is shared.
  for (const part of parts) {
    if (!takesFields(part.document, fields)) continue
    const base = newest(part.revisions)
    const wanted = { documentId: part.documentId, fields, signers: [{ id, index }], taken: part.fields }
    documents.push({ part, base, placed: await placeOn(context, { ...base, tenantId }, wanted) })
  }
  return documents
}

function isNewest({ documents }: RequestState, { documentId }: Placed['part'], { number }: Revision): boolean {
  return documents.find(({ id }) => id === documentId)?.revisions.length === number + 1
}

/** False when the request changed meanwhile: then the fields were placed on bytes that are not the newest. */
async function write(
  context: Context,
  tx: Tx,
  caller: OrganisationCaller,
  row: RequestRow,
  plan: SignerPlan,
  documents: readonly Placed[],
): Promise<boolean> {
  await lockRequest(tx, row.id)
  const state = requestFrom(await loadEvents(context, tx, row.id))
  refuseUnlessOpen(context, state)
  if (state.signers.length !== row.signers.length || documents.some(({ part, base }) => !isNewest(state, part, base))) return false
  await tx.signer.create({ data: signerRow(context, caller, row.id, plan) })
  for (const { part, base, placed } of documents) {
    const { tail, sha256, sizeBytes, fields } = placed
    await addRevision(tx, {
      requestDocumentId: part.id,
      number: base.number + 1,
      kind: 'fields_placed',
      sha256,
      sizeBytes,
      parts: [...base.parts, tail],
      ownBytes: sizeBytes - base.sizeBytes,
      createdAt: context.now(),
    })
    await tx.field.createMany({ data: fields.map((field) => fieldRow(context, field, part.id)) })
  }
  // Codes already sent are for bytes that nobody will sign any more.
  if (documents.length > 0) {
    await voidActivations(tx, { signer: { requestId: row.id } })
  }
  await append(context, tx, row.id, [
    {
      by: caller,
      fact: { type: 'signer_added', signer: plan.id, order: plan.position, profile_sha256: profileDigest(plan.profile) },
    },
    ...documents.map(({ part, base, placed }) => fieldsPlaced(part.documentId, base.sha256, placed, [plan])),
  ])
  // Where the order is open, it is their turn at once.
  await inviteNext(context, tx, row.id)
  await countStored(
    tx,
    caller.tenantId,
    sumOf(documents, ({ base, placed }) => placed.sizeBytes - base.sizeBytes),
  )
  await markDone(context, tx, plan.id)
  return true
}
