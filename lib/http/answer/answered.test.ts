// The wrapper of every route: what each answer carries, whatever the work did.

import { expect, it } from 'vitest'
import { catalogue } from '../../wording/catalogue'
import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import { answered, type Call } from './answered'
import { json, type Answer } from './problem-response'
import { ringOfOne } from '../../testing/one-key'

function routed(work: (call: Call) => Promise<Answer>) {
  const lines: [string, Record<string, unknown>][] = []
  const write = (fields: Record<string, unknown>, message: string) => void lines.push([message, fields])
  const log = { info: write, warn: write, error: write }
  const secrets = { key: () => ringOfOne(Buffer.alloc(32)) }
  const context = { requestId: 'req_1', baseUrl: 'https://sign.example.com', log, secrets } as unknown as Context
  const wrapped = { context, log: { name: 'test', fields: { scope: 'all' } }, headers: { 'x-robots-tag': 'noindex' } }
  const request = new Request('https://sign.example.com/x', { headers: { 'x-qsignhub-client': '203.0.113.7' } })
  const response = answered(request, wrapped, (call) => {
    call.headers['x-learnt'] = 'yes'
    return work(call)
  })
  return response.then(async (got) => {
    const { 'x-answer-length': _, ...headers } = Object.fromEntries(got.headers)
    return { status: got.status, headers, text: await got.text(), lines }
  })
}

const SHARED = { 'x-request-id': 'req_1', 'x-robots-tag': 'noindex', 'x-learnt': 'yes', 'cache-control': 'no-store' }
const JSON_TYPE = 'application/json; charset=utf-8'

it('gives the answer of the work, not to be cached unless that says so, and logs one line: who asked, and what was refused', async () => {
  const { status, headers, text, lines } = await routed(() => Promise.resolve(json(201, { done: true })))
  expect([status, headers, text]).toEqual([201, { ...SHARED, 'content-type': JSON_TYPE }, '{"done":true}'])
  const client = expect.stringMatching(/^[0-9a-f]{16}$/) as string
  const always = { request_id: 'req_1', method: 'GET', scope: 'all', client, ms: expect.any(Number) as number }
  expect(lines).toEqual([['test', { ...always, status: 201 }]])
  const refused = await routed(({ who }) => {
    Object.assign(who, { tenant_id: 'ten_1', key_id: 'key_1' })
    return Promise.reject(new Problem('FORBIDDEN.caller'))
  })
  expect(refused.lines).toEqual([['test', { ...always, tenant_id: 'ten_1', key_id: 'key_1', status: 403, refused: 'FORBIDDEN' }]])
  const cached = await routed(() => Promise.resolve({ status: 304, headers: { 'cache-control': 'public' }, body: null }))
  expect([cached.status, cached.headers]).toEqual([304, { ...SHARED, 'cache-control': 'public' }])
})

it('answers a refusal in its own words, with the headers set before it', async () => {
  const { status, headers, text } = await routed(() => Promise.reject(new Problem('RATE_LIMITED.codes', {}, { retryAfterSeconds: 2.5 })))
  expect([status, headers]).toEqual([429, { ...SHARED, 'content-type': JSON_TYPE, 'retry-after': '3' }])
  expect(JSON.parse(text)).toMatchObject({
    error: { code: 'RATE_LIMITED', message: catalogue('en').problems.RATE_LIMITED.codes, request_id: 'req_1' },
  })
})

it('hides an unexpected error from the client, and logs it', async () => {
  const { status, text, lines } = await routed(() => Promise.reject(new Error('the password is 1234')))
  expect(status).toBe(500)
  expect(text).not.toContain('1234')
  expect(lines.map(([message]) => message)).toEqual(['a request failed for a reason nobody expected', 'test'])
})
