// The acts of the console's pages, posted by hand: without a session, for requests of others, from other sites, from other pages, by a key
// that may only read, and with arguments that no page sends. None of it does anything.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type APIRequestContext } from '@playwright/test'
import { plainPdf } from '../documents'
import { ApiClient } from './client'
import { test } from './described/accounts'
import { signIn } from './sign-in'

type Manifest = { node: Readonly<Record<string, { exportedName: string }>> }

/** What the framework calls the acts, which anybody can read in the scripts of their pages. */
function idOf(act: 'cancelRequest' | 'grantTries' | 'endOthers'): string {
  const file = path.resolve(import.meta.dirname, '../../.next/server/server-reference-manifest.json')
  const { node } = JSON.parse(readFileSync(file, 'utf8')) as Manifest
  return Object.keys(node).find((id) => node[id]?.exportedName === act) ?? ''
}

/** `args` as a string is sent as it is. Answers the status, and the words of the refusal; null is an act that was done. */
async function post(
  from: APIRequestContext,
  { page, act, args, headers = {} }: { page: string; act: string; args: string | readonly unknown[]; headers?: Record<string, string> },
): Promise<{ status: number; said: unknown }> {
  const answer = await from.post(page, {
    headers: { 'next-action': act, accept: 'text/x-component', 'content-type': 'text/plain;charset=UTF-8', ...headers },
    data: Buffer.from(typeof args === 'string' ? args : JSON.stringify(args)),
  })
  const [, said] = /^1:(null|".*")$/m.exec(await answer.text()) ?? []
  return { status: answer.status(), said: said === undefined ? undefined : JSON.parse(said) }
}

/** Arguments that are read as something else than what the page sends, or cannot be read at all. */
const STRANGE = [
  '[]',
  '[null,null]',
  '[1,[2]]',
  '[{"toString":1},{}]',
  '["$undefined","$undefined"]',
  '["$n123","$D2020-01-01"]',
  '["$K1","x"]',
  '["$F1","$Q1"]',
  '["$1","$1:__proto__:x"]',
  '"x"',
  'nothing',
  '{',
  '',
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  JSON.stringify(['x'.repeat(200_000), 'x']),
  'x'.repeat(400_000),
]

test('the acts of the console do nothing for whoever may not, and with arguments that no page sends', async ({ accounts, playwright }) => {
  const { ours, theirs, baseUrl } = accounts
  const api = new ApiClient(baseUrl, ours.keys[0] ?? '')
  const { body: document } = await api.uploadBytes(await plainPdf(1), 'file.pdf')
  const { id } = await api.request([document.id], [{ name: 'Anna Kowalska', email: `acts.${accounts.address}@example.com` }])
  const status = async () => (await api.get(id)).status
  const page = `/console/requests/${id}`
  const [cancel, grant, end] = [idOf('cancelRequest'), idOf('grantTries'), idOf('endOthers')]
  expect([cancel, grant, end]).not.toContain('')
  const cancelling = { page, act: cancel, args: [id, 'for no reason'] }

  const people = await Promise.all(
    ['', ours.reader, theirs.keys[0] ?? '', ours.keys[0] ?? ''].map(async (key) => {
      const person = await playwright.request.newContext({ baseURL: baseUrl })
      if (key !== '') expect(await signIn(person, key)).toBe(200)
      return person
    }),
  )
  const [stranger, reader, other, owner] = people as [APIRequestContext, APIRequestContext, APIRequestContext, APIRequestContext]
  for (const person of [stranger, reader, other]) {
    expect(await post(person, cancelling)).toEqual({ status: 200, said: expect.stringMatching(/\w/) as unknown })
    const granting = { page, act: grant, args: [id, 'sgn_0000000000000000'] }
    expect(await post(person, granting)).toEqual({ status: 200, said: expect.stringMatching(/\w/) as unknown })
  }
  for (const origin of ['https://evil.example', 'null'])
    expect((await post(owner, { ...cancelling, headers: { origin } })).status).toBe(403)
  for (const args of STRANGE) {
    const answer = await post(owner, { ...cancelling, args })
    expect(answer.said, args.slice(0, 40)).not.toBeNull()
    expect(answer.status, args.slice(0, 40)).toBeLessThan(500)
  }
  // The id of an act of another page, of a page without acts, and one that is none.
  for (const elsewhere of [
    { page: '/docs', act: cancel },
    { page, act: end },
    { page, act: `40${'a'.repeat(40)}` },
  ])
    expect((await post(owner, { ...cancelling, ...elsewhere })).said).not.toBeNull()
  expect(await status()).toBe('pending')

  expect(await post(owner, cancelling)).toEqual({ status: 200, said: null })
  expect(await status()).toBe('cancelled')
  for (const person of people) await person.dispose()
})
