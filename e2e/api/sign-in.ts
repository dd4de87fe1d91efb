// Signs in to the console as its page does, with an API key.

import type { APIRequestContext } from '@playwright/test'

/** The cookie is in the context afterwards. Answers the status. */
export async function signIn(request: APIRequestContext, key: string): Promise<number> {
  const { csrfToken } = (await (await request.get('/api/auth/csrf')).json()) as { csrfToken: string }
  return (await request.post('/api/auth/callback/credentials', { form: { key, csrfToken, json: 'true' } })).status()
}
