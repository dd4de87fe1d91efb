// What the JSON of a stranger may cost before anybody knows what it means: bodies of many kinds, as long as each route takes them and longer.

import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { Problem } from '../../domain/problem'
import { CHIP_LIMITS } from '../../domain/chip'
import { ACTS } from '../../operations/acts'
import { ChipInput } from '../schemas/chip'
import { CreateSignatureRequestInput } from '../schemas/signature-request'
import { readBody } from './body'
import { LARGEST_WRITTEN } from './embedded-file'
import { DEEPEST_JSON, MOST_VALUES, parseJson } from './json'
import { ROUTE_LIMITS, routeOf } from './route-limits'
import { LARGEST_SIGNED_FILE } from './uploaded-file'

/** Takes a document inside of JSON. */
const EMBEDS = '/v1/signature-requests'

const filled = (length: number, before: string, one: string, after: string): string =>
  (before + one.repeat(Math.floor((length - before.length - after.length) / one.length)) + after).padEnd(length)

const KINDS: Record<string, (length: number) => string> = {
  'short names'(length) {
    const names = ['{"zzzzzz":0']
    for (let size = names[0]?.length ?? 0, at = 0; size < length - 12; at++)
      size += names[names.push(`,"${at.toString(36)}":0`) - 1]?.length ?? 0
    return `${names.join('')}}`.padEnd(length).slice(0, length)
  },
  'empty lists': (length) => filled(length, '{"x":[', '[],', '0]}'),
  'empty objects': (length) => filled(length, '[', '{},', '0]'),
  'nested lists': (length) => filled(length, '[', `${'['.repeat(20)}${']'.repeat(20)},`, '0]'),
  'a deep list': (length) => '['.repeat(length / 2) + ']'.repeat(length / 2),
  numbers: (length) => filled(length, '[', '1,', '0]'),
  'a long number': (length) => filled(length, '[', '1', ']'),
  'empty texts': (length) => filled(length, '[', '"",', '0]'),
  escapes: (length) => filled(length, '{"document_base64":"', '\\u0001', '"}'),
  'line breaks': (length) => filled(length, '{"document_base64":"', '\\n', '"}'),
  'quotation marks': (length) => filled(length, '{"x":"', '\\"', '"}'),
  'a long name': (length) => filled(length, '{"', 'x', '":0}'),
  'no end': (length) => filled(length, '{"document_base64":"', 'A', ''),
  nothing: (length) => ' '.repeat(length),
}

type Cost = { says: string; texts: number; values: number }

