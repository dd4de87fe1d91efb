// The fuzzer: thousands of strange requests to every operation of the description. No answer is a 5xx, every one is as documented or the
// envelope of a refusal, none shows anything of the other account, and each comes. Each day has a seed; FUZZ_SEED repeats a run.

import { expect } from '@playwright/test'
import fc from 'fast-check'
import { plainPdf } from '../documents'
import { WHOLE } from '../whole'
import { test as withAccounts, type Account, type Accounts } from './described/accounts'
import type { Answer, Operation } from './described/description'
import { DocumentedCalls } from './described/documented-call'
import { chance, multipart, notQuiteJson, oneOf, spoiled, strangeText, type Draw, type Json } from './described/strange'

const SEED = Number(process.env.FUZZ_SEED ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''))
const REQUESTS = WHOLE ? 2_800 : 1_400
/** So many operations are sent requests at the same time, each one request after the other. */
const LANES = 8
/** Milliseconds. Not a claim of speed, and more than a slow machine takes: a request that hangs has no answer after any time. */
const HANGS_AFTER = 120_000
/** Stands in every text of the other account, so that a leak is found. */
const MARKER = 'Zyxomma'

type Ids = Readonly<Record<'doc' | 'sreq' | 'sgn' | 'whk' | 'evt' | 'sig', readonly string[]>>
/** `signed`: those of our ids whose signers have signed, so that a walk in the sandbox has nothing left to do. */
type World = { accounts: Accounts; ours: Ids; signed: Ids; theirs: Ids; file: Uint8Array; counted: Map<number, number> }
/** `failure`: why there is no answer. */
type Tried = Answer & { failure?: string }
type Sent = { method: string; url: string; headers: Record<string, string>; body: Buffer | undefined }

const test = withAccounts.extend<object, { world: World }>({
  world: [
    async ({ accounts }, provide) => {
      console.log(`fuzzing with seed ${SEED}; repeat with FUZZ_SEED=${SEED}`)
      const [ours, theirs] = [await furnish(accounts, accounts.ours, 'Ours'), await furnish(accounts, accounts.theirs, MARKER)]
      await provide({ accounts, ours, signed: await sign(accounts, ours), theirs, file: await plainPdf(1), counted: new Map() })
    },
    { scope: 'worker', timeout: 600_000 },
  ],
})

test('no strange request is answered by a 5xx, by anything undocumented, or with what belongs to others', async ({ world }) => {
  const { operations } = world.accounts.description
  const each = Math.ceil(REQUESTS / operations.length)
  /** The first complaint of each kind, so that one fault does not hide the others. */
  const found = new Map<string, string>()
  const fuzz = (operation: Operation, at: number) =>
    fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const sent = strangeRequest(draw, operation, world)
        const answer = await ask(sent)
        world.counted.set(answer.status, (world.counted.get(answer.status) ?? 0) + 1)
        const [complaint] = complaints(world, operation, sent, answer)
        const kind = `${operation.operationId} ${answer.status} ${complaint?.slice(0, 60)}`
        if (complaint !== undefined && !found.has(kind))
          found.set(kind, `${operation.operationId}: ${complaint}\n${describe(sent, answer)}`)
      }),
      { seed: SEED + at, numRuns: each },
    )
  const waiting = [...operations.entries()]
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await fuzz(next[1], next[0])
    }),
  )
  const counted = [...world.counted].sort(([a], [b]) => a - b)
  console.log(`answers by status: ${counted.map(([status, count]) => `${status}: ${count}`).join(', ')}`)
  expect([...found.values()]).toEqual([])
  expect(counted.filter(([status]) => status !== 429).reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThanOrEqual(REQUESTS * 0.7)
})

function complaints({ accounts: { description } }: World, operation: Operation, sent: Sent, answer: Tried): string[] {
  if (answer.failure !== undefined) return [`no answer: ${answer.failure}`]
  const leak = answer.bytes.includes(MARKER) ? ['shows what belongs to the other account'] : []
  if (answer.status >= 500 && !isConnectedToNobody(answer)) return [...leak, `status ${answer.status}`]
  // With another method the request is for another operation or for none, and a strange path may be of none too.
  const asDescribed = sent.method === operation.method && answer.status !== 404 && answer.status !== 405
  if (asDescribed) return [...leak, ...description.violations(operation, answer)]
  const others = description.operations.filter(({ path, method }) => path === operation.path && method === sent.method)
  const [other] = others
  return [
    ...leak,
    ...(other && answer.status !== 404 ? description.violations(other, answer) : description.refusalViolations(answer, CODES_ELSEWHERE)),
  ]
}

/** What a live key is answered where no trust service is connected; then it must be described. */
function isConnectedToNobody({ status, bytes }: Tried): boolean {
  return status === 503 && bytes.toString('utf8').includes('"code":"UNAVAILABLE"')
}

