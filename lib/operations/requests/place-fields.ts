// Places signature fields on the documents of a request: each at its box, at its text, or where there is room. Only a PDF has fields.

import { Problem } from '../../domain/problem'
import type { Document } from '../../generated/prisma/client'
import { anchorPlace, type Anchor, type AnchorPlacement } from '../../signature/anchor/anchor-place'
import { findTexts, TextUnreadable, type FoundText } from '../../signature/anchor/find-text'
import { hashed } from '../../signature/digest'
import { placeFields } from '../../signature/fields'
import type { Source } from '../../signature/pdf/source'
import { automaticPlace, displayBoxOf, placeOf, type Place } from '../../signature/placement'
import { kindOfType } from '../documents/kinds'
import { asProblem } from '../documents/pdf'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { withBlobs } from '../kernel/stored-bytes'
import { type NewField, type NewRequest, type PageBox } from './request-rules'

export type PlacedField = PageBox & { signerId: string; name: string; anchor: (AnchorPlacement & { text: string }) | null }
/** The appended part: SHA-256 of the stored tail, and of the whole revision. */
export type PlacedFields = { tail: string; sha256: string; sizeBytes: number; fields: PlacedField[] }
/** `placed`: null on a document without pages, which is signed as it is. */
export type PlacedDocument = { row: Document; placed: PlacedFields | null }
export type SignerRef = { id: string; index: number }
/** `taken`: boxes of fields that exist already. */
type Wanted = { documentId: string; fields: readonly NewField[]; signers: readonly SignerRef[]; taken: readonly PageBox[] }
type Chosen = { signer: SignerRef; place: Place; anchor: PlacedField['anchor'] }

export async function placeAllFields(
  context: Context,
  caller: OrganisationCaller,
  input: NewRequest,
  signers: readonly SignerRef[],
): Promise<PlacedDocument[]> {
  const rows = await documentRows(context, caller, input)
  const placed: PlacedDocument[] = []
  // One after the other: a document may have 50 MB, and memory is shared.
  for (const row of rows) {
    const wanted = { documentId: row.id, fields: input.fields, signers, taken: [] }
    placed.push({ row, placed: takesFields(row, input.fields) ? await placeOn(context, [row.sha256], wanted) : null })
  }
  return placed
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
    if (row.purgedAt === null && row.expiresAt > context.now()) return row
    const day = (row.purgedAt ?? row.expiresAt).toISOString().slice(0, 10)
    throw new Problem('DOCUMENT_EXPIRED.kept_until_when', { id, day }).at(['documentIds', index])
  })
}

/** Places a field for each signer, in one revision that follows the revision of these parts. */
export async function placeOn(context: Context, parts: readonly string[], wanted: Wanted): Promise<PlacedFields> {
  try {
    return await withBlobs(context, parts, (source) => placeOnSource(context, source, wanted))
  } catch (error) {
    throw asProblem(error)
  }
}

async function placeOnSource(context: Context, source: Source, wanted: Wanted): Promise<PlacedFields> {
  const chosen = await placesOn(source, wanted)
  const tail = placeFields(
    source,
    chosen.map(({ signer, place }) => ({ ...place, name: signer.id })),
  )
  const fields = chosen.map(({ signer, place, anchor }) => ({ signerId: signer.id, name: signer.id, ...shownBox(source, place), anchor }))
  const sha256 = (await hashed(source, 'sha256')).update(tail).digest('hex')
  return { tail: await context.blobs.put(tail), sha256, sizeBytes: source.size + tail.length, fields }
}

/** Requested places are taken first, so that an automatic one never overlaps them. */
async function placesOn(source: Source, { documentId, fields, signers, taken }: Wanted): Promise<Chosen[]> {
  const asked = fields.map((field, index) => ({ field, index })).filter(({ field }) => (field.documentId ?? documentId) === documentId)
  const texts = await textsOf(source, asked)
  const found = new Map<string, Chosen>()
  for (const { field, index } of asked) {
    const signer = signers.find((candidate) => candidate.index === field.signerIndex)
    if (signer) found.set(signer.id, { signer, ...askedPlace(source, field, index, texts) })
  }
  const before = taken.filter(({ width, height }) => width > 0 && height > 0).map((box) => placeOf(source, box))
  for (const signer of signers) {
    if (found.has(signer.id)) continue
    found.set(signer.id, {
      signer,
      anchor: null,
      place: automaticPlace(source, [...before, ...[...found.values()].map(({ place }) => place)]),
    })
  }
  return signers.flatMap((signer) => found.get(signer.id) ?? [])
}

function askedPlace(source: Source, { place }: NewField, index: number, texts: ReadonlyMap<string, FoundText>): Omit<Chosen, 'signer'> {
  try {
    if (!isAnchor(place)) return { place: placeOf(source, place), anchor: null }
    const { place: stands, placement } = anchorPlace(source, place, texts.get(place.text) ?? { count: 0, shown: [] })
    return { place: stands, anchor: { ...placement, text: place.text } }
  } catch (error) {
    const problem = asProblem(error)
    throw problem instanceof Problem ? problem.at(['fields', index]) : problem
  }
}

/** Finds the texts of all anchors in one reading of the document. */
async function textsOf(source: Source, asked: readonly { field: NewField; index: number }[]): Promise<ReadonlyMap<string, FoundText>> {
  const anchored = asked.flatMap(({ field: { place }, index }) => (isAnchor(place) ? [{ text: place.text, index }] : []))
  const [first] = anchored
  if (!first) return new Map()
  const texts = [...new Set(anchored.map(({ text }) => text))]
  try {
    const found = await findTexts(source, texts)
    return new Map(texts.map((text, index) => [text, found[index] ?? { count: 0, shown: [] }]))
  } catch (error) {
    if (!(error instanceof TextUnreadable)) throw error
    throw new Problem('VALIDATION_FAILED.text_unreadable').at(['fields', first.index])
  }
}

function isAnchor(place: NewField['place']): place is Anchor {
  return 'text' in place
}

/** An invisible field is shown with no size, on its page. A hundredth of a point is finer than any printer. */
function shownBox(source: Source, place: Place): PageBox {
  const { page, x, y, width, height } = displayBoxOf(source, place)
  if (width === 0 && height === 0) return { page, x: 0, y: 0, width: 0, height: 0 }
  const round = (value: number) => Math.round(value * 100) / 100
  return { page, x: round(x), y: round(y), width: round(width), height: round(height) }
}
