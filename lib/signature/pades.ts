// PAdES signatures (EN 319 142-1): prepare a revision with a hole, sign elsewhere, complete it, raise it to long term.

import { readCertificate } from '../crypto/certificate'
import { signatureTimestampAttribute, signedAttributes, signedData } from '../crypto/cms'
import type { Der } from '../crypto/der'
import { OID } from '../crypto/oids'
import { hashed } from './digest'
import { lockOfFields } from './field-lock'
import { invisibleWidget, timestampField } from './fields'
import { feedAround, fill, fits, hole, setByteRange, type ByteRange, type Hole } from './hole'
import { LevelNotReached, type Level, type Trust } from './level'
import { extend } from './long-term'
import { drawMark, fontKey, type Mark } from './mark/appearance'
import { embedFont } from './mark/font'
import { PdfDocument } from './pdf/document'
import { addFields, fieldsOf, isVisible, signatureOf, type Field } from './pdf/form'
import { copyOf, date, dict, name, Ref, text, type Dict, type PdfObject } from './pdf/objects'
import { pageAt, rectOf } from './pdf/pages'
import { PdfProblem } from './pdf/problem'
import { withTails, type Source } from './pdf/source'
import { Update, type Tail } from './pdf/update'
import { preparedForm, requireBase, withValue, type PreparedForm } from './prepared'
import { stampOver, suite } from './signature-value'
import { carry, type CarriedTrail, type TrailPlace } from './trail/carried-trail'

/** A revision that waits for its signature; what the key signs is the DER of the signed attributes. */
export type Prepared = PreparedForm & {
  field: string
  /** The size of the document to which the tail is appended. */
  baseSize: number
  /** Base64: the revision with zeros where the signature will stand. */
  tail: string
  byteRange: ByteRange
  /** Where the audit trail stands that was given. */
  trail?: TrailPlace
}

export type Preparation = {
  /** Name of an empty signature field. Without a mark, a field that does not exist is made and is invisible. */
  field: string
  certificate: Der
  /** The authorities above the signer, root not needed. */
  chain: readonly Der[]
  /** Claimed signing time; the proven one is that of the time-stamp. */
  now: Date
  mark?: Mark
  reason?: string
  location?: string
  /** The person for whom the key signs, where the certificate names another. */
  claimedName?: string
  /** Carried by the signature, which covers it. */
  trail?: CarriedTrail
}

export async function prepare(source: Source, preparation: Preparation): Promise<Prepared> {
  const { field, chain, claimedName } = preparation
  const certificate = readCertificate(preparation.certificate)
  const algorithm = suite(certificate)
  // The signature itself is small; a time-stamp token with its certificates needs up to 8 KB.
  const certificates = [preparation.certificate, ...chain].reduce((sum, der) => sum + der.length, 0)
  const size = Math.ceil((certificates + 9216) / 1024) * 1024
  const { tail, byteRange, trail } = emptySignature(source, {
    ...preparation,
    signerName: claimedName ?? certificate.subjectAttributes['CN'],
    size,
  })
  const messageDigest = feedAround(await hashed(source, algorithm.digest), tail.bytes, byteRange, source.size).digest()
  const toSign = signedAttributes({ contentType: OID.data, messageDigest, certificate, claimedName })
  const form = await preparedForm(source, toSign, preparation)
  return { ...form, field, baseSize: source.size, tail: tail.bytes.toString('base64'), byteRange, ...(trail && { trail }) }
}

type EmptySignature = Pick<Preparation, 'field' | 'now' | 'mark' | 'reason' | 'location' | 'trail'> & {
  signerName?: string | undefined
  /** Bytes that the signature may have. */
  size: number
}

/** The revision with everything but the signature itself: zeros stand in its place. */
export function emptySignature(source: Source, signature: EmptySignature): { tail: Tail; byteRange: ByteRange; trail?: TrailPlace } {
  const update = new Update(new PdfDocument(source))
  const room = hole(signature.size)
  const lock = lockOfFields(update.document)
  const dictionary = signatureDictionary(signature, room, lock)
  const trail = signature.trail && carry(update, dictionary, signature.trail, signature.now)
  fillField(update, signature, update.add(dictionary))
  const tail = update.write()
  return { tail, byteRange: setByteRange(tail, room, source.size), ...(trail && { trail }) }
}

/**
 * The revision with its signature: B-T if `stamp` is given, else B-B. May be called again with the same signature value
 * when the time-stamping authority failed. Throws LevelNotReached, or TypeError if the value is not this key's.
 */
