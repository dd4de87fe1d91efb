// A file in a JSON body: the same bytes however they are written, and a refusal for whatever is not exactly base64.

import { createHash, randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import type { BlobStage } from '../../domain/ports'
import type { Problem } from '../../domain/problem'
import { readBody } from './body'
import { LARGEST_BASE64 } from './embedded-file'

const MEMBER = 'document_base64'

function staging({ full = false } = {}) {
  const discarded: number[] = []
  const stored: Buffer[] = []
  const stage = (): Promise<BlobStage> => {
    const pieces: Uint8Array[] = []
    const discard = () => Promise.resolve(void discarded.push(1))
    return Promise.resolve({
      write: (bytes: Uint8Array) => (full ? Promise.reject(new Error('full')) : Promise.resolve(void pieces.push(Buffer.from(bytes)))),
      discard,
      finish: () => {
        const whole = Buffer.concat(pieces)
        stored.push(whole)
        const open = () =>
          Promise.resolve({
            size: whole.length,
            read: (from: number, length: number) => whole.subarray(from, from + length),
            close: () => undefined,
          })
        return Promise.resolve({
          sha256: createHash('sha256').update(whole).digest('hex'),
          size: whole.length,
          open,
          keep: () => Promise.resolve(),
          discard,
        })
      },
    })
  }
  return { blobs: { stage } as never, stored, discarded }
}

function posted(body: Uint8Array, cut: number): Request {
  let at = 0
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= body.length) return controller.close()
      controller.enqueue(body.subarray(at, at + cut))
      at += cut
    },
  })
  const init = { method: 'POST', body: stream, duplex: 'half', headers: { 'content-type': 'application/json' } }
  return new Request('https://sign.example.com/v1/signature-requests', init as RequestInit)
}

async function read(body: string, cut = 7) {
  const { blobs, stored, discarded } = staging()
  const { value, file, fingerprint } = await readBody({ blobs }, posted(Buffer.from(body), cut), 'json', { member: MEMBER })
  return { value: value as Record<string, unknown>, file, fingerprint, bytes: stored.at(-1), discarded }
}

const refusal = (body: string, cut?: number) =>
  read(body, cut).then(
    () => 'accepted',
    (error: Problem) => `${error.code} ${error.extra.errors?.[0]?.code ?? ''}`.trim(),
  )

const bytes = randomBytes(1000)
const base64 = bytes.toString('base64')
const lined = (base64.match(/.{1,76}/g) ?? []).join('\\r\\n')
const longhand = base64.replaceAll('/', '\\/').replaceAll('+', '\\u002B')

it.each([
  ['as it is', `{"${MEMBER}":"${base64}","signer":{"name":"A \\"quoted\\" \\\\ name","${MEMBER}":"no file"}}`],
  ['without padding', `{ "signer" : {"name":"x"} ,\n "${MEMBER}" :\t"${base64.replaceAll('=', '')}" }`],
  ['with line breaks', `{"${MEMBER}":"${lined}"}`],
  ['with every sign escaped that may be', `{"fields":[["${MEMBER}",":"]],"document\\u005fbase64":"${longhand}"}`],
])('reads a file that is written %s', async (_, body) => {
  const found = await read(body)
  expect(found.bytes?.equals(bytes)).toBe(true)
  expect(found.value[MEMBER]).toBe(createHash('sha256').update(bytes).digest('hex'))
})

it('changes nothing else in the body', async () => {
  const { value, file } = await read(`{"a":{"${MEMBER}":"bm8="},"b":["${MEMBER}"],"c":"${MEMBER}","${MEMBER}":null}`)
  expect(value).toEqual({ a: { [MEMBER]: 'bm8=' }, b: [MEMBER], c: MEMBER, [MEMBER]: null })
  expect(file).toBeNull()
})

