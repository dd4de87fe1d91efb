// The wrapper of every route: what each answer carries, whatever the work did.

import { expect, it } from 'vitest'
import { catalogue } from '../../wording/catalogue'
import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import { answered } from './answered'
import { json, type Answer } from './problem-response'

function routed(work: () => Promise<Answer>) {
  const lines: [string, Record<string, unknown>][] = []
  const write = (fields: Record<string, unknown>, message: string) => void lines.push([message, fields])
  const context = { requestId: 'req_1', baseUrl: 'https://sign.example.com', log: { info: write, warn: write, error: write } } as Context
  const wrapped = { context, log: { name: 'test', fields: { scope: 'all' } }, headers: { 'x-robots-tag': 'noindex' } }
  const response = answered(new Request('https://sign.example.com/x'), wrapped, ({ headers }) => {
    headers['x-learnt'] = 'yes'
    return work()
  })
  return response.then(async (got) => {
    const { 'x-answer-length': _, ...headers } = Object.fromEntries(got.headers)
    return { status: got.status, headers, text: await got.text(), lines }
  })
}

const SHARED = { 'x-request-id': 'req_1', 'x-robots-tag': 'noindex', 'x-learnt': 'yes', 'cache-control': 'no-store' }
const JSON_TYPE = 'application/json; charset=utf-8'

it('gives the answer of the work, not to be cached unless that says so, and logs one line', async () => {
  const { status, headers, text, lines } = await routed(() => Promise.resolve(json(201, { done: true })))
  expect([status, headers, text]).toEqual([201, { ...SHARED, 'content-type': JSON_TYPE }, '{"done":true}'])
  expect(lines).toEqual([['test', { request_id: 'req_1', method: 'GET', scope: 'all', status: 201, ms: expect.any(Number) }]])
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