export async function complete(prepared: Prepared, signature: Uint8Array, { stamp }: { stamp?: Trust['stamp'] }): Promise<Buffer> {
  const { certificate, chain, toSign } = withValue(prepared, signature)
  const unsigned = stamp ? [signatureTimestampAttribute(await stampOver(signature, stamp))] : []
  const cms = signedData({ contentType: OID.data, signedAttributes: toSign, signature, certificate, chain, unsigned })
  const tail = Buffer.from(prepared.tail, 'base64')
  if (!fits(cms, prepared.byteRange)) throw new LevelNotReached('B-T', 'signature_timestamp', { cause: 'token too large' })
  fill(tail, cms, prepared.byteRange, prepared.baseSize)
  return tail
}

/**
 * Puts in the signature value and raises the signature to B-LTA, or throws. Answers the two tails to append. Safe to call again, also in
 * another process, with the same prepared data and the same signature value.
 */
export async function finish(source: Source, prepared: Prepared, signature: Uint8Array, trust: Trust): Promise<[Buffer, Buffer]> {
  await requireBase(source, prepared)
  const signed = await complete(prepared, signature, { stamp: trust.stamp })
  return [signed, await extend(withTails(source, [signed]), trust, { field: prepared.field })]
}

/** A signer whose key can be used at once: seals, tests and the bench. People sign with `prepare` and `finish`. */
export type Signer = { certificate: Der; chain: readonly Der[]; sign(bytes: Uint8Array): Promise<Uint8Array> }

/** Prepares, signs and finishes at once. Answers the tails to append, in order. */
export async function sign(
  source: Source,
  { level, trust, signer, ...rest }: Omit<Preparation, 'certificate' | 'chain'> & { level: Level; trust: Trust; signer: Signer },
): Promise<Buffer[]> {
  const prepared = await prepare(source, { ...rest, certificate: signer.certificate, chain: signer.chain })
  const signature = await signer.sign(Buffer.from(prepared.toSign, 'base64'))
  const signed = await complete(prepared, signature, level === 'B-B' ? {} : { stamp: trust.stamp })
  if (level === 'B-B' || level === 'B-T') return [signed]
  return [signed, await extend(withTails(source, [signed]), trust, { field: rest.field, level })]
}

/** EN 319 142-1 6.3: /Cert is absent, and the time is claimed here because PAdES forbids the signing-time attribute. */
function signatureDictionary(
  { signerName, reason, location, now }: EmptySignature,
  { byteRange, contents }: Hole,
  lock: Dict | undefined,
): Dict {
  const signature = dict({
    Type: name('Sig'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.CAdES.detached'),
    ByteRange: byteRange,
    Contents: contents,
    M: date(now),
  })
  if (signerName !== undefined) signature.set('Name', text(signerName))
  if (reason !== undefined) signature.set('Reason', text(reason))
  if (location !== undefined) signature.set('Location', text(location))
  if (lock) signature.set('Reference', [lock])
  return signature
}

function fillField(update: Update, { field: fieldName, mark }: EmptySignature, value: Ref): void {
  const { document } = update
  const fields = fieldsOf(document)
  const field = fields.find((candidate) => candidate.type === 'Sig' && candidate.name === fieldName)
  if (!field) {
    const taken = (name: string) => fields.some((candidate) => candidate.name === name)
    if (mark) throw new PdfProblem('FIELD_NOT_FOUND', 'The document has no signature field of this name.')
    const page = pageAt(document, 0)
    const stamp = { page, field: invisibleWidget(timestampField(fieldName)) }
    addFields(update, [{ page, field: invisibleWidget(fieldName).set('V', value) }, ...(taken(timestampField(fieldName)) ? [] : [stamp])])
    return
  }
  if (signatureOf(document, field)) throw new PdfProblem('FIELD_ALREADY_SIGNED', 'This signature field is already signed.')
  const signed = copyOf(field.dict).set('V', value)
  if (mark && isVisible(document, field)) signed.set('AP', dict({ N: appearance(update, field, mark) }))
  update.set(field.ref, signed)
}

function appearance(update: Update, field: Field, mark: Mark): Ref {
  const { document } = update
  const [left, bottom, right, top] = rectOf(document, field.dict.get('Rect')) ?? [0, 0, 0, 0]
  const characteristics = document.get(field.dict.get('MK'))
  const turn = characteristics instanceof Map ? document.get(characteristics.get('R')) : null
  const rotation = typeof turn === 'number' ? turn : 0
  const sideways = rotation === 90 || rotation === 270
  const [width, height] = sideways ? [top - bottom, right - left] : [right - left, top - bottom]
  return drawMark(update, placedFont(document, field) ?? embedFont(update), mark, { width, height, rotation })
}

/** The font that `placeFields` left in the field's empty appearance. */
function placedFont(document: PdfDocument, field: Field): Ref | undefined {
  let at: PdfObject = field.dict
  for (const key of ['AP', 'N', 'Resources', 'Font', fontKey]) {
    const inner: PdfObject = document.get(at)
    at = inner instanceof Map ? (inner.get(key) ?? null) : null
  }
  return at instanceof Ref ? at : undefined
}
