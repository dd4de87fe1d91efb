// What a fuzzer sends: values that programs trip over, valid bodies with one thing wrong, and bodies that are none.

import fc, { type GeneratorValue } from 'fast-check'

/** Draws one value; fast-check remembers which, so that a seed repeats a run. */
export type Draw = GeneratorValue
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\udc00\ud800',
  '\ufeffbom',
  '\u202eright to left',
  '\u200b\u200d\u2060',
  'e\u0301'.repeat(300),
  '\u0337'.repeat(5000),
  '𝒜𝓃𝓃𝒶',
  '👩‍👩‍👧‍👦'.repeat(40),
  'ﷺ'.repeat(200),
  '\r\nX-Injected: yes',
  '../../../etc/passwd',
  '..%2f..%2f',
  '${7*7}',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '\'; DROP TABLE "Tenant"; --',
  '%00',
  '%s%n',
  'null',
  'undefined',
  'NaN',
  '__proto__',
  'constructor',
  '-1',
  '1e400',
  '0x10',
  '9007199254740993',
  '2026-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '+999999-01-01T00:00:00Z',
  'anna@[127.0.0.1]',
  'a@b',
  `${'a'.repeat(300)}@example.com`,
  'anna@exämple.com',
  '+0000000000000000000',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'https://user:pw@example.com',
]
const NUMBERS = [0, -0, -1, 1, 0.1, 1e-320, 1e308, -1e308, 2 ** 31, 2 ** 53, 2 ** 53 + 2, 2 ** 63, 1e21]

const text = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constant('x'.repeat(70_000)),
)
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 3, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, [], {}, [[]], [null], { a: { b: 1 } }) },
  { weight: 1, arbitrary: fc.integer({ min: 2, max: 60 }).map(nested) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }).map((any) => any as Json) },
  { weight: 1, arbitrary: fc.array(text, { minLength: 30, maxLength: 60 }).map((many) => many as Json) },
)

function nested(depth: number): Json {
  let inner: Json = 'deep'
  for (let level = 0; level < depth; level++) inner = level % 2 === 0 ? [inner] : { inner }
  return inner
}

export const strangeText = (draw: Draw): string => draw(() => text)
export const chance = (draw: Draw, percent: number): boolean => draw(fc.integer, { min: 0, max: 99 }) < percent
export const oneOf = <T>(draw: Draw, ...all: readonly T[]): T => all[draw(fc.nat, { max: Math.max(0, all.length - 1) })] as T

/** Any value, as a copy: two draws may give the same object, which could then be put into itself. */
const any = (draw: Draw): Json => structuredClone(draw(() => value))

/** Every place within a value, as the object that holds it and its key. */
function placesIn(holder: Json): { holder: { [key: string]: Json }; key: string }[] {
  if (typeof holder !== 'object' || holder === null) return []
  const object = holder as { [key: string]: Json }
  return Object.keys(object).flatMap((key) => [{ holder: object, key }, ...placesIn(object[key] ?? null)])
}

/** A valid body with one to three changes: a value of another kind, a field missing, a field too many. */
export function spoiled(draw: Draw, valid: Json): Json {
  const body = structuredClone(valid)
  for (let changes = draw(fc.integer, { min: 1, max: 3 }); changes > 0; changes--) {
    const places = placesIn(body)
    if (places.length === 0) return any(draw)
    const { holder, key } = oneOf(draw, ...places)
    const kind = oneOf(draw, 'replace', 'replace', 'replace', 'remove', 'add')
    if (kind === 'remove') Reflect.deleteProperty(holder, key)
    else if (kind === 'replace') holder[key] = any(draw)
    // Defined as a member, because assigning to `__proto__` would set the prototype.
    else
      Object.defineProperty(holder, oneOf(draw, 'colour', '__proto__', 'constructor', '', strangeText(draw)), {
        value: any(draw),
        enumerable: true,
        configurable: true,
        writable: true,
      })
  }
  return body
}

/** Bytes that are no JSON, or JSON that no one expects. */
export function notQuiteJson(draw: Draw, valid: string): Buffer {
  switch (oneOf(draw, 'cut', 'bytes', 'deep', 'huge', 'other', 'bom', 'surrogate', 'twice')) {
    case 'cut':
      return Buffer.from(valid.slice(0, draw(fc.nat, { max: Math.max(1, valid.length - 1) })))
    case 'bytes':
      return Buffer.from(draw(fc.uint8Array, { minLength: 1, maxLength: 200 }))
    case 'deep':
      return Buffer.from('['.repeat(draw(fc.integer, { min: 20, max: 100_000 })))
    case 'huge':
      return Buffer.from(JSON.stringify({ [`k${'x'.repeat(40)}`]: 'x'.repeat(1_100_000) }))
    case 'other':
      return Buffer.from(JSON.stringify(draw(() => value)))
    case 'bom':
      return Buffer.from(`\ufeff${valid}`)
    case 'surrogate':
      return Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')])
    case 'twice':
      return Buffer.from(valid + valid)
  }
}

/** A multipart body with its boundary, most of them damaged. */
export function multipart(draw: Draw, file: Uint8Array): { contentType: string; body: Buffer } {
  const boundary = oneOf(draw, 'b0undary', '----WebKitFormBoundary7MA4YWxkTrZu0gW', 'a'.repeat(70))
  const parts = Array.from({ length: draw(fc.integer, { min: 0, max: 5 }) }, () => part(draw, boundary, file))
  const whole = Buffer.concat([...parts, Buffer.from(chance(draw, 80) ? `--${boundary}--\r\n` : '')])
  const body = chance(draw, 20) ? whole.subarray(0, draw(fc.nat, { max: whole.length })) : whole
  const named = oneOf(draw, boundary, boundary, boundary, boundary, 'another', `"${boundary}"`, '')
  return {
    contentType: oneOf(
      draw,
      `multipart/form-data; boundary=${named}`,
      `multipart/form-data; boundary=${named}`,
      'multipart/form-data',
      `multipart/mixed; boundary=${named}`,
    ),
    body,
  }
}

function part(draw: Draw, boundary: string, file: Uint8Array): Buffer {
  const name = oneOf(draw, 'file', 'file', 'name', 'locale', 'colour', '__proto__', '', strangeText(draw).replaceAll(/[\r\n"]/g, ''))
  const fileName = chance(draw, 60)
    ? `; filename="${oneOf(draw, 'a.pdf', '', '../../a.pdf', strangeText(draw).replaceAll(/[\r\n"]/g, ''))}"`
    : ''
  const header = oneOf(
    draw,
    `Content-Disposition: form-data; name="${name}"${fileName}`,
    `content-disposition:form-data;name=${name}`,
    'X-Nothing: here',
    '',
  )
  const damaged = Buffer.from(file)
  const at = draw(fc.nat, { max: Math.max(0, damaged.length - 1) })
  damaged[at] = draw(fc.nat, { max: 255 })
  const content = oneOf(
    draw,
    Buffer.from(file),
    damaged,
    damaged.subarray(0, at),
    Buffer.from(strangeText(draw)),
    Buffer.from('PK\u0003\u0004'),
    Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'),
  )
  return Buffer.concat([
    Buffer.from(`--${boundary}\r\n${header}\r\nContent-Type: application/octet-stream\r\n\r\n`),
    content,
    Buffer.from('\r\n'),
  ])
}
