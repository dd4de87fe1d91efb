// Places the signature fields of a PDF, in one revision: each at its box, at its text, or where there is room.

import { Problem } from '../domain/problem'
import { anchorPlace, type Anchor, type AnchorPlacement } from '../signature/anchor/anchor-place'
import type { FoundText } from '../signature/anchor/find-texts'
import { hashed } from '../signature/digest'
import { placeFields } from '../signature/fields'
import type { Source } from '../signature/pdf/source'
import { automaticPlace, displayBoxOf, placeOf, type Place } from '../signature/placement'
import { asProblem } from './formats/pdf'

/** Points from the top left corner of the page (1-based) as displayed. */
export type PageBox = { page: number; x: number; y: number; width: number; height: number }
/** A field that was asked for; `index` is its number in the request. An anchor's text has been looked for already. */
export type AskedField = { signer: string; index: number; place: PageBox | { anchor: Anchor; found: FoundText } }
/** `taken`: boxes of fields that exist already. Signers without a field of their own get an automatic one. */
export type Placing = { asked: readonly AskedField[]; signers: readonly string[]; taken: readonly PageBox[] }
type PlacedField = PageBox & { signer: string; anchor: AnchorPlacement | null }
/** `tail` is to be appended, `sha256` the digest of the whole revision. */
export type Placed = { tail: Uint8Array; sha256: string; fields: readonly PlacedField[] }

type Chosen = { signer: string; place: Place; anchor: AnchorPlacement | null }

export async function place(source: Source, placing: Placing): Promise<Placed> {
  const chosen = placesOn(source, placing)
  const tail = placeFields(
    source,
    chosen.map(({ signer, place: stands }) => ({ ...stands, name: signer })),
  )
  const sha256 = (await hashed(source, 'sha256')).update(tail).digest('hex')
  return { tail, sha256, fields: chosen.map(({ signer, place: stands, anchor }) => ({ signer, ...shownBox(source, stands), anchor })) }
}

/** Requested places are taken first, so that an automatic one never overlaps them. */
function placesOn(source: Source, { asked, signers, taken }: Placing): Chosen[] {
  const found = new Map<string, Chosen>()
  for (const field of asked) found.set(field.signer, askedPlace(source, field))
  const before = taken.filter(({ width, height }) => width > 0 && height > 0).map((box) => placeOf(source, box))
  for (const signer of signers) {
    if (found.has(signer)) continue
    const others = [...found.values()].map((chosen) => chosen.place)
    found.set(signer, { signer, anchor: null, place: automaticPlace(source, [...before, ...others]) })
  }
  return signers.flatMap((signer) => found.get(signer) ?? [])
}

function askedPlace(source: Source, { signer, index, place: asked }: AskedField): Chosen {
  try {
    if (!('anchor' in asked)) return { signer, place: placeOf(source, asked), anchor: null }
    const { place: stands, placement } = anchorPlace(source, asked.anchor, asked.found)
    return { signer, place: stands, anchor: placement }
  } catch (error) {
    const problem = asProblem(error)
    throw problem instanceof Problem ? problem.at(['fields', index]) : problem
  }
}

/** An invisible field is shown with no size, on its page. A hundredth of a point is finer than any printer. */
function shownBox(source: Source, stands: Place): PageBox {
  const { page, x, y, width, height } = displayBoxOf(source, stands)
  if (width === 0 && height === 0) return { page, x: 0, y: 0, width: 0, height: 0 }
  const round = (value: number) => Math.round(value * 100) / 100
  return { page, x: round(x), y: round(y), width: round(width), height: round(height) }
}
