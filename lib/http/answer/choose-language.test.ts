// The switch of languages: a cookie, and a way back that never leads to another site.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testContext, type TestContext } from '../../testing/test-context'
import { chooseWith } from './choose-language'

let server: TestContext
beforeAll(async () => {
  server = await testContext()
})
afterAll(() => server.close())

const choose = (sent: Record<string, string>, site = 'same-origin') =>
  chooseWith(
    server.context,
    new Request('https://sign.example.com/api/language', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': site },
      body: new URLSearchParams(sent).toString(),
    }),
  )

test.each(['/verify', '/s/Ab-c_9', '/space/certificates/crd_1', '/space?search=loan%20agreement&page=2'])(
  'leads back to %s',
  async (back) => {
    const answer = await choose({ language: 'en', back })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, back])
    expect(answer.headers.get('set-cookie')).toMatch(/^language=en; Path=\/; SameSite=Lax; HttpOnly; Max-Age=\d+/)
  },
)

test.each(['https://evil.example', '//evil.example', '/\\evil.example', '/a\r\nset-cookie: b=c', 'javascript:alert(1)', ''])(
  'does not lead to %j',
  async (back) => {
    expect((await choose({ language: 'en', back })).status).toBe(400)
  },
)

test('takes no language that we have not, and no choice of another site', async () => {
  expect((await choose({ language: 'xx', back: '/' })).status).toBe(400)
  expect((await choose({ language: 'en', back: '/' }, 'cross-site')).headers.get('set-cookie')).toBeNull()
})
