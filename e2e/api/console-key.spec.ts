// Signing in to the console takes a key that may read requests: the console must not be a way around the scopes of a key.

import { expect, type APIRequestContext } from '@playwright/test'
import { test } from './described/accounts'

async function signIn(request: APIRequestContext, key: string): Promise<number> {
  const { csrfToken } = (await (await request.get('/api/auth/csrf')).json()) as { csrfToken: string }
  const answer = await request.post('/api/auth/callback/credentials', { form: { key, csrfToken, json: 'true' } })
  return answer.status()
}

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
