// Signs a PDF from first to last in one task, with a key outside: refuses what cannot be signed, places the field, signs, and judges the result.

import { Problem } from '../domain/problem'
import { anchorPlace, type Anchor, type AnchorPlacement } from '../signature/anchor/anchor-place'
import { findTexts, type FoundText } from '../signature/anchor/find-texts'
import type { Der } from '../crypto/der'
import { placeFields } from '../signature/fields'
import type { Mark } from '../signature/mark/appearance'
import { prepare } from '../signature/pades'
import { inspectPdf } from '../signature/pdf/inspect'
import { withTails, type Source } from '../signature/pdf/source'
import { INVISIBLE } from '../signature/placement'
import type { CarriedTrail, TrailPlace } from '../signature/trail/carried-trail'
import type { Outside } from './protocol'
import { rehearse } from './rehearse'
import { finish, type FinishedDocument } from './sign'

type DirectSigning = {
  /** The name of the field, which is younger than the file. */
  id: string
  certificate: Der
  /** The authorities above it; the last one is the root. */
  chain: readonly Der[]
  now: Date
  claimedName: string
  reason: string
  trail: CarriedTrail
  /** Null: nobody sees the signature. */
  anchor: { asked: Anchor; found: FoundText; mark: Mark } | null
}

/** `tails`: what is appended to the file, in order. The judgement is that of `finish`. */
type DirectlySigned = Pick<FinishedDocument, 'sha256' | 'sizeBytes' | 'name' | 'report' | 'harmed'> & {
  tails: readonly Uint8Array[]
  carried: TrailPlace
  placement: AnchorPlacement | null
}

/** Whether the file can be signed is said first: it explains more than that a text cannot be looked for in it. */
export async function findAnchor(source: Source, { text }: { text: string }): Promise<FoundText> {
  inspectPdf(source)
  const [found] = await findTexts(source, [text])
  return found ?? { count: 0, shown: [] }
}

export async function signDirectly(source: Source, signing: DirectSigning, outside: Outside): Promise<DirectlySigned> {
  const { certified } = inspectPdf(source)
  const { id, certificate, chain, now, claimedName, reason, trail } = signing
  const placed = placedIn(source, signing, certified)
  const base = placed ? withTails(source, [placed.tail]) : source
  const mark = placed && { mark: placed.mark }
  const preparation = { certificate, chain: chain.slice(0, -1), now, claimedName, reason, trail, field: id, ...mark }
  const prepared = await prepare(base, preparation)
  const signature = await outside.sign(Buffer.from(prepared.toSign, 'base64'))
  const made = await finish(base, { prepared: { format: 'PAdES', prepared }, signature, chain, now }, outside)
  const { sha256, sizeBytes, name, report, harmed } = made
  // The trial of an upload says why no signature holds on this file. It costs as much as two, so it comes only where this one does not.
  if (harmed.length > 0 || !report.signatures.find(({ field }) => field === name)?.valid) await rehearse(source)
  const own = made.parts.flatMap((part) => (typeof part === 'object' && 'bytes' in part ? [part.bytes] : []))
  return {
    ...{ sha256, sizeBytes, name, report, harmed },
    tails: [...(placed ? [placed.tail] : []), ...own],
    carried: prepared.trail ?? 'in_signature',
    placement: placed?.placement ?? null,
  }
}

/** The revision with a field at its text; without one, the signature makes its own field, which nobody sees. */
function placedIn(source: Source, { id, anchor }: DirectSigning, certified: boolean) {
  if (!anchor) return null
  const { asked, found, mark } = anchor
  const { place, placement } = anchorPlace(source, asked, found)
  if (certified && place !== INVISIBLE) throw new Problem('DOCUMENT_LOCKED.certified_anchor').at(['anchor'])
  const tail = placeFields(source, [{ name: id, ...place }])
  return { tail, placement, mark: { ...mark, ...(placement.cover && { cover: placement.cover }) } }
}