const CODES_ELSEWHERE = ['NOT_FOUND', 'METHOD_NOT_ALLOWED', 'UNAUTHENTICATED', 'RATE_LIMITED']

function strangeRequest(draw: Draw, operation: Operation, world: World): Sent {
  const method = chance(draw, 94) ? operation.method : oneOf(draw, 'GET', 'POST', 'PUT', 'PATCH', 'DELETE')
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => segment(draw, name, operation, world))
  const { headers, body } = content(draw, operation, world)
  const key = keyFor(draw, world.accounts)
  return {
    method,
    url: `${world.accounts.baseUrl}/v1${path}${query(draw, operation, world)}`,
    body: method === 'GET' ? undefined : body,
    // Callers without a key are counted by address: this story takes nothing of the quota of those beside it.
    headers: {
      'x-forwarded-for': world.accounts.address,
      ...(method === 'GET' ? {} : headers),
      ...(key === '' ? {} : chance(draw, 85) ? { 'x-api-key': key } : { authorization: `Bearer ${key}` }),
      ...moreHeaders(draw),
    },
  }
}

/** In characters, which take up to nine bytes each when encoded. Node itself refuses a head of more than 16 KB, before our code sees it. */
const LONGEST_IN_URL = 150

const PREFIX_OF: Readonly<Record<string, keyof Ids>> = {
  document_id: 'doc',
  request_id: 'sreq',
  signer_id: 'sgn',
  endpoint_id: 'whk',
  event_id: 'evt',
  signature_id: 'sig',
}

/** An id of ours, of theirs, or nothing like an id; encoded, because it would name another path otherwise. */
function segment(draw: Draw, name: string, operation: Operation, { ours, signed, theirs }: World): string {
  const prefix = PREFIX_OF[name] ?? 'doc'
  // A walk in the sandbox takes seconds, and other stories show walks.
  if (chance(draw, 55)) return oneOf(draw, ...(operation.path.startsWith('/sandbox/') ? signed : ours)[prefix])
  if (chance(draw, 50)) return oneOf(draw, ...theirs[prefix])
  const strange = strangeText(draw).slice(0, LONGEST_IN_URL).toWellFormed()
  return /^\.{0,2}$/.test(strange) ? `${prefix}_0000000000000000` : encodeURIComponent(strange)
}

