// The journey over HTTP: link to cookie, cookie to view, foreign pages refused, and errors in the envelope the page understands.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signerLink } from '../../operations/kernel/links'
import { journeyView } from '../../operations/journey-view/journey-view'
import { newRequest } from '../../testing/journey-walk'
import { testContext, type TestContext } from '../../testing/test-context'
import { performAct } from './acts'
import { handleJourney } from './route'
import { openWith, renewWith } from './open-link'
import { parse } from '../input/parse'
import { json } from '../answer/problem-response'
import { Act } from '../schemas/journey'

let test: TestContext
let signer: string
let cookie: string
const OURS = { 'sec-fetch-site': 'same-origin', origin: 'https://sign.example.com' }

beforeAll(async () => {
  test = await testContext()
  signer = (await newRequest(test, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])).signers[0]?.id ?? ''
})
afterAll(() => test.close())

const link = async () => signerLink(test.context, await test.context.db.signer.findUniqueOrThrow({ where: { id: signer } })).token
const open = (token: string, headers: Record<string, string> = OURS) =>
  openWith(test.context, new Request(`https://sign.example.com/s/${token}/open`, { method: 'POST', headers }), token)
const view = (headers: Record<string, string>) =>
  handleJourney(test.context, new Request('https://sign.example.com/api/journey/x', { headers }), { signer }, async ({ context, caller }) =>
    json(200, await journeyView(context, caller)),
  )
const act = (body: unknown, headers: Record<string, string>) =>
  handleJourney(
    test.context,
    new Request('https://sign.example.com/api/journey/x/acts', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', cookie, ...headers },
    }),
    { signer },
    async ({ context, caller, request }) => json(200, await performAct(context, caller, parse(Act, await request.json(), 'body'))),
  )
const codeIn = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code

describe('the journey over HTTP', () => {
  it('exchanges the link for a cookie of this signer alone, unreadable to scripts and bound to this host', async () => {
    const response = await open(await link())
    expect([response.status, response.headers.get('location')]).toEqual([303, `/sign/${signer}`])
    const set = response.headers.getSetCookie()[0] ?? ''
    expect(set).toMatch(new RegExp(`^__Host-qsh-${signer}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400; Secure$`))
    cookie = set.split(';')[0] ?? ''
    // The same browser opens its link again: its session goes on.
    expect((await open(await link(), { ...OURS, cookie })).headers.get('set-cookie')).toBeNull()
  })

  it('answers the view to that cookie, and to no other', async () => {
    const answer = await view({ cookie })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await answer.json()).toMatchObject({
      signerId: signer,
      place: { at: 'step', step: 'terms' },
      signer: { emailMasked: 'a•••@example.com' },
    })
    expect((await view({})).status).toBe(401)
    expect((await view({ cookie: `${cookie}x` })).status).toBe(401)
  })

  it('refuses acts that another site sends, unknown fields and unknown acts', async () => {
    const accept = { act: 'confirm_details' }
    expect(await codeIn(await act(accept, { 'sec-fetch-site': 'cross-site' }))).toBe('FORBIDDEN')
    expect(await codeIn(await act(accept, { 'sec-fetch-site': 'same-site' }))).toBe('FORBIDDEN')
    expect(await codeIn(await act(accept, { 'sec-fetch-site': 'none' }))).toBe('FORBIDDEN')
    expect(await codeIn(await act(accept, { origin: 'https://evil.example' }))).toBe('FORBIDDEN')
    expect(await codeIn(await act(accept, { origin: 'null' }))).toBe('FORBIDDEN')
    // What a form of another site can send without asking, in a browser that names neither site nor origin.
    expect(await codeIn(await act(accept, { 'content-type': 'text/plain' }))).toBe('FORBIDDEN')
    expect(await codeIn(await act(accept, OURS))).toBe('STATE_CONFLICT')
    expect(await codeIn(await act({ ...accept, more: 1 }, OURS))).toBe('VALIDATION_FAILED')
    expect(await codeIn(await act({ act: 'become_admin' }, OURS))).toBe('VALIDATION_FAILED')
  })

  it('leads nobody to the host that a request names', async () => {
    const response = await open(await link(), { ...OURS, host: 'evil.example', 'x-forwarded-host': 'evil.example' })
    expect(response.headers.get('location')).toBe(`/sign/${signer}`)
  })

  it('opens a link for its signer, however often another address has opened it, and other links for that address', async () => {
    const second = (await newRequest(test, [{ name: 'John Smith', email: 'john@example.com' }])).signers[0]?.id ?? ''
    const other = signerLink(test.context, await test.context.db.signer.findUniqueOrThrow({ where: { id: second } })).token
    const from = async (client: string, token: string) =>
      (await open(token, { ...OURS, 'x-qsignhub-client': client })).headers.get('location')
    const mine = await link()
    for (let time = 0; time < 60; time++) expect(await from('203.0.113.9', mine)).toBe(`/sign/${signer}`)
    expect(await from('203.0.113.9', mine)).toBe(`/s/${mine}?wait=1`)
    expect(await from('203.0.113.9', other)).toBe(`/sign/${second}`)
    expect(await from('203.0.113.10', mine)).toBe(`/sign/${signer}`)
  })

  it('leads a dead link back to its page, and answers every request for a new link alike', async () => {
    const dead = 'z'.repeat(43)
    const response = await open(dead)
    expect([response.status, response.headers.get('location'), response.headers.get('set-cookie')]).toEqual([303, `/s/${dead}`, null])
    const renew = async (token: string) =>
      (await renewWith(test.context, new Request('https://sign.example.com/s/x/renew', { method: 'POST', headers: OURS }), token)).status
    expect([await renew(dead), await renew(await link())]).toEqual([202, 202])
  })
})
