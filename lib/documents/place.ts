// Places the signature fields of a PDF, in one revision: each at its box, at its text, or where there is room.

import { Problem } from '../domain/problem'
import { anchorPlace, type Anchor, type AnchorPlacement } from '../signature/anchor/anchor-place'
import { textOn, type FoundText } from '../signature/anchor/find-texts'
import { hashed } from '../signature/digest'
import { placeFields } from '../signature/fields'
import type { Source } from '../signature/pdf/source'
import { emptyFields, type EmptyField } from '../signature/empty-fields'
import { PdfDocument } from '../signature/pdf/document'
import { pageCount, type Rect } from '../signature/pdf/pages'
import { permissionsOf } from '../signature/pdf/permissions'
import { automaticPlace, displayBoxOf, INVISIBLE, placeOf, type Place } from '../signature/placement'
import { asProblem } from './formats/pdf'

/** Points from the top left corner of the page (1-based) as displayed. */
export type PageBox = { page: number; x: number; y: number; width: number; height: number }
/** A field that was asked for; `index` is its number in the request. An anchor's text has been looked for already. */
export type AskedField = { signer: string; index: number; place: PageBox | { anchor: Anchor; found: FoundText } | { fieldName: string } }
/** `taken`: boxes of fields that we have placed already. Signers without a field of their own get an automatic one. */
export type Placing = { asked: readonly AskedField[]; signers: readonly string[]; taken: readonly PageBox[] }
/** `name`: of the field in the PDF, which is the signer unless the author of the PDF has made it. */
type PlacedField = PageBox & { signer: string; name: string; anchor: AnchorPlacement | null }
/** `tail` is to be appended, `sha256` the digest of the whole revision. */
export type Placed = { tail: Uint8Array; sha256: string; fields: readonly PlacedField[] }

/** `field`: the name of one that the document has; undefined: one of the signer's own is to be made. */
type Chosen = { signer: string; place: Place; anchor: AnchorPlacement | null; field?: string }

export async function place(source: Source, placing: Placing): Promise<Placed> {
  const text = placing.asked.length < placing.signers.length ? await textOn(source, pageCount(new PdfDocument(source)) - 1) : []
  const chosen = placesOn(source, placing, text)
  const made = chosen.filter(({ field }) => field === undefined).map(({ signer, place: stands }) => ({ ...stands, name: signer }))
  const existing = chosen.flatMap(({ field }) => field ?? [])
  const tail = placeFields(source, made, existing)
  const sha256 = (await hashed(source, 'sha256')).update(tail).digest('hex')
  const fields = chosen.map(({ signer, place: stands, anchor, field }) => ({
    signer,
    name: field ?? signer,
    ...shownBox(source, stands),
    anchor,
  }))
  return { tail, sha256, fields }
}

/** Requested places are taken first, so that an automatic one never overlaps them. */
function placesOn(source: Source, { asked, signers, taken }: Placing, lastPageText: readonly Rect[]): Chosen[] {
  const document = new PdfDocument(source)
  const { certified } = permissionsOf(document)
  const empty = emptyFields(document)
  const found = new Map<string, Chosen>()
  for (const field of asked) {
    const chosen = askedPlace(source, field, empty, certified)
    if ([...found.values()].some((other) => other.field !== undefined && other.field === chosen.field)) throw notFree(field)
    found.set(field.signer, chosen)
  }
  const before = taken.filter(({ width, height }) => width > 0 && height > 0).map((box) => placeOf(source, box))
  const [only, ...more] = empty
  // One signer, and one place that the author of the document has made for a signature: it is theirs.
  const theirs = signers.length === 1 && taken.length === 0 && more.length === 0 ? only : undefined
  for (const signer of signers) {
    if (found.has(signer)) continue
    const others = [...found.values()].map((chosen) => chosen.place)
    if (theirs) found.set(signer, { signer, anchor: null, place: theirs.place, field: theirs.name })
    else
      found.set(signer, {
        signer,
        anchor: null,
        place: certified ? INVISIBLE : automaticPlace(source, [...before, ...others], lastPageText),
      })
  }
  return signers.flatMap((signer) => found.get(signer) ?? [])
}

/** `empty`: fields of the document that can be signed. A certified document takes no other that is seen. */
function askedPlace(source: Source, asked: AskedField, empty: readonly EmptyField[], certified: boolean): Chosen {
  const { signer, index, place: wanted } = asked
  if ('fieldName' in wanted) {
    const field = empty.find(({ name }) => name === wanted.fieldName)
    if (!field) throw notFree(asked)
    return { signer, anchor: null, place: field.place, field: field.name }
  }
  if (certified) throw new Problem('DOCUMENT_LOCKED.certified').at(['fields', index])
  try {
    if (!('anchor' in wanted)) return { signer, place: placeOf(source, wanted), anchor: null }
    const { place: stands, placement } = anchorPlace(source, wanted.anchor, wanted.found)
    return { signer, place: stands, anchor: placement }
  } catch (error) {
    const problem = asProblem(error)
    throw problem instanceof Problem ? problem.at(['fields', index]) : problem
  }
}

const notFree = ({ index }: AskedField): Problem => new Problem('VALIDATION_FAILED.no_empty_field').at(['fields', index, 'fieldName'])

/** An invisible field is shown with no size, on its page. A hundredth of a point is finer than any printer. */
function shownBox(source: Source, stands: Place): PageBox {
  const { page, x, y, width, height } = displayBoxOf(source, stands)
  if (width === 0 && height === 0) return { page, x: 0, y: 0, width: 0, height: 0 }
  const round = (value: number) => Math.round(value * 100) / 100
  return { page, x: round(x), y: round(y), width: round(width), height: round(height) }
}
