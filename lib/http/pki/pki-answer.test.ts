// The public PKI over HTTP: what caches may keep, and for how long.

import { expect, it } from 'vitest'
import { callRoute, installation } from '../../testing/as-installation'
import { ocspAnswer } from './pki-answer'

installation()

const ask = (file: string, path: string, params: Record<string, string | string[]>, init: RequestInit = {}) =>
  callRoute(`pki/${file}`, new Request(`https://sign.example.com/pki/${path}`, init), params)

it('lets caches keep an OCSP answer to a GET for a minute, as RFC 5019 says, and no error', () => {
  const { headers } = ocspAnswer(new Uint8Array(600))
  expect(headers).toMatchObject({
    'content-type': 'application/ocsp-response',
    'cache-control': 'public, max-age=60, no-transform, must-revalidate',
    etag: expect.stringMatching(/^"[0-9a-f]{64}"$/) as string,
  })
  expect(ocspAnswer(new Uint8Array([0x30, 3, 0x0a, 1, 1])).headers).not.toHaveProperty('cache-control')
})

it('answers what is no request in the protocol, uncached', async () => {
  const byGet = await ask('ocsp/[...request]/route.ts', 'ocsp/x', { request: ['x'] })
  const byPost = await ask('ocsp/route.ts', 'ocsp', {}, { method: 'POST', body: 'x' })
  for (const answer of [byGet, byPost]) {
    expect([answer?.status, answer?.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect((await answer?.arrayBuffer())?.byteLength).toBe(5)
  }
})

it('publishes the files that certificates name, and no other', async () => {
  const file = (name: string) => ask('[file]/route.ts', name, { file: name })
  expect((await file('root.cer'))?.headers.get('cache-control')).toBe('public, max-age=60')
  expect([(await file('root.crl'))?.status, (await file('master.key'))?.status]).toEqual([200, 404])
})