/** How the body was answered, and what `JSON.parse` was given for it. */
async function costOf(route: string, body: string): Promise<Cost> {
  const discard = () => Promise.resolve()
  const pieces: Buffer[] = []
  const open = () => {
    const whole = Buffer.concat(pieces)
    return Promise.resolve({
      size: whole.length,
      read: (from: number, length: number) => whole.subarray(from, from + length),
      close: () => undefined,
    })
  }
  const finish = () => Promise.resolve({ sha256: 'x', size: 0, open, keep: discard, discard })
  const stage = () =>
    Promise.resolve({ write: (piece: Uint8Array) => Promise.resolve(void pieces.push(Buffer.from(piece))), finish, discard })
  const address = `https://sign.example.com${route.replaceAll('*', 'x')}`
  const request = new Request(address, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  const embeds = route === EMBEDS ? { member: 'document_base64' } : {}
  const parse = vi.spyOn(JSON, 'parse')
  const says = await readBody({ blobs: { stage } as never }, request, 'json', embeds).then(
    () => 'read',
    (problem: Problem) => problem.says ?? String(problem),
  )
  const calls = parse.mock.calls.map(([text]) => text)
  const values = parse.mock.results.map(({ type, value }) => (type === 'return' ? sizeOf(value) : 0))
  parse.mockRestore()
  return { says, texts: calls.reduce((sum, text) => sum + text.length, 0), values: values.reduce((sum, one) => sum + one, 0) }
}

const sizeOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? Object.values(value).reduce((sum: number, one) => sum + 1 + sizeOf(one), 0) : 1

const takesJson = Object.entries(ROUTE_LIMITS).filter(([, { body }]) => body > 0 && body < LARGEST_SIGNED_FILE)

it.each(takesJson)('%s parses no more than it says, whatever the body is made of', async (route, { body: most }) => {
  for (const [kind, make] of Object.entries(KINDS)) {
    const { texts, values } = await costOf(route, make(most))
    expect([kind, texts <= most, values <= MOST_VALUES]).toEqual([kind, true, true])
    if (route !== EMBEDS)
      expect([kind, await costOf(route, make(most + 64))]).toEqual([
        kind,
        { says: expect.stringMatching(/json_\w+$/), texts: 0, values: 0 },
      ])
  }
})

it('parses nothing of a body as long as one with a document, unless the document is what makes it long', async () => {
  const { body: beside } = ROUTE_LIMITS[EMBEDS] ?? { body: 0 }
  for (const [kind, make] of Object.entries(KINDS)) {
    for (const length of [beside + 64, beside + LARGEST_WRITTEN]) {
      const { says, texts } = await costOf(EMBEDS, make(length))
      expect([kind, says !== 'read', texts < 100]).toEqual([kind, true, true])
    }
  }
})

it(`takes ${MOST_VALUES} values and ${DEEPEST_JSON} levels, and not one more`, () => {
  const list = (values: number) => Buffer.from(`[${Array.from({ length: values }, () => 0).join()}]`)
  expect(parseJson(list(MOST_VALUES))).toHaveLength(MOST_VALUES)
  expect(() => parseJson(list(MOST_VALUES + 1))).toThrow('json_values')
  const deep = (levels: number) => Buffer.from('['.repeat(levels) + ']'.repeat(levels))
  expect(() => parseJson(deep(DEEPEST_JSON))).not.toThrow()
  expect(() => parseJson(deep(DEEPEST_JSON + 1))).toThrow('json_deep')
  // Inside of a text they are letters.
  expect(parseJson(Buffer.from(`["${'[,{:'.repeat(MOST_VALUES)}\\"["]`))).toHaveLength(1)
})

type Schema = { [Key in 'properties']?: Record<string, Schema> } & {
  items?: Schema
  anyOf?: Schema[]
  maxItems?: number
  maxLength?: number
  pattern?: string
  enum?: string[]
  const?: unknown
}

/** The bytes of the longest value, each letter as four. */
function longest({ properties, items, anyOf, maxItems, maxLength, pattern, enum: words, const: word }: Schema): number {
  if (properties) return Object.entries(properties).reduce((sum, [name, one]) => sum + name.length + 4 + longest(one), 2)
  if (items) return (maxItems ?? Infinity) * (longest(items) + 1) + 2
  if (anyOf) return Math.max(...anyOf.map(longest))
  if (words) return Math.max(...words.map(({ length }) => length)) + 2
  if (word !== undefined) return JSON.stringify(word).length
  const counted = /\{(?:\d+,)?(\d+)\}\$$/.exec(pattern ?? '')?.[1]
  return pattern !== undefined && counted !== undefined ? Number(counted) + 2 : maxLength === undefined ? 10 : 4 * maxLength + 2
}

it.each(Object.entries(ACTS))('lets the longest act %s pass', (name, { input }) => {
  const { body } = routeOf('/api/journey/sgn_1/acts')?.limits ?? { body: 0 }
  expect(longest({ properties: { act: { const: name } } }) + longest(z.toJSONSchema(input, { io: 'input' }) as Schema)).toBeLessThan(body)
})

it('lets the longest request and the longest chip pass', () => {
  const anchor = { text: '{'.repeat(200), x_offset: 0, y_offset: 0, width: 200, height: 60 }
  const none = { page: null, x: null, y: null, width: null, height: null, field_name: null, document_id: `doc_${'x'.repeat(16)}` }
  const field = { signer_index: 0, ...none, anchor, type: 'signature' }
  const signers = Array.from({ length: 20 }, () => ({
    name: 'A'.repeat(100),
    email: `${'a'.repeat(60)}@example.com`,
    phone: '+48500123456',
  }))
  const fields = Array.from({ length: 400 }, () => field)
  const request = { document_ids: signers.map((_, at) => `doc_${at}`), signers, fields, metadata: { all: 'x'.repeat(8000) } }
  expect(CreateSignatureRequestInput.safeParse(request).success).toBe(true)
  const files = Object.entries(CHIP_LIMITS).map(([name, most]) => [name, Buffer.alloc(most).toString('base64')])
  const chip = { attempt: 1, ...Object.fromEntries(files) } as object
  expect(ChipInput.safeParse(chip).success).toBe(true)
  for (const [path, sent] of [
    ['/v1/signature-requests', request],
    ['/v1/signature-requests/sreq_1/signers/sgn_1/verification/chip', chip],
  ] as const) {
    const bytes = Buffer.from(JSON.stringify(sent))
    expect(bytes.length).toBeLessThanOrEqual(routeOf(path)?.limits.body ?? 0)
    expect(parseJson(bytes)).toEqual(sent)
  }
})
