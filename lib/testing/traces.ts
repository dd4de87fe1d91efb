// Finds what is left of a person in bytes: each of their words in every form in which a program may have written it, also in what is packed.

import { inflateRawSync, inflateSync } from 'node:zlib'

/** Deeper nothing of ours is packed. */
const LEVELS = 3
const SHORTEST_CODED = 6

/** By the first four bytes of a form: the form, and the word that it writes. `begins`: whether any form has a beginning of this digest. */
export type Traces = { readonly begins: Uint8Array; readonly forms: ReadonlyMap<number, readonly Form[]> }
type Form = { trace: string; form: Buffer }

/** Upper and lower case of A-Z are alike, here and in what is searched. */
const folded = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)))

const digestOf = (beginning: number): number => Math.imul(beginning, 0x9e37_79b1) >>> 16

/** Each word has four letters or more. */
export function tracesOf(words: readonly string[]): Traces {
  const begins = new Uint8Array(65_536)
  const forms = new Map<number, Form[]>()
  for (const trace of words) {
    for (const form of formsOf(trace)) {
      const beginning = form.readUInt32BE(0)
      begins[digestOf(beginning)] = 1
      forms.set(beginning, [...(forms.get(beginning) ?? []), { trace, form }])
    }
  }
  return { begins, forms }
}

/** The traces that are found in these bytes, or in what is packed in them. Each byte is looked at once, however many forms there are. */
export function found(traces: Traces, bytes: Uint8Array, levels = LEVELS): string[] {
  const all = folded(bytes)
  const here = new Set<string>()
  let beginning = 0
  for (let at = 0; at < all.length; at++) {
    beginning = ((beginning << 8) | (all[at] ?? 0)) >>> 0
    if (at < 3 || traces.begins[digestOf(beginning)] !== 1) continue
    for (const { trace, form } of traces.forms.get(beginning) ?? [])
      if (all.compare(form, 0, form.length, at - 3, Math.min(at - 3 + form.length, all.length)) === 0) here.add(trace)
  }
  const inside = levels === 0 ? [] : [...unpacked(Buffer.from(bytes))].flatMap((part) => found(traces, part, levels - 1))
  return [...new Set([...here, ...inside])]
}

function formsOf(trace: string): Buffer[] {
  const forms = spellings(trace)
    .flatMap((text) => codings(text))
    .map((form) => folded(form).toString('latin1'))
  return [...new Set(forms)].map((form) => Buffer.from(form, 'latin1'))
}

/** As a person, JSON, HTML, an address or a machine-readable zone writes it. */
function spellings(text: string): string[] {
  const escaped = text.replaceAll(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const inHtml = text.replaceAll(/[^\x20-\x7e]|'/g, (one) => `&#${one.codePointAt(0) ?? 0};`)
  const forms = [text, escaped, inHtml, encodeURIComponent(text), encodeURIComponent(text).replaceAll('%20', '+')]
  return [...forms, ...forms.flatMap((one) => [one.normalize('NFD'), one.toUpperCase(), one.toLowerCase()]), text.replaceAll(' ', '<')]
}

/** As characters of one and of two bytes, in base64 wherever it begins, in hexadecimal, and as quoted-printable. */
function codings(text: string): Buffer[] {
  const wide = Buffer.from(text, 'utf16le')
  const plain = [Buffer.from(text), wide, Buffer.from(wide).swap16()]
  const coded = text.length < SHORTEST_CODED ? [] : plain.flatMap((bytes) => [...inBase64(bytes), bytes.toString('hex')])
  const quoted = Buffer.from(text)
    .toString('latin1')
    .replaceAll(/[^\x20-\x7e]|=/g, (one) => `=${one.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return [...plain, ...[...coded, quoted].map((one) => Buffer.from(one))]
}

/** What of the code does not depend on the bytes before and after. */
function inBase64(bytes: Buffer): string[] {
  const standard = [0, 1, 2].map((before) => {
    const code = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    return code.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
  })
  return [...standard, ...standard.map((code) => code.replaceAll('+', '-').replaceAll('/', '_'))]
}

/** What begins like a stream of zlib, as in PDF, PNG and gzip, or is a packed entry of a ZIP. */
function* unpacked(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; (at = bytes.indexOf('stream', at)) !== -1; at += 6) {
    const start = at + (bytes[at + 6] === 0x0d ? 8 : 7)
    const part = attempt(() => inflateSync(bytes.subarray(start), LENIENT))
    if (part) yield part
  }
  for (let at = 0; (at = bytes.indexOf('PK\x03\x04', at, 'latin1')) !== -1; at += 4) {
    if (at + 30 > bytes.length || bytes.readUInt16LE(at + 8) !== 8) continue
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    const part = attempt(() => inflateRawSync(bytes.subarray(start), LENIENT))
    if (part) yield part
  }
  for (let at = 0; (at = bytes.indexOf('\x1f\x8b\x08', at, 'latin1')) !== -1; at += 3) {
    const part = attempt(() => inflateRawSync(bytes.subarray(at + 10), LENIENT))
    if (part) yield part
  }
}

/** What follows the stream is not its own, and a stream may be cut off. */
const LENIENT = { finishFlush: 2, maxOutputLength: 64 * 1024 * 1024 }

function attempt(unpack: () => Buffer): Buffer | null {
  try {
    const part = unpack()
    return part.length > 0 ? part : null
  } catch {
    return null
  }
}
