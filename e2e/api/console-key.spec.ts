// Signing in to the console takes a key that may read requests: the console must not be a way around the scopes of a key. And behind a
// proxy the outbox is read after signing in only, and what stands in it of the reader's own account.

import { expect } from '@playwright/test'
import { plainPdf } from '../documents'
import { ApiClient } from './client'
import { test } from './described/accounts'
import { signIn } from './sign-in'

test('a key opens the console when it may read requests', async ({ accounts, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: accounts.baseUrl })
  const { ours } = accounts
  expect(await signIn(request, ours.readOnly)).toBe(401)
  expect(await signIn(request, ours.revoked)).toBe(401)
  expect((await request.get('/console', { maxRedirects: 0 })).status()).toBe(307)
  expect(await signIn(request, accounts.apiKey)).toBe(200)
  expect((await request.get('/console', { maxRedirects: 0 })).status()).toBe(200)
  await request.dispose()
})

test('behind a proxy the outbox shows the messages of the account that is signed in, and nothing without a sign-in', async ({
  accounts,
  playwright,
}) => {
  const { ours, business } = accounts
  const signer = { name: 'Anna Kowalska', email: `anna.${accounts.address}@example.com`, phone: '+48500123456' }
  for (const { keys } of [ours, business]) {
    const api = new ApiClient(accounts.baseUrl, keys[0] ?? '')
    const { body } = await api.uploadBytes(await plainPdf(1), 'file.pdf')
    expect((await api.call('POST', '/signature-requests', { document_id: body.id, signers: [signer] })).status).toBe(201)
  }
  const request = await playwright.request.newContext({ baseURL: accounts.baseUrl })
  const outbox = async (headers: Record<string, string>) => {
    const answer = await request.get(`/api/outbox?to=${encodeURIComponent(signer.email)}`, { headers })
    return { status: answer.status(), messages: ((await answer.json()) as { messages?: unknown[] }).messages?.length }
  }
  // Also where the proxy forwards no address: then the request looks like one of this machine.
  const visitors = [{}, { 'x-forwarded-for': '203.0.113.7' }]
  for (const headers of visitors) {
    expect(await outbox(headers)).toEqual({ status: 401, messages: undefined })
    expect((await request.get('/outbox', { headers, maxRedirects: 0 })).status()).toBe(307)
  }
  expect(await signIn(request, accounts.apiKey)).toBe(200)
  for (const headers of visitors) expect(await outbox(headers)).toEqual({ status: 200, messages: 1 })
  await request.dispose()
})
