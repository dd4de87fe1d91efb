// Forms as clients send them, and malformed ones: the same parts however the body is cut, and a refusal that says what is wrong.

import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { BlobStage } from '../../domain/ports'
import type { Problem } from '../../domain/problem'
import { problemWords } from '../answer/problem-response'
import { readForm } from './form'
import { MEGABYTE } from './uploaded-file'

const TYPE = 'multipart/form-data; boundary=abc'
const FILE = 'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf'
const field = (name: string): string => `Content-Disposition: form-data; name="${name}"`
const part = (header: string, content: string): string => `--abc\r\n${header}\r\n\r\n${content}\r\n`
const END = '--abc--'

/** A place for one file that remembers what became of it. */
function place() {
  const log: string[] = []
  const pieces: Buffer[] = []
  const stage = (): Promise<BlobStage> =>
    Promise.resolve({
      write: (bytes: Uint8Array) => Promise.resolve(void pieces.push(Buffer.from(bytes))),
      discard: () => Promise.resolve(void log.push('discarded')),
      finish: () => {
        const whole = Buffer.concat(pieces)
        return Promise.resolve({
          sha256: createHash('sha256').update(whole).digest('hex'),
          size: whole.length,
          open: () => Promise.reject(new Error('not read here')),
          keep: () => Promise.resolve(),
          discard: () => Promise.resolve(),
        })
      },
    })
  return { stage, log, content: () => Buffer.concat(pieces).toString('latin1') }
}

function posted(body: Iterable<Uint8Array>, type: string): Request {
  const all = body[Symbol.iterator]()
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = all.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
  })
  const init = { method: 'POST', body: stream, duplex: 'half', headers: { 'content-type': type } }
  return new Request('https://sign.example.com/v1/documents', init as RequestInit)
}

function* cut(body: Buffer, size: () => number): Generator<Uint8Array> {
  for (let at = 0; at < body.length;) {
    const end = at + size()
    yield new Uint8Array(body.subarray(at, end))
    at = end
  }
}

async function read(body: string | Buffer, size: () => number = () => 1000, { type = TYPE, largest = 100 } = {}) {
  const { stage, log, content } = place()
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  try {
    const { fields, file } = await readForm(posted(cut(bytes, size), type), stage, largest)
    return { fields, file: file && { name: file.name, mimeType: file.mimeType, content: content() }, log }
  } catch (error) {
    const { code } = error as Problem
    const { message } = problemWords('en', error as Problem)
    return { refused: `${code}: ${message.replace('The multipart body cannot be read: ', '')}`, log }
  }
}

const whole = `before\r\n${part(field('name'), 'Umowa ż')}${part(FILE, '%PDF\r\n--ab\r\n--abd\r\n\r\n-')}${part(field('empty'), '')}${END}\r\nafter`
const EXPECTED = {
  fields: { name: 'Umowa ż', empty: '' },
  file: { name: 'a.pdf', mimeType: 'application/pdf', content: '%PDF\r\n--ab\r\n--abd\r\n\r\n-' },
  log: [],
}

it('reads the same form in whatever pieces it arrives', async () => {
  for (let size = 1; size < whole.length + 2; size++) expect(await read(whole, () => size), `pieces of ${size}`).toEqual(EXPECTED)
  let seed = 1
  const random = (): number => 1 + ((seed = (seed * 48_271) % 2_147_483_647) % 23)
  for (let times = 0; times < 200; times++) expect(await read(whole, random), `seed ${seed}`).toEqual(EXPECTED)
})

it.each([
  ['a quotation mark', 'filename="a \\"b\\".pdf"', 'a "b".pdf'],
  ['a quotation mark as browsers write it', 'filename="a %22b%22.pdf"', 'a "b".pdf'],
  ['letters of any script', 'filename="umowa ż.pdf"', 'umowa ż.pdf'],
  ['no quotation marks', 'filename=umowa.pdf', 'umowa.pdf'],
  ['RFC 5987 beside it', "filename=umowa.pdf; filename*=utf-8''umowa%20%C5%BC.pdf", 'umowa ż.pdf'],
  ['RFC 5987 that is none', "filename=umowa.pdf; filename*=utf-8''%ff", 'umowa.pdf'],
  ['a path', 'filename="C:/fakepath/a.pdf"', 'C:/fakepath/a.pdf'],
  ['nothing at all', '', 'document.pdf'],
])('takes a file name with %s', async (_, written, name) => {
  const disposition = ['Content-Disposition: form-data; name="file"', ...(written === '' ? [] : [written])].join('; ')
  expect(await read(part(disposition, 'x') + END)).toMatchObject({ file: { name, mimeType: 'application/octet-stream' } })
})

