// The audit trail that a signature carries: in its dictionary, and where nobody has signed before attached to the document too, so that any reader
// shows it (decisions/0047).

import { takesAttachments } from '../pdf/archival'
import type { PdfDocument } from '../pdf/document'
import { signatureFields, signatureOf } from '../pdf/form'
import { stringBytes, PdfString, text, type Dict } from '../pdf/objects'
import type { Update } from '../pdf/update'
import { attach } from './attach'

/** `json` and `page` say the same, for programs and for people. `name`: of the files, without their ending. */
export type CarriedTrail = { name: string; json: string; page: string; description: string }

/** `attached`: to the document as well. */
export type TrailPlace = 'attached' | 'in_signature'

/** A name of the third class (ISO 32000-2, annex E.2): no other program gives it another meaning. */
const KEY = 'XXAuditTrail'
/** Bytes of a string that each reader takes (ISO 32000-1, annex C; ISO 19005-2, 6.1.13). */
export const LONGEST_TRAIL = 32_767

/**
 * Into the dictionary of the signature, before its bytes are signed. A direct string, for whatever else it led to would be an object that was added
 * after the signatures before it (12.8.1: where there is a ByteRange, all values are direct).
 */
export function carry(update: Update, signature: Dict, trail: CarriedTrail, now: Date): TrailPlace {
  if (!/^[\x20-\x7e]*$/.test(trail.json) || trail.json.length > LONGEST_TRAIL) throw new TypeError('an audit trail that no string holds')
  signature.set(KEY, text(trail.json))
  const files = [
    { name: `${trail.name}.json`, mimeType: 'application/json', bytes: Buffer.from(trail.json, 'latin1') },
    // The mark tells programs that take plain text for that of their own language that this is Unicode.
    { name: `${trail.name}.txt`, mimeType: 'text/plain', bytes: Buffer.from(`\ufeff${trail.page}`, 'utf8') },
  ]
  const attached = mayAttach(update.document) && attach(update, files, { description: trail.description, now })
  return attached ? 'attached' : 'in_signature'
}

/** What a signature carries, as it stands in its dictionary. */
export function carriedIn(signature: Dict): Buffer | undefined {
  const value = signature.get(KEY)
  if (!(value instanceof PdfString) || value.raw.length > 2 * LONGEST_TRAIL + 2) return undefined
  const bytes = stringBytes(value)
  return bytes.length <= LONGEST_TRAIL && isTrail(bytes) ? bytes : undefined
}

function isTrail(bytes: Buffer): boolean {
  try {
    const told: unknown = JSON.parse(bytes.toString('latin1'))
    return typeof told === 'object' && told !== null && 'type' in told && told.type === 'audit_trail'
  } catch {
    return false
  }
}

/**
 * A file that is attached changes the catalog, and no signature allows that (12.8.2.2, table 257). A portfolio shows its files in place of its
 * pages.
 */
function mayAttach(document: PdfDocument): boolean {
  const { root } = document
  if (root.has('Perms') || root.has('Collection')) return false
  return !signatureFields(document).some((field) => signatureOf(document, field)) && takesAttachments(document)
}
