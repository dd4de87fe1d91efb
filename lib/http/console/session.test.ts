// The sign-in to the console: what its cookies are, what the sign-out ends, and what a log tells of a try.

import type { NextAuthOptions } from 'next-auth'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Context } from '../../operations/kernel/context'
import { findConsoleSession } from '../../operations/access/console-session'
import { testContext, type TestContext } from '../../testing/test-context'
import { sessionOptions } from './session'

type Authorize = (credentials: { key: string }, request: { headers: Record<string, string> }) => Promise<{ id: string } | null>

let test: TestContext
let logged: (Context & { lines: unknown[] }) | undefined
beforeAll(async () => {
  test = await testContext()
})
afterAll(() => test.close())

function withLog(): Context & { lines: unknown[] } {
  const lines: unknown[] = []
  const write = (fields: Record<string, unknown>, message: string) => void lines.push({ ...fields, message })
  return { ...test.context, log: { info: write, warn: write, error: write }, lines }
}
const authorizeOf = ({ providers }: NextAuthOptions) => (providers[0] as unknown as { options: { authorize: Authorize } }).options.authorize
const FROM = { headers: { 'x-qsignhub-client': '203.0.113.7' } }

it('binds its cookies to this host, and lets no script read them', () => {
  const { cookies = {} } = sessionOptions(test.context)
  expect(cookies.sessionToken).toEqual({
    name: '__Host-qsh-console',
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true },
  })
  expect(Object.values(cookies).map(({ name }) => name.slice(0, 7))).toEqual(['__Host-', '__Host-', '__Host-'])
  const others = Object.values(cookies).filter(({ name }) => name !== '__Host-qsh-console')
  expect(others.filter(({ name }) => name.startsWith('__Host-qsh-console'))).toEqual([])
  expect(sessionOptions({ ...test.context, baseUrl: 'http://localhost:3000' }).cookies?.sessionToken?.name).toBe('qsh-console')
})

it('opens a session that the sign-out ends', async () => {
  const options = sessionOptions(test.context)
  const token = (await authorizeOf(options)({ key: test.apiKey }, FROM))?.id ?? ''
  const cookie = (await options.jwt?.encode?.({ token: { sub: token }, secret: '' })) ?? ''
  expect(await findConsoleSession(test.context, cookie)).toMatchObject({ caller: test.caller })
  await options.events?.signOut?.({ token: { sub: cookie }, session: undefined as never })
  expect(await findConsoleSession(test.context, cookie)).toBeNull()
})

it('logs who signed in, and each try that was refused, without the key and without the address', async () => {
  logged = withLog()
  const authorize = authorizeOf(sessionOptions(logged))
  await authorize({ key: test.apiKey }, FROM)
  const wrong = `qsh_test_${'a'.repeat(32)}`
  expect(await authorize({ key: wrong }, FROM)).toBeNull()
  const { tenantId, apiKeyId } = test.caller
  const client = expect.stringMatching(/^[0-9a-f]{16}$/) as string
  expect(logged.lines).toEqual([
    { tenant_id: tenantId, key_id: apiKeyId, client, message: 'signed in to the console' },
    { client, refused: 'UNAUTHENTICATED', message: 'a sign-in to the console was refused' },
  ])
  expect(JSON.stringify(logged.lines)).not.toMatch(new RegExp(`${wrong}|${test.apiKey}|203\\.0\\.113`))
})
