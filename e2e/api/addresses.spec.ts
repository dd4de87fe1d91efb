// Addresses beside the described operations: what is not there, OPTIONS and TRACE, and the description itself.

import { request } from 'node:http'
import { expect } from '@playwright/test'
import { test } from './described/accounts'

test('paths and methods that are not described are refused in the same envelope', async ({ accounts }) => {
  for (const [method, path, code] of [
    ['GET', '/nothing', 'NOT_FOUND'],
    ['PUT', '/documents', 'METHOD_NOT_ALLOWED'],
    ['POST', '/openapi.json', 'METHOD_NOT_ALLOWED'],
  ] as const) {
    const response = await fetch(`${accounts.baseUrl}/v1${path}`, { method, headers: { 'x-api-key': accounts.ours.keys[0] ?? '' } })
    const answer = { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
    expect(accounts.description.refusalViolations(answer, [code])).toEqual([])
  }
})

test('OPTIONS says what is possible and what is left of the quota, and TRACE is refused in the same envelope', async ({ accounts }) => {
  const options = await fetch(`${accounts.baseUrl}/v1/documents`, {
    method: 'OPTIONS',
    headers: { 'x-api-key': accounts.ours.keys[0] ?? '' },
  })
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, OPTIONS'])
  expect(Number(options.headers.get('x-ratelimit-remaining'))).toBeGreaterThan(0)
  // The fetch standard forbids TRACE, so the request is sent without fetch.
  const trace = await new Promise<{ status: number; headers: Headers; bytes: Buffer }>((resolve, reject) => {
    request(`${accounts.baseUrl}/v1/documents`, { method: 'TRACE' }, (response) => {
      const pieces: Buffer[] = []
      response
        .on('data', (piece: Buffer) => pieces.push(piece))
        .on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: new Headers(response.headers as Record<string, string>),
            bytes: Buffer.concat(pieces),
          })
        })
    })
      .once('error', reject)
      .end()
  })
  expect(accounts.description.refusalViolations(trace, ['METHOD_NOT_ALLOWED'])).toEqual([])
})

test('the description itself is public, cacheable, and open to other origins', async ({ accounts }) => {
  const first = await fetch(`${accounts.baseUrl}/v1/openapi.json`)
  expect([first.status, first.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
  const again = await fetch(`${accounts.baseUrl}/v1/openapi.json`, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })
  expect(again.status).toBe(304)
})
