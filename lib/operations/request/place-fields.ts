// Places the signature fields of all signers on all documents of a new request, each where it was asked for or where there is room.

import { createHash } from 'node:crypto'
import { Problem } from '../../domain/problem'
import type { Document } from '../../generated/prisma/client'
import { placeFields } from '../../signature/fields'
import { memorySource, type Source } from '../../signature/pdf/source'
import { automaticPlace, displayBoxOf, placeOf, type Place } from '../../signature/placement'
import type { ApiCaller, Context } from '../context'
import { at, type NewRequest } from './request-rules'
import { asProblem } from '../document/upload-document'

export type PlacedDocument = {
  row: Document
  /** SHA-256 of the stored tail, and of the whole revision. */
  tail: string
  sha256: string
  sizeBytes: number
  fields: { signerId: string; name: string; page: number; x: number; y: number; width: number; height: number }[]
}
type SignerRef = { id: string; index: number }

export async function placeAllFields(context: Context, caller: ApiCaller, input: NewRequest, signers: readonly SignerRef[]): Promise<PlacedDocument[]> {
  const rows = await documentRows(context, caller, input)
  const placed: PlacedDocument[] = []
  // One after the other: a document may have 50 MB, and memory is shared.
  for (const row of rows) placed.push(await placeOn(context, row, input, signers))
  return placed
}

async function documentRows(context: Context, { tenantId, mode }: ApiCaller, { documentIds, documentsPointer }: NewRequest): Promise<Document[]> {
  const found = await context.db.document.findMany({ where: { id: { in: [...documentIds] }, tenantId, mode } })
  return documentIds.map((id, index) => {
    const pointer = documentsPointer === '/document_id' ? documentsPointer : `${documentsPointer}/${index}`
    const row = found.find((candidate) => candidate.id === id)
    if (!row) throw at('VALIDATION_FAILED', pointer, `There is no document ${id} in this account and mode. Upload it with POST /v1/documents.`)
    if (row.expiresAt > context.now()) return row
    const day = row.expiresAt.toISOString().slice(0, 10)
    throw at('DOCUMENT_EXPIRED', pointer, `The document ${id} was kept until ${day}. Upload it again.`)
  })
}

async function placeOn(context: Context, row: Document, input: NewRequest, signers: readonly SignerRef[]): Promise<PlacedDocument> {
  const bytes = await context.blobs.get(row.sha256)
  const source = memorySource(bytes)
  try {
    const places = placesOn(source, row.id, input, signers)
    const tail = placeFields(source, places.map(({ signer, place }) => ({ ...place, name: signer.id })))
    const fields = places.map(({ signer, place }) => ({ signerId: signer.id, name: signer.id, ...rounded(displayBoxOf(source, place)) }))
    return { row, tail: await context.blobs.put(tail), sha256: createHash('sha256').update(bytes).update(tail).digest('hex'), sizeBytes: bytes.length + tail.length, fields }
  } catch (error) {
    throw asProblem(error)
  }
}

/** Places that were asked for come first, so that one found automatically never lies under them. */
function placesOn(source: Source, documentId: string, input: NewRequest, signers: readonly SignerRef[]): { signer: SignerRef; place: Place }[] {
  const asked = input.fields.map((field, index) => ({ field, index })).filter(({ field }) => (field.documentId ?? documentId) === documentId)
  const found = new Map<string, Place>()
  for (const { field, index } of asked) {
    const signer = signers.find((candidate) => candidate.index === field.signerIndex)
    if (signer) found.set(signer.id, askedPlace(source, field, index))
  }
  for (const signer of signers) {
    if (!found.has(signer.id)) found.set(signer.id, automaticPlace(source, [...found.values()]))
  }
  return signers.flatMap((signer) => {
    const place = found.get(signer.id)
    return place ? [{ signer, place }] : []
  })
}

function askedPlace(source: Source, field: NewRequest['fields'][number], index: number): Place {
  try {
    return placeOf(source, field)
  } catch (error) {
    const problem = asProblem(error)
    throw problem instanceof Problem ? at(problem.code, `/fields/${index}`, problem.message) : problem
  }
}

/** A hundredth of a point is finer than any printer. */
function rounded<T extends { x: number; y: number; width: number; height: number }>(box: T): T {
  const round = (value: number) => Math.round(value * 100) / 100
  return { ...box, x: round(box.x), y: round(box.y), width: round(box.width), height: round(box.height) }
}
