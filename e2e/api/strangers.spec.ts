// What is somebody else's answers as if it did not exist: every address of app/ that names something, every endpoint and every act of the
// console, asked for things of another organisation, signer and person, and for things that nobody ever had. The two answers are the same.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type APIRequestContext } from '@playwright/test'
import { anna, completed, zofia, type Person } from '../journeys/people'
import { latestCode, latestSpaceLink } from '../outbox'
import { placed } from '../scene'
import type { RunningServer } from '../server'
import { test, type Accounts } from './described/accounts'
import type { Operation } from './described/description'
import { signIn } from './sign-in'

const APP = path.resolve(import.meta.dirname, '../../app')
const ACTS = path.resolve(import.meta.dirname, '../../.next/server/server-reference-manifest.json')

/** Ids by the kind of thing that they name. */
type Things = Readonly<Record<'request' | 'signer' | 'document' | 'certificate' | 'endpoint' | 'event', string>>
const NOBODYS: Things = {
  request: 'sreq_0000000000000000',
  signer: 'sgn_0000000000000000',
  document: 'doc_0000000000000000',
  certificate: 'cred_0000000000000000',
  endpoint: 'whk_0000000000000000',
  event: 'evt_0000000000000000',
}
const KINDS: Readonly<Record<string, keyof Things>> = {
  ...{ request_id: 'request', signer_id: 'signer', document_id: 'document', endpoint_id: 'endpoint', event_id: 'event' },
  ...{ request: 'request', signer: 'signer', document: 'document', certificate: 'certificate' },
  // Whoever has one of these knows no token: an id in its place opens nothing.
  token: 'signer',
}
/** Addresses in which a name stands for something public. */
const PUBLIC = ['/api/auth/', '/docs/', '/pki/', '/v1/[[...path]]']

const addresses = readdirSync(APP, { recursive: true, encoding: 'utf8' })
  .filter((file) => /(?:^|\/)(?:route\.ts|page\.tsx)$/.test(file))
  .map((file) => `/${path.dirname(file)}`)
  .filter((address) => address.includes('[') && !PUBLIC.some((one) => address.startsWith(one)))
  .sort()

/** What a part in brackets names; pictures and names of files are the same for everybody. */
function kindOf(address: string, name: string): keyof Things | null {
  if (name === 'id') return address.startsWith('/api/journey/') ? 'document' : 'request'
  if (name === 'picture' || name === 'name') return null
  const kind = KINDS[name]
  if (!kind) throw new Error(`${address}: what does [${name}] name?`)
  return kind
}

/** `own`: what the first part names is the stranger's, and the rest is not. */
function filled(address: string, things: Things, own: Things | null = null): string {
  let at = 0
  return address.replaceAll(/[[{](\w+)[\]}]/g, (_, name: string) => {
    const kind = kindOf(address, name)
    if (kind === null) return name === 'picture' ? 'document-front' : 'file.pdf'
    return (at++ === 0 && own ? own : things)[kind]
  })
}

/** A body that each address takes from whoever may. */
const BODIES: Readonly<Record<string, object>> = {
  '/api/console/requests/[id]/signers/[signer]/messages': { text: 'From somebody else', sentAs: 'somebody-else-0001' },
  '/api/console/requests/[id]/signers/[signer]/messages/read': { to: 1 },
  '/api/journey/[signer]/acts': { act: 'refuse', reason: 'From somebody else' },
  '/api/journey/[signer]/messages': { text: 'From somebody else', sentAs: 'somebody-else-0001' },
  '/api/journey/[signer]/messages/read': { to: 1 },
}

/** All that a stranger holds of their own: a key, a session of the console, of a journey and of a space. */
type Stranger = { name: string; from: APIRequestContext; key: string; own: Things }
type Call = { method: string; address: string; body?: unknown; headers?: Record<string, string> }

