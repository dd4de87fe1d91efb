// An unencrypted copy of a PDF that opens without a password: all objects that it shows, written anew under their numbers.

import { PdfDocument } from './document'
import { signatureFields, signatureOf } from './form'
import { dict, hexString, PdfString, Ref, serialize, stringBytes, type Dict, type PdfObject } from './objects'
import { PdfProblem } from './problem'
import { decipherOf, type Decipher } from './protection'
import type { Source } from './source'

/** Undefined where the file is not encrypted at all. Throws where it takes a password, or bears signatures, which a copy would break. */
export function decryptedCopy(source: Source): Buffer | undefined {
  const closed = new PdfDocument(source, undefined, 'as stored')
  const place =
    closed.trailer.get('Encrypt') ?? closed.sections.map(({ trailer }) => trailer.get('Encrypt')).find((entry) => entry !== undefined)
  const encrypt = closed.get(place)
  if (!(encrypt instanceof Map)) return undefined
  const decipher = decipherOf(closed, encrypt)
  if (!decipher) {
    throw new PdfProblem(
      'PDF_ENCRYPTED',
      'This PDF is protected by a password, without which it cannot be read. Save a copy without protection and upload that.',
    )
  }
  const document = new PdfDocument(source, undefined, decipher)
  if (signatureFields(document).some((field) => signatureOf(document, field))) {
    throw new PdfProblem(
      'PDF_ENCRYPTED',
      'This PDF is encrypted and bears signatures, which would not hold on an unencrypted copy. Ask whoever signed it for a version without protection.',
    )
  }
  return written(document, decipher)
}

function written(document: PdfDocument, decipher: Decipher): Buffer {
  const pieces: Buffer[] = []
  let length = 0
  let pending = ''
  const put = (piece: string | Buffer): void => {
    length += piece.length
    if (typeof piece === 'string') pending += piece
    else {
      pieces.push(Buffer.from(pending, 'latin1'), piece)
      pending = ''
    }
  }
  put(
    `${/^%PDF-\d\.\d/.exec(document.source.read(0, 16).toString('latin1'))?.[0] ?? '%PDF-1.7'}\n%\xe2\xe3\xcf\xd3\n% An unencrypted copy, made before it was signed.\n`,
  )
  const places = new Map<number, { offset: number; generation: number }>()
  const trailer = dict({ Root: document.rootRef })
  const info = document.trailer.get('Info')
  if (info instanceof Ref) trailer.set('Info', info)
  const open: number[] = [...trailer.values()].flatMap((entry) => (entry instanceof Ref ? [entry.number] : []))
  const seen = new Set(open)
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    if (!document.defines(number)) continue
    for (const target of document.targets(number)) {
      if (!seen.has(target)) open.push(target)
      seen.add(target)
    }
    // References name the generation as well.
    const generation = document.indirect(number)?.generation ?? 0
    places.set(number, { offset: length, generation })
    put(`${number} ${generation} obj\n`)
    putObject(document, decipher, number, put)
    put('\nendobj\n')
  }
  const size = Math.max(...places.keys()) + 1
  const start = length
  put(`xref\n0 ${size}\n`)
  for (let number = 0; number < size; number++) {
    const place = places.get(number)
    put(place ? `${String(place.offset).padStart(10, '0')} ${String(place.generation).padStart(5, '0')} n\r\n` : '0000000000 65535 f\r\n')
  }
  trailer.set('Size', size)
  const id = document.get(document.trailer.get('ID'))
  if (Array.isArray(id))
    trailer.set(
      'ID',
      id.map((item) => (item instanceof PdfString ? hexString(stringBytes(item)) : item)),
    )
  put('trailer\n')
  serialize(trailer, (piece) => put(bytesOf(piece)))
  put(`\nstartxref\n${start}\n%%EOF\n`)
  return Buffer.concat([...pieces, Buffer.from(pending, 'latin1')])
}

function putObject(document: PdfDocument, decipher: Decipher, number: number, put: (piece: string | Buffer) => void): void {
  const stored = document.indirect(number)
  const value = document.get(new Ref(number, 0))
  const serialized = (object: PdfObject): void => serialize(object, (piece) => put(bytesOf(piece)))
  // What is packed in an object stream is encrypted with that stream.
  if (!stored) return serialized(value)
  const plain = withPlainStrings(stored.value, (bytes) => decipher.string(number, stored.generation, bytes))
  if (stored.streamStart === undefined || !(plain instanceof Map)) return serialized(plain)
  const { bytes } = document.storedStream(number)
  serialized(withoutCrypt(plain).set('Length', bytes.length))
  put('\nstream\n')
  put(bytes)
  put('\nendstream')
}

const bytesOf = (piece: string | Buffer | { bytes: Buffer }): string | Buffer =>
  typeof piece === 'string' || Buffer.isBuffer(piece) ? piece : piece.bytes

function withPlainStrings(object: PdfObject, decipher: (bytes: Buffer) => Buffer): PdfObject {
  if (object instanceof PdfString) return hexString(decipher(stringBytes(object)))
  if (Array.isArray(object)) return object.map((item) => withPlainStrings(item, decipher))
  if (object instanceof Map) return new Map([...object].map(([key, value]) => [key, withPlainStrings(value, decipher)]))
  return object
}

/** The filter that said how the stream is encrypted says nothing any more. */
function withoutCrypt(entries: Dict): Dict {
  const filters = entries.get('Filter')
  const list = Array.isArray(filters) ? filters : [filters ?? null]
  const at = list.findIndex((filter) => filter !== null && typeof filter === 'object' && 'value' in filter && filter.value === 'Crypt')
  if (at < 0) return entries
  const parameters = entries.get('DecodeParms')
  const rest = list.filter((_, index) => index !== at)
  if (rest.length === 0) {
    entries.delete('Filter')
    entries.delete('DecodeParms')
  } else {
    entries.set('Filter', rest)
    if (Array.isArray(parameters))
      entries.set(
        'DecodeParms',
        parameters.filter((_, index) => index !== at),
      )
  }
  return entries
}
