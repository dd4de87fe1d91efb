// Raises a signature to B-LT and B-LTA: validation data in the DSS and a document time-stamp over it, in one revision.

import { createHash } from 'node:crypto'
import { sha256Hex } from '../crypto/algorithms'
import { readSignedData } from '../crypto/cms'
import type { Der } from '../crypto/der'
import { readToken, verifyToken } from '../crypto/timestamp'
import { hashed } from './digest'
import { invisibleWidget, timestampField } from './fields'
import { feedAround, fill, fits, hole, setByteRange, type ByteRange } from './hole'
import { LevelNotReached, reach, type LongTermLevel, type Trust } from './level'
import { PdfDocument } from './pdf/document'
import { addFields, isVisible, signatureFields, signatureOf } from './pdf/form'
import { copyOf, dict, name, PdfString, Ref, stringBytes, type Dict } from './pdf/objects'
import { pageAt } from './pdf/pages'
import { PdfProblem } from './pdf/problem'
import type { Source } from './pdf/source'
import { Update, type Tail } from './pdf/update'
import { Visited } from './pdf/visited'
import { gather, type ValidationData } from './validation-data'

/** The revision to append behind the signed one. `field` names the signature whose validation data is gathered. */
export async function extend(
  source: Source & { base?: Source },
  trust: Trust,
  { field, level = 'B-LTA' }: { field: string; level?: LongTermLevel },
): Promise<Buffer> {
  const document = new PdfDocument(source)
  const contents = contentsOf(document, field)
  const signed = readSignedData(contents)
  const signer = signed.signerInfo.signerCertificate
  const [stamp] = signed.signerInfo.signatureTimestamps
  if (!signer || !stamp) throw new LevelNotReached(level, 'signature_timestamp', { cause: 'the signature has no time-stamp' })
  const token = readToken(stamp)
  const gathered = await gather(trust, level, signer, signed.certificates, token)
  const update = new Update(document)
  addValidationData(update, gathered, contents)
  if (level === 'B-LT') return update.write().bytes
  // The token comes from the same authority as the signature time-stamp, so it has about the same size.
  const empty = emptyTimestamp(update, { field, size: Math.ceil((token.der.length + 1024) / 512) * 512 })
  return documentTimestamp(empty, source, trust)
}

function contentsOf(document: PdfDocument, fieldName: string): Buffer {
  const field = signatureFields(document).find((candidate) => candidate.name === fieldName)
  const signature = field && signatureOf(document, field)
  const contents = document.get(signature?.get('Contents'))
  if (!(contents instanceof PdfString)) throw new PdfProblem('FIELD_NOT_FOUND', 'This signature field is not signed.')
  return stringBytes(contents)
}

/** EN 319 142-1 5.4: what is already there stays and is not stored twice; VRI says which signature needed what. */
export function addValidationData(update: Update, data: ValidationData, contents: Uint8Array): void {
  const vriKey = createHash('sha1').update(contents).digest('hex').toUpperCase()
  const { document } = update
  const root = update.copy(document.rootRef)
  const place = root.get('DSS')
  const existing = document.get(place)
  const store: Dict = existing instanceof Map ? new Map(existing) : dict({ Type: name('DSS') })
  const keep = (key: string, items: readonly Der[]): Ref[] => {
    const visited = new Visited()
    const held = document.array(store.get(key)).filter((item): item is Ref => item instanceof Ref && visited.first(item))
    const known = new Map(held.map((ref) => [sha256Hex(document.stream(ref.number)), ref]))
    const refs = items.map((item) => known.get(sha256Hex(item)) ?? update.addStream(new Map(), Buffer.from(item)))
    store.set(key, [...new Set([...held, ...refs])])
    return refs
  }
  const entry = dict({
    Type: name('VRI'),
    Cert: keep('Certs', data.certificates),
    OCSP: keep('OCSPs', data.ocsps),
    CRL: keep('CRLs', data.crls),
  })
  const entries = document.get(store.get('VRI'))
  store.set('VRI', new Map(entries instanceof Map ? entries : []).set(vriKey, update.add(entry)))
  if (place instanceof Ref) return update.set(place, store)
  root.set('DSS', update.add(store))
  update.set(document.rootRef, root)
}

/** A revision with everything but the time-stamp itself: zeros stand in its place. `size`: bytes that it may have. */
export function emptyTimestamp(update: Update, { field, size }: { field: string; size: number }): EmptyTimestamp {
  const room = hole(size)
  const value = update.add(
    dict({
      Type: name('DocTimeStamp'),
      Filter: name('Adobe.PPKLite'),
      SubFilter: name('ETSI.RFC3161'),
      ByteRange: room.byteRange,
      Contents: room.contents,
    }),
  )
  stampInto(update, timestampField(field), value)
  const tail = update.write()
  return { tail, byteRange: setByteRange(tail, room, update.document.source.size) }
}

type EmptyTimestamp = { tail: Tail; byteRange: ByteRange }

/** EN 319 142-1 5.5: a time-stamp over the whole file, validation data included. */
async function documentTimestamp({ tail, byteRange }: EmptyTimestamp, source: Source & { base?: Source }, trust: Trust): Promise<Buffer> {
  const digest = feedAround(await hashed(source, 'sha256'), tail.bytes, byteRange, source.size).digest()
  const token = await reach('B-LTA', 'document_timestamp', () => trust.stamp(digest))
  const verdict = verifyToken(token, digest)
  if (verdict !== 'valid') throw new LevelNotReached('B-LTA', 'document_timestamp', { cause: verdict })
  if (!fits(token, byteRange)) throw new LevelNotReached('B-LTA', 'document_timestamp', { cause: 'token too large' })
  fill(tail.bytes, token, byteRange, source.size)
  return tail.bytes
}

/** Into the field that was placed for it; a signature that had no place gets its time-stamp's field here. */
function stampInto(update: Update, wanted: string, value: Ref): void {
  const { document } = update
  const placed = signatureFields(document).find(({ name }) => name === wanted)
  if (placed && !signatureOf(document, placed) && !isVisible(document, placed))
    return update.set(placed.ref, copyOf(placed.dict).set('V', value))
  addFields(update, [{ page: pageAt(document, 0), field: invisibleWidget(freeName(document, wanted)).set('V', value) }])
}

function freeName(document: PdfDocument, wanted: string): string {
  const names = new Set(signatureFields(document).map((field) => field.name))
  let free = wanted
  for (let i = 2; names.has(free); i++) free = `${wanted}-${i}`
  return free
}