/** Everything that comes back, but for what differs from one answer to the next of the same question. */
async function answer({ from, key }: Stranger, { method, address, body, headers = {} }: Call, things: readonly Things[]) {
  const given = await from.fetch(address, {
    method,
    maxRedirects: 0,
    headers: { ...(key === '' ? {} : { 'x-api-key': key }), 'sec-fetch-site': 'same-origin', ...headers },
    ...(body === undefined ? {} : { data: body }),
  })
  const ids = new Set(things.flatMap((one) => Object.values(one)))
  const alike = (text: string): string =>
    [...ids]
      .reduce((all, id) => all.replaceAll(id, 'an-id'), text)
      .replaceAll(/req_\w+/g, 'a-request')
      .replaceAll(/nonce-[\w+/=-]+|nonce="[^"]*"|"nonce":"[^"]*"|nonce\\?":\\?"[^"\\]*/g, 'a-nonce')
  const kept = given
    .headersArray()
    .filter(({ name }) => !/^(?:date|x-request-id|(?:x-)?ratelimit.*|keep-alive|content-length|etag)$/i.test(name))
    .map(({ name, value }) => [name.toLowerCase(), alike(value)])
  return { status: given.status(), headers: kept, body: alike(await given.text()) }
}

const setUp = async (accounts: Accounts) => {
  const ours: RunningServer = { baseUrl: accounts.baseUrl, apiKey: accounts.ours.keys[0] ?? '' }
  const theirs: RunningServer = { baseUrl: accounts.baseUrl, apiKey: accounts.theirs.keys[0] ?? '' }
  const [person, other, third] = [anna(), zofia(), anna()]
  const scenes = [await placed(ours, [person], 'signed'), await placed(ours, [other], 'signed'), await placed(theirs, [third], 'terms')]
  for (const scene of scenes.slice(0, 2)) await completed(scene)
  return { ours, theirs, person, other, scenes }
}

async function thingsOf(server: RunningServer, { api, request }: Awaited<ReturnType<typeof placed>>): Promise<Things> {
  const hook = await api.call<{ id: string }>('POST', '/webhook-endpoints', { url: `${server.baseUrl}/hook` })
  const events = await api.call<{ data: { id: string }[] }>('GET', '/events?limit=1')
  return {
    request: request.id,
    signer: request.signers[0]?.id ?? '',
    document: request.documents[0]?.id ?? '',
    certificate: '',
    endpoint: hook.body.id,
    event: events.body.data[0]?.id ?? '',
  }
}

async function enterSpace(from: APIRequestContext, server: RunningServer, { email, phone }: Person): Promise<string> {
  const since = new Date()
  const post = (at: string, data: object) => from.post(`/api/space${at}`, { data, headers: { 'sec-fetch-site': 'same-origin' } })
  await post('/link', { email, test: true })
  const [, token] = (await latestSpaceLink(server, email, since)).split('#')
  expect((await post('/open', { token })).status()).toBe(200)
  await post('/acts', { act: 'send_sign_in_code' })
  expect((await post('/acts', { act: 'prove_phone', code: await latestCode(server, phone, since) })).status()).toBe(200)
  const page = await (await from.get('/space/certificates')).text()
  return /\/space\/certificates\/(cred_\w+)/.exec(page)?.[1] ?? ''
}

test('what is somebody else’s answers as if it did not exist, at every address, endpoint and act', async ({ accounts, playwright }) => {
  const { ours, theirs, person, other, scenes } = await setUp(accounts)
  const fresh = () => playwright.request.newContext({ baseURL: accounts.baseUrl })
  const [victim, neighbour, elsewhere] = scenes
  if (!victim || !neighbour || !elsewhere) throw new Error('three scenes')
  const [hers, next, far] = [await thingsOf(ours, victim), await thingsOf(ours, neighbour), await thingsOf(theirs, elsewhere)]
  const things: Things = { ...hers, certificate: await enterSpace(await fresh(), ours, person) }
  expect(Object.values(things)).not.toContain('')

  // Another organisation, with the journey of a signer of its own; and another person, with a space and a journey of their own.
  const organisation: Stranger = {
    name: 'another organisation',
    from: await fresh(),
    key: theirs.apiKey,
    own: { ...far, certificate: NOBODYS.certificate },
  }
  expect(await signIn(organisation.from, theirs.apiKey)).toBe(200)
  await organisation.from.post(`${elsewhere.links[0] ?? ''}/open`, { maxRedirects: 0 })
  const holder: Stranger = { name: 'another person', from: await fresh(), key: '', own: { ...next, certificate: '' } }
  const certificate = await enterSpace(holder.from, ours, other)
  const nobody: Stranger = { name: 'nobody', from: await fresh(), key: '', own: NOBODYS }
  const strangers = [organisation, { ...holder, own: { ...next, certificate } }, nobody]

  const check = async (who: Stranger, call: (of: Things) => Call): Promise<void> => {
    const known = [things, NOBODYS, who.own]
    const [foreign, none] = [await answer(who, call(things), known), await answer(who, call(NOBODYS), known)]
    const what = `${who.name}: ${call(things).method} ${call(things).address}`
    expect.soft([what, foreign]).toEqual([what, none])
    // Neither let in, nor refused for something else than what it names.
    expect.soft([what, [303, 307, 401, 403, 404, 405].includes(foreign.status) || isPage(call(things).address)]).toEqual([what, true])
  }
  for (const address of addresses)
    for (const who of strangers)
      for (const method of ['GET', 'POST'])
        for (const own of (address.match(/\[/g)?.length ?? 0) > 1 ? [null, who.own] : [null])
          await check(who, (of) => ({
            method,
            address: filled(address, of, own),
            ...(method === 'POST' ? { body: BODIES[address] ?? {} } : {}),
          }))
  for (const operation of accounts.description.operations.filter((one) => one.path.includes('{')))
    for (const own of (operation.path.match(/\{/g)?.length ?? 0) > 1 ? [null, organisation.own] : [null])
      await check(organisation, (of) => ({
        method: operation.method,
        address: `/v1${filled(operation.path, of, own)}`,
        ...bodyOf(operation, of),
      }))
  for (const [act, args] of acts())
    for (const who of strangers)
      for (const own of [null, who.own])
        await check(who, (of) => ({
          method: 'POST',
          address: `/console/requests/${(own ?? of).request}`,
          headers: { 'next-action': act, accept: 'text/x-component', 'content-type': 'text/plain;charset=UTF-8' },
          body: Buffer.from(JSON.stringify(args({ ...of, request: (own ?? of).request }))),
        }))
  // Nothing was done to any of it.
  expect((await victim.api.get(things.request)).status).toBe('completed')
  expect((await victim.api.call<{ enabled: boolean }>('GET', `/webhook-endpoints/${things.endpoint}`)).body.enabled).toBe(true)
})

/** A page that says in words that there is nothing, or how to sign in, may do so with 200. */
const isPage = (address: string): boolean => /^\/(?:console|s|r|sign|space)\//.test(address)

function bodyOf(operation: Operation, of: Things): { body?: unknown } {
  const { example, examples } = operation.requestBody?.content['application/json'] ?? {}
  const body = (example ?? Object.values(examples ?? {})[0]?.value) as object | undefined
  return body === undefined ? {} : { body: 'signature_request_id' in body ? { ...body, signature_request_id: of.request } : body }
}

/** Every act of the console that names something, and what its page sends. */
function acts(): [string, (of: Things) => readonly string[]][] {
  const sent: Readonly<Record<string, (of: Things) => readonly string[]>> = {
    cancelRequest: ({ request }) => [request, 'for no reason'],
    grantTries: ({ request, signer }) => [request, signer],
    decide: ({ request, signer }) => [request, signer, 'ver_0000000000000000', 'f'.repeat(64), 'approve', '', 'PERSON_PRESENT'],
    // Names nothing: it ends the sessions of whoever posts it.
    endOthers: () => [],
  }
  const { node } = JSON.parse(readFileSync(ACTS, 'utf8')) as { node: Record<string, { exportedName: string }> }
  return Object.entries(node).map(([id, { exportedName }]) => {
    const args = sent[exportedName]
    if (!args) throw new Error(`what does the act ${exportedName} take?`)
    return [id, args] as [string, typeof args]
  })
}
