// Places signature fields on the documents of a request: each at its box, at its text, or where there is room. Only a PDF has fields.

import { Problem } from '../../domain/problem'
import type { Document, Revision } from '../../generated/prisma/client'
import type { AskedField } from '../../documents/place'
import type { Anchor, AnchorPlacement } from '../../signature/anchor/anchor-place'
import type { FoundText } from '../../signature/anchor/find-texts'
import { kindOfType } from '../../documents/kinds'
import type { OrganisationCaller } from '../../domain/caller'
import { requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { revisionBytes } from '../kernel/revisions'
import type { NewField, NewRequest, PageBox } from './request-rules'

export type PlacedField = PageBox & { signerId: string; name: string; anchor: (AnchorPlacement & { text: string }) | null }
/** The appended part: SHA-256 of the stored tail, and of the whole revision. */
export type PlacedFields = { tail: string; sha256: string; sizeBytes: number; fields: PlacedField[] }
/** `placed`: null on a document without pages, which is signed as it is. */
export type PlacedDocument = { row: Document; placed: PlacedFields | null }
export type SignerRef = { id: string; index: number }
/** `taken`: boxes of fields that exist already. */
type Wanted = { documentId: string; fields: readonly NewField[]; signers: readonly SignerRef[]; taken: readonly PageBox[] }
/** The revision on which fields are placed. */
type Base = { tenantId: string } & Pick<Revision, 'id' | 'sha256' | 'sizeBytes' | 'parts'>

export async function placeAllFields(
  context: Context,
  caller: OrganisationCaller,
  input: NewRequest,
  signers: readonly SignerRef[],
): Promise<PlacedDocument[]> {
  const rows = await documentRows(context, caller, input)
  const placed: PlacedDocument[] = []
  // One after the other: a document may have 50 MB, and memory is shared.
  for (const [index, row] of rows.entries()) {
    const wanted = { documentId: row.id, fields: input.fields, signers, taken: [] }
    const fits = takesFields(row, input.fields)
    placed.push({
      row,
      placed: fits ? await placeOn(context, { ...row, parts: [row.sha256] }, wanted).catch((error) => blame(error, index)) : null,
    })
  }
  return placed
}

/** Says which document is at fault, where the problem does not name a field. */
function blame(error: unknown, index: number): never {
  throw error instanceof Problem && error.status === 422 && !error.extra.errors ? error.at(['documentIds', index]) : error
}

/** False for a document without pages; a requested field or anchor on such a document is refused. */
export function takesFields({ id, mimeType }: Pick<Document, 'id' | 'mimeType'>, fields: readonly NewField[]): boolean {
  const { signature, name } = kindOfType(mimeType)
  if (signature === 'PAdES') return true
  const asked = fields.findIndex(({ documentId }) => (documentId ?? id) === id)
  if (asked < 0) return false
  throw new Problem('DOCUMENT_NOT_PDF.no_pages', { id, kind: name }).at(['fields', asked])
}

async function documentRows(context: Context, { tenantId, mode }: OrganisationCaller, { documentIds }: NewRequest): Promise<Document[]> {
  const found = await context.db.document.findMany({ where: { id: { in: [...documentIds] }, tenantId, mode } })
  return documentIds.map((id, index) => {
    const row = found.find((candidate) => candidate.id === id)
    if (!row) throw new Problem('VALIDATION_FAILED.document', { id }).at(['documentIds', index])
    if (row.purgedAt === null && row.expiresAt > context.now()) return requireWhole(context, 'document', row)
    const day = (row.purgedAt ?? row.expiresAt).toISOString().slice(0, 10)
    throw new Problem('DOCUMENT_EXPIRED.kept_until_when', { id, day }).at(['documentIds', index])
  })
}

/** Places a field for each signer, in one revision that follows the given one. */
export async function placeOn(context: Context, base: Base, { documentId, fields, signers, taken }: Wanted): Promise<PlacedFields> {
  const asked = fields
    .map((field, index) => ({ field, index, signer: signers.find((candidate) => candidate.index === field.signerIndex) }))
    .filter(({ field }) => (field.documentId ?? documentId) === documentId)
  const texts = await textsOf(context, base, asked)
  const found = asked.flatMap(({ field: { place }, index, signer }): AskedField[] => {
    if (!signer) return []
    if (!isAnchor(place)) return [{ signer: signer.id, index, place }]
    return [{ signer: signer.id, index, place: { anchor: place, found: texts.get(place.text) ?? NOT_FOUND } }]
  })
  const {
    tail,
    sha256,
    fields: placed,
  } = await context.documents.run('place', {
    ...taskOn(context, base),
    given: { asked: found, signers: signers.map(({ id }) => id), taken },
  })
  const textOf = (signer: string) => asked.find((one) => one.signer?.id === signer)?.field.place
  return {
    tail: await context.blobs.put(tail),
    sha256,
    sizeBytes: base.sizeBytes + tail.length,
    fields: placed.map(({ signer, anchor, ...field }) => {
      const place = textOf(signer)
      return { ...field, signerId: signer, anchor: anchor && place && isAnchor(place) ? { ...anchor, text: place.text } : null }
    }),
  }
}

const NOT_FOUND: FoundText = { count: 0, shown: [] }

function taskOn(context: Context, base: Base) {
  return { tenant: base.tenantId, sha256: base.sha256, bytes: () => revisionBytes(context, base) }
}

/** Finds the texts of all anchors in one reading of the document. */
async function textsOf(
  context: Context,
  base: Base,
  asked: readonly { field: NewField; index: number }[],
): Promise<ReadonlyMap<string, FoundText>> {
  const anchored = asked.flatMap(({ field: { place }, index }) => (isAnchor(place) ? [{ text: place.text, index }] : []))
  const [first] = anchored
  if (!first) return new Map()
  const texts = [...new Set(anchored.map(({ text }) => text))]
  try {
    const found = await context.documents.run('findTexts', { ...taskOn(context, base), given: { texts } })
    return new Map(texts.map((text, index) => [text, found[index] ?? NOT_FOUND]))
  } catch (error) {
    if (!(error instanceof Problem) || error.code === 'UNAVAILABLE') throw error
    throw new Problem('VALIDATION_FAILED.text_unreadable').at(['fields', first.index])
  }
}

function isAnchor(place: NewField['place']): place is Anchor {
  return 'text' in place
}