function query(draw: Draw, operation: Operation, { accounts, ours, theirs }: World): string {
  const known = accounts.description.parameters(operation).filter((parameter) => parameter.in === 'query')
  const pairs = known.flatMap(({ name, schema }): [string, string][] => {
    if (chance(draw, 55)) return []
    const [example] = (schema['examples'] ?? schema['enum'] ?? [schema['default'] ?? '']) as unknown[]
    return [
      [name, chance(draw, 40) ? oneOf(draw, String(example), ...ours.sreq, ...theirs.sreq) : strangeText(draw).slice(0, LONGEST_IN_URL)],
    ]
  })
  if (chance(draw, 6)) pairs.push(oneOf<[string, string]>(draw, ['colour', 'blue'], ['__proto__', 'x'], ...pairs))
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([name, text]): [string, string] => [name, text.toWellFormed()]))}`
}

function content(draw: Draw, operation: Operation, world: World): { headers: Record<string, string>; body: Buffer | undefined } {
  const described = operation.requestBody?.content ?? {}
  if (described['multipart/form-data'] && chance(draw, 90)) {
    const { contentType, body } = multipart(draw, world.file)
    return { headers: { 'content-type': contentType }, body }
  }
  const { example, examples = {} } = described['application/json'] ?? {}
  const all = [
    ...(example === undefined ? [] : [example]),
    ...Object.values(examples).map(({ value }) => value),
    ...(described['application/json'] ? [] : [{}]),
  ] as Json[]
  const valid = bound(draw, oneOf(draw, ...all), world)
  const type = chance(draw, 93)
    ? 'application/json'
    : oneOf(draw, 'text/plain', 'application/xml', 'application/jsonp', '', 'multipart/form-data; boundary=x')
  const body = chance(draw, 12)
    ? Buffer.from(JSON.stringify(valid))
    : chance(draw, 80)
      ? Buffer.from(JSON.stringify(spoiled(draw, valid)))
      : notQuiteJson(draw, JSON.stringify(valid))
  return { headers: type === '' ? {} : { 'content-type': type }, body: chance(draw, 4) ? undefined : body }
}

/** The example with ids that exist, ours or theirs; addresses of webhooks lead to this machine and no further. */
function bound(draw: Draw, example: Json, world: World): Json {
  if (typeof example === 'string') {
    const prefix = /^(doc|sreq|sgn|whk|evt)_/.exec(example)?.[1] as keyof Ids | undefined
    if (prefix) return oneOf(draw, ...(chance(draw, 70) ? world.ours : world.theirs)[prefix])
    return /^https?:/.test(example) ? NOWHERE : example
  }
  if (Array.isArray(example)) return example.map((inner) => bound(draw, inner, world))
  if (typeof example !== 'object' || example === null) return example
  return Object.fromEntries(Object.entries(example).map(([name, inner]) => [name, bound(draw, inner, world)]))
}

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:49151/webhooks'

function keyFor(draw: Draw, { ours }: Accounts): string {
  if (chance(draw, 94)) return oneOf(draw, ...ours.keys)
  return oneOf(draw, '', ours.live, ours.live, ours.readOnly, ours.readOnly, ours.revoked, 'qsh_test_wrong', `qsh_test_${'A'.repeat(32)}`)
}

function moreHeaders(draw: Draw): Record<string, string> {
  if (chance(draw, 80)) return {}
  return oneOf<Record<string, string>>(
    draw,
    { 'idempotency-key': 'one' },
    { 'x-idempotency-key': 'two', 'idempotency-key': 'three' },
    { 'idempotency-key': '' },
    { 'idempotency-key': '\u00ff\u00fe' },
    { 'x-idempotency-key': 'k'.repeat(4000) },
    { accept: 'text/html' },
    { 'accept-language': '*;q=x' },
    {
      'x-forwarded-for': `${strangeText(draw)
        .replaceAll(/[^\x20-\x7e]/g, '')
        .slice(0, 200)}`,
    },
    { 'x-http-method-override': 'DELETE' },
    { 'if-none-match': '*' },
    { range: 'bytes=0-1' },
    { 'content-encoding': 'gzip' },
    { 'x-middleware-subrequest': 'proxy' },
  )
}

/** Sent once: a missing answer is a finding, so it is not asked for again. */
async function ask({ method, url, headers, body }: Sent): Promise<Tried> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(HANGS_AFTER),
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, bytes }
  } catch (error) {
    const failure = String(error instanceof Error ? (error.cause ?? error) : error)
    return { status: 0, headers: new Headers(), bytes: Buffer.alloc(0), failure }
  }
}

function describe({ method, url, headers, body }: Sent, answer: Answer): string {
  const shown = { ...headers, 'x-api-key': undefined, authorization: undefined }
  return `${method} ${url.slice(0, 300)} ${JSON.stringify(shown)} ${body?.toString('utf8', 0, 600) ?? ''}\n-> ${answer.status} ${answer.bytes.toString('utf8', 0, 600)}`
}

/** Documents, requests, webhooks and events of an account, whose every text carries its word. */
async function furnish(accounts: Accounts, { keys }: Account, word: string): Promise<Ids> {
  const calls = new DocumentedCalls(accounts)
  const key = keys[0] ?? ''
  const ids: Record<keyof Ids, string[]> = { doc: [], sreq: [], sgn: [], whk: [], evt: [], sig: [] }
  for (let number = 1; number <= 4; number++) {
    const form = new FormData()
    form.set('file', new File([new Uint8Array(await plainPdf(1))], `${word}-${number}.pdf`))
    form.set('name', `${word} contract ${number}`)
    const document = (await calls.call('uploadDocument', { form, key }, 201)).json
    const signers = [1, 2].map((at) => ({
      name: `${word} Person`,
      email: `${word.toLowerCase()}.${number}.${at}@example.com`,
      phone: `+4850012345${at}`,
    }))
    const body = { document_id: document['id'], signers, metadata: { word }, redirect_url: `https://${word.toLowerCase()}.example.com/` }
    const request = (await calls.call('createSignatureRequest', { body, key }, 201)).json as { id: string; signers: { id: string }[] }
    ids.doc.push(String(document['id']))
    ids.sreq.push(request.id)
    ids.sgn.push(...request.signers.map(({ id }) => id))
    const endpoint = await calls.call(
      'createWebhookEndpoint',
      { body: { url: `${NOWHERE}/${word}`, description: `${word} endpoint` }, key },
      201,
    )
    ids.whk.push(String(endpoint.json['id']))
    const signature = await calls.call('signDocument', { body: atOnce(await plainPdf(1), word), key }, 200)
    ids.sig.push(String(signature.json['id']))
  }
  const { json } = await calls.call('listEvents', { key }, 200)
  ids.evt.push(...(json['data'] as { id: string }[]).map(({ id }) => id))
  return ids
}

function atOnce(pdf: Uint8Array, word: string): object {
  return { document: Buffer.from(pdf).toString('base64'), signer: { name: `${word} Person`, identifier: word }, metadata: { word } }
}

/** Signs the first request of our account for all its signers. */
async function sign(accounts: Accounts, ours: Ids): Promise<Ids> {
  const [request = ''] = ours.sreq
  const { json } = await new DocumentedCalls(accounts).call(
    'completeSandboxRequest',
    { path: { request_id: request }, body: {}, key: accounts.ours.keys[0] ?? '' },
    200,
  )
  return { ...ours, sreq: [request], sgn: (json['data'] as { id: string }[]).map(({ id }) => id) }
}