it('reads a large file in the same ways, from the bytes of the body', async () => {
  const file = randomBytes(1024 * 1024)
  const text = file.toString('base64')
  for (const written of [
    text,
    (text.match(/.{1,64}/g) ?? []).join('\\n'),
    text.replaceAll('/', '\\/'),
    text.replaceAll('+', '\\u002B').replace('A', '\\u0041'),
  ]) {
    const found = await read(`{"signer":{"name":"\\"${MEMBER}\\":\\"AAAA\\""},"document\\u005fbase64":"${written}","x":[1]}`, 65_536)
    expect(found.bytes?.equals(file)).toBe(true)
    expect(found.value).toEqual({
      signer: { name: `"${MEMBER}":"AAAA"` },
      [MEMBER]: createHash('sha256').update(file).digest('hex'),
      x: [1],
    })
  }
  const long = 'A'.repeat(1024 * 1024)
  for (const other of [
    `{"x":"${long}","${MEMBER}":"AAAA"}`,
    `{"${long}":"${MEMBER}"}`,
    `["${long}"]`,
    `"${long}"`,
    `{"a":{"${MEMBER}":"${long}"}}`,
  ])
    expect(await refusal(other, 65_536)).toBe('MALFORMED_REQUEST')
  for (const none of [`${long}-`, `${long}\\u00e9`, `${long}\\u0141`, `${long}\n`, `${long}\\`, `${long}=`, `${long}A===`])
    expect(await refusal(`{"${MEMBER}":"${none}"}`, 65_536)).toMatch(/^VALIDATION_FAILED INVALID_BASE64|^MALFORMED_REQUEST/)
})

it('gives the same fingerprint to the same bytes, however they are written', async () => {
  const [one, two, other] = await Promise.all([
    read(`{"${MEMBER}":"${base64}"}`),
    read(`{"${MEMBER}":"${lined}"}`),
    read(`{"${MEMBER}":"AAAA"}`),
  ])
  expect(one.fingerprint).toBe(two.fingerprint)
  expect(one.fingerprint).not.toBe(other.fingerprint)
})

it.each([
  ['letters of base64url', `{"${MEMBER}":"AA-_"}`, 'VALIDATION_FAILED INVALID_BASE64'],
  ['a space', `{"${MEMBER}":"AAAA AAAA"}`, 'VALIDATION_FAILED INVALID_BASE64'],
  ['text behind the padding', `{"${MEMBER}":"AA==AAAA"}`, 'VALIDATION_FAILED INVALID_BASE64'],
  ['too much padding', `{"${MEMBER}":"AAAA="}`, 'VALIDATION_FAILED INVALID_BASE64'],
  ['a lonely letter', `{"${MEMBER}":"AAAAA"}`, 'VALIDATION_FAILED INVALID_BASE64'],
  ['bits that mean nothing', `{"${MEMBER}":"AB=="}`, 'VALIDATION_FAILED INVALID_BASE64'],
  ['an escaped quotation mark', `{"${MEMBER}":"AA\\"AA"}`, 'VALIDATION_FAILED INVALID_BASE64'],
  ['a letter beyond ASCII', `{"${MEMBER}":"AA\\u0141A"}`, 'VALIDATION_FAILED INVALID_BASE64'],
  ['an end in the middle', `{"${MEMBER}":"AAAA`, 'MALFORMED_REQUEST'],
  ['something else behind it', `{"${MEMBER}":"AAAA"`, 'MALFORMED_REQUEST'],
  ['a megabyte of something else', `{"x":"${'x'.repeat(1024 * 1024)}"}`, 'MALFORMED_REQUEST'],
])('refuses %s', async (_, body, code) => {
  expect(await refusal(body)).toBe(code)
})

it('takes 12 MB of base64 and not four characters more, beside everything else', async () => {
  const most = 'A'.repeat(LARGEST_BASE64)
  const { file } = await read(`{"${MEMBER}":"${most}","x":"${'x'.repeat(1000)}"}`, 65_536)
  expect(file?.staged.size).toBe((LARGEST_BASE64 / 4) * 3)
  expect(await refusal(`{"${MEMBER}":"${most}AAAA"}`, 65_536)).toBe('DOCUMENT_TOO_LARGE')
  expect(await refusal(`{"${MEMBER}":"${most}${most}"}`, 65_536)).toBe('DOCUMENT_TOO_LARGE')
})

it('keeps a large body on disk until its turn to be parsed, and discards it then, also where it is refused', async () => {
  const large = (end: string) => `{"${MEMBER}":"${'A'.repeat(2 * 1024 * 1024)}"${end}`
  const { blobs, stored, discarded } = staging()
  const all = await Promise.allSettled(
    ['}', '}', ',"x":1}', ''].map((end) => readBody({ blobs }, posted(Buffer.from(large(end)), 65_536), 'json', { member: MEMBER })),
  )
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
  expect(stored.filter(({ length }) => length > 2 * 1024 * 1024)).toHaveLength(4)
  expect(discarded).toHaveLength(4)
})

it('discards a file that could not be written', async () => {
  const { blobs, discarded } = staging({ full: true })
  await expect(readBody({ blobs }, posted(Buffer.from(`{"${MEMBER}":"AAAA"}`), 7), 'json', { member: MEMBER })).rejects.toThrow('full')
  expect(discarded.length).toBe(1)
})