const many = (count: number): string => Array.from({ length: count }, (_, index) => part(field(`f${index}`), '')).join('')
it.each([
  ['no boundary in it', 'nothing of the kind', 'the boundary that Content-Type names does not occur in it.'],
  ['nothing', '', 'the boundary that Content-Type names does not occur in it.'],
  ['an end in a part', part(FILE, 'x').slice(0, -2), 'the body ends in the middle of a part.'],
  ['an end in a header', '--abc\r\nContent-Disposition: form', 'the body ends in the middle of a part.'],
  ['no end', part(FILE, 'x'), 'the body ends in the middle of a part.'],
  ['an end in the last boundary', `${part(FILE, 'x')}--abc-`, 'the body ends in the middle of a part.'],
  ['a part without a name', part('X-Nothing: here', 'x') + END, 'a part has no name.'],
  ['a part whose header does not end', `--abc\r\n${FILE}\r\n${END}`, 'a part has no name.'],
  ['a part with an empty name', part(field(''), 'x') + END, 'a part has no name.'],
  ['a part with a header that is none', part('no header', 'x') + END, 'a part has no name.'],
  ['a part that is no form data', part('Content-Disposition: attachment; name="file"', 'x') + END, 'a part has no name.'],
  ['more behind a boundary', `--abcd\r\n${FILE}\r\n\r\nx\r\n${END}`, 'a part has no name.'],
  ['a long header', part(`X-Long: ${'x'.repeat(17_000)}\r\n${FILE}`, 'x') + END, 'the header of a part is too long.'],
  ['a header without end', `--abc\r\nX-Long: ${'x'.repeat(200_000)}`, 'the header of a part is too long.'],
  ['many parts', many(21) + END, 'there are too many parts.'],
  ['two files', part(FILE, 'x') + part(FILE, 'x') + END, 'there are two parts named "file"; send one document at a time.'],
  ['two fields of one name', part(field('name'), 'x') + part(field('name'), 'x') + END, 'there are two parts named "name".'],
  [
    'a file of another name',
    part('Content-Disposition: form-data; name="document"; filename="a.pdf"', 'x') + END,
    'the file was sent in a part named "document"; name that part "file".',
  ],
  ['a long field', part(field('name'), 'x'.repeat(65_537)) + END, 'the part "name" is too long.'],
])('refuses %s', async (_, body, words) => {
  for (const size of [1, 7, 64, 100_000].filter((each) => body.length / each < 5000)) {
    const { refused } = await read(body, () => size)
    expect(refused, `pieces of ${size}`).toBe(`MALFORMED_REQUEST: ${words}`)
  }
})

it('leaves nothing of a file whose form is refused', async () => {
  for (const rest of ['', part(FILE, 'x') + END, part(field(''), 'x') + END, many(21) + END]) {
    const { refused, log } = await read(part(FILE, 'x') + rest)
    expect(refused).toMatch(/^MALFORMED_REQUEST/)
    expect(log).toEqual(['discarded'])
  }
})

it('refuses a field that is not UTF-8, a type that is no form and one without a boundary', async () => {
  const latin = Buffer.from(part(field('name'), 'a\xff') + END, 'latin1')
  expect((await read(latin)).refused).toBe('MALFORMED_REQUEST: the part "name" is not UTF-8.')
  expect((await read(whole, undefined, { type: 'text/plain' })).refused).toMatch(/^UNSUPPORTED_MEDIA_TYPE: Send the file/)
  expect((await read(whole, undefined, { type: 'multipart/form-data' })).refused).toMatch(/names no boundary/)
})

it('refuses a file that is too large and says its size, and takes one of just the size that is allowed', async () => {
  const sized = (size: number) => read(part(FILE, 'x'.repeat(size)) + END, () => 70_000, { largest: MEGABYTE })
  expect((await sized(MEGABYTE)).file?.content.length).toBe(MEGABYTE)
  const { refused, log } = await sized(MEGABYTE + 1)
  expect(refused).toBe('DOCUMENT_TOO_LARGE: File exceeds the 1 MB limit. Received: 1.1 MB.')
  expect(log).toContain('discarded')
})

it('goes no faster than the file can be written, and stops when it cannot', async () => {
  let asked = 0
  const body = function* (): Generator<Uint8Array> {
    yield Buffer.from(`--abc\r\n${FILE}\r\n\r\n`)
    for (; asked < 1000; asked++) yield new Uint8Array(64 * 1024)
  }
  const stage = (): Promise<BlobStage> =>
    Promise.resolve({
      write: () => Promise.reject(new Error('full')),
      discard: () => Promise.resolve(),
      finish: () => Promise.reject(new Error()),
    })
  await expect(readForm(posted(body(), TYPE), stage)).rejects.toThrow('full')
  expect(asked).toBeLessThan(20)
})
