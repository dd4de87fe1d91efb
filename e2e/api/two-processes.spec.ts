// Two server processes on one PostgreSQL and one data directory: quotas and idempotency hold across both, as for one.

import { expect, test } from '@playwright/test'
import pg from 'pg'
import { plainPdf } from '../documents'
import { removeInstallation } from '../installation'
import { scratch } from '../run'
import { ownDatabase, startServer, type ServerProcess } from '../server'
import { ApiClient } from './client'

test.skip(
  !process.env.DATABASE_URL,
  'needs a PostgreSQL server: set DATABASE_URL, as in postgresql://user:password@localhost:5432/postgres',
)
test.describe.configure({ mode: 'serial' })

const LIMIT = 200
const SIGNER = { name: 'Anna Kowalska', email: 'anna.kowalska@example.com', phone: '+48500123456' }
let dataDirectory = ''
let servers: ServerProcess[] = []

test.beforeAll(async () => {
  // Both start at once on an empty directory: each start makes secrets and tables where there are none, and two may do so together.
  dataDirectory = scratch('two-processes')
  await ownDatabase(dataDirectory)
  servers = await Promise.all([startServer({ dataDirectory }), startServer({ dataDirectory })])
})
test.afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await removeInstallation(dataDirectory)
})

type Answer = { status: number; headers: Headers; bytes: Buffer }

async function call(server: ServerProcess, method: string, resource: string, init: RequestInit = {}): Promise<Answer> {
  const headers = { 'X-API-Key': server.apiKey, ...(init.headers as Record<string, string> | undefined) }
  const response = await fetch(`${server.baseUrl}/v1${resource}`, { ...init, method, headers })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}

/** `count` calls, in turns on all servers, a few at a time. */
async function inTurns(count: number, act: (server: ServerProcess, index: number) => Promise<Answer>, atOnce = 20): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let begun = 0; begun < count; begun += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, count - begun) }, (_, index) => begun + index)
    answers.push(...(await Promise.all(batch.map((index) => act(at(index), index)))))
  }
  return answers
}

function at(index: number): ServerProcess {
  const server = servers[index % servers.length]
  if (!server) throw new Error('no server')
  return server
}

test('both processes show one key and answer for one account', () => {
  expect(at(0).apiKey).toBe(at(1).apiKey)
  expect(at(0).baseUrl).not.toBe(at(1).baseUrl)
})

test('fifty equal requests over both processes create one; the replay is the same bytes; another payload is refused', async () => {
  const {
    body: { id },
  } = await new ApiClient(at(0).baseUrl, at(0).apiKey).uploadBytes(await plainPdf(1), 'contract.pdf')
  const send = (server: ServerProcess, payload: object, key: Record<string, string>) =>
    call(server, 'POST', '/signature-requests', {
      body: JSON.stringify({ document_id: id, signers: [SIGNER], ...payload }),
      headers: { 'Content-Type': 'application/json', ...key },
    })
  const before = await count()
  const answers = await inTurns(50, (server) => send(server, {}, { 'X-Idempotency-Key': 'two-processes' }), 50)
  expect(await count()).toBe(before + 1)
  expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([])
  const [first] = answers.filter(({ status }) => status === 201)
  for (const server of servers) {
    const replay = await send(server, {}, { 'Idempotency-Key': '"two-processes"' })
    expect([replay.status, replay.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
    expect(replay.bytes.equals(first?.bytes ?? Buffer.alloc(0))).toBe(true)
    expect(replay.headers.get('location')).toBe(first?.headers.get('location'))
    expect((await send(server, { metadata: { other: true } }, { 'X-Idempotency-Key': 'two-processes' })).status).toBe(422)
  }
})

test('equal uploads over both processes keep one document', async () => {
  const pdf = await plainPdf(1)
  const body = (name: string) =>
    new Uint8Array(
      Buffer.concat([
        Buffer.from(
          `--edge\r\nContent-Disposition: form-data; name="name"\r\n\r\n${name}\r\n--edge\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n`,
        ),
        pdf,
        Buffer.from('\r\n--edge--\r\n'),
      ]),
    )
  const send = (server: ServerProcess, name: string) =>
    call(server, 'POST', '/documents', {
      body: body(name),
      headers: { 'Content-Type': 'multipart/form-data; boundary=edge', 'X-Idempotency-Key': 'two-uploads' },
    })
  const answers = [
    ...(await inTurns(20, (server) => send(server, 'Contract'), 20)),
    await send(at(0), 'Contract'),
    await send(at(1), 'Contract'),
  ]
  const made = answers.filter(({ status }) => status === 201).map(({ bytes }) => bytes.toString('utf8'))
  expect(made.length).toBeGreaterThanOrEqual(2)
  expect(new Set(made).size).toBe(1)
  expect((await send(at(1), 'Another name')).status).toBe(422)
})

test('exactly as many requests as the limit pass in a window, over both processes, and signers are not held up', async () => {
  const api = new ApiClient(at(0).baseUrl, at(0).apiKey)
  const {
    body: { id },
  } = await api.uploadBytes(await plainPdf(1), 'contract.pdf')
  const {
    signers: [signer],
  } = await api.request([id], [SIGNER])
  await agreeOn(LIMIT)
  const windows = new Map<string, Answer[]>()
  // Sends until one window has had more requests than its limit: a slow machine may need a second window.
  for (let tries = 0; tries < 5 && ![...windows.values()].some((answers) => answers.length > LIMIT + 20); tries++) {
    for (const answer of await inTurns(2 * LIMIT, (server) => call(server, 'GET', `/documents/${id}`))) {
      const window = answer.headers.get('x-ratelimit-reset') ?? ''
      windows.set(window, [...(windows.get(window) ?? []), answer])
    }
  }
  const [full] = [...windows.values()].filter((answers) => answers.length > LIMIT + 20).slice(-1)
  // What was left after the first answer tells how much the window had counted before this test began.
  const earlier = LIMIT - Math.max(...(full ?? []).map(({ headers }) => Number(headers.get('x-ratelimit-remaining')))) - 1
  const passed = full?.filter(({ status }) => status === 200) ?? []
  expect(passed.length + earlier).toBe(LIMIT)
  expect(new Set(passed.map(({ headers }) => headers.get('x-ratelimit-remaining'))).size).toBe(passed.length)
  for (const refused of full?.filter(({ status }) => status !== 200) ?? []) {
    expect([refused.status, JSON.parse(refused.bytes.toString('utf8')).error.code]).toEqual([429, 'RATE_LIMITED'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.headers.get('x-ratelimit-limit')).toBe(String(LIMIT))
  }
  const page = await fetch(signer?.signing_url ?? '')
  expect([page.status, page.headers.get('x-ratelimit-limit')]).toEqual([200, null])
})

test('every answer of the API says what is left', async () => {
  const cases: [method: string, resource: string, status: number, headers?: Record<string, string>][] = [
    ['GET', '/signature-requests', 200],
    ['GET', '/signature-requests/sreq_0000000000000000', 404],
    ['GET', '/nothing/here', 404],
    ['GET', '', 404],
    ['DELETE', '/documents', 405],
    ['GET', '/signature-requests', 401, { 'X-API-Key': 'qsh_test_wrong' }],
    ['GET', '/openapi.json', 200],
    ['GET', '/files/nothing/page-1.png', 404],
    ['POST', '/signature-requests', 422],
    ['GET', '/signature-requests?limit=x', 400],
  ]
  await agreeOn(100_000)
  for (const [method, resource, status, headers = {}] of cases) {
    const answer = await call(at(0), method, resource, { headers })
    expect([method, resource, answer.status]).toEqual([method, resource, status])
    for (const name of ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'ratelimit', 'ratelimit-policy']) {
      expect(answer.headers.get(name), `${name} of ${method} ${resource}`).toMatch(/\d/)
    }
    expect(answer.headers.get('x-ratelimit-tier')).toMatch(/^"\w+"$/)
  }
})

test('what is written at one process is seen at the other within a second, and one of them sends one mail', async () => {
  const { body } = await new ApiClient(at(0).baseUrl, at(0).apiKey).uploadBytes(await plainPdf(1), 'contract.pdf')
  const json = { 'Content-Type': 'application/json' }
  const signers = [{ ...SIGNER, email: 'written.to@example.com' }]
  const made = await call(at(0), 'POST', '/signature-requests', { body: JSON.stringify({ document_id: body.id, signers }), headers: json })
  const { id, signers: [signer] = [] } = JSON.parse(made.bytes.toString()) as {
    id: string
    signers?: { id: string; signing_url: string }[]
  }
  // The browser of the signer is at the first process, the requester's program at the second.
  const token = new URL(signer?.signing_url ?? '').pathname
  const opened = await fetch(`${at(0).baseUrl}${token}/open`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? ''
  const page = `${at(0).baseUrl}/api/journey/${signer?.id}/messages`
  const messages = `/signature-requests/${id}/signers/${signer?.id}/messages`
  const asSigner = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
  const seenBySigner = async () => {
    const answer = await fetch(`${page}?version=-1&after=0`, { headers: asSigner })
    return ((await answer.json()) as { entries: { text: string }[] }).entries.map(({ text }) => text)
  }
  const seenByRequester = async () =>
    (JSON.parse((await call(at(1), 'GET', messages)).bytes.toString()) as { data: { text: string }[] }).data.map(({ text }) => text)

  const asked = { method: 'POST', headers: asSigner, body: JSON.stringify({ text: 'Is it fixed?', sentAs: 'two-processes-0001' }) }
  expect((await fetch(page, asked)).status).toBe(200)
  await expect.poll(seenByRequester, { timeout: 1_000, intervals: [50] }).toEqual(['Is it fixed?'])
  for (const server of servers) {
    const written = await call(server, 'POST', messages, { body: JSON.stringify({ text: `Yes, ${server.baseUrl}` }), headers: json })
    expect(written.status).toBe(201)
    await expect.poll(async () => (await seenBySigner()).at(-1), { timeout: 1_000, intervals: [50] }).toBe(`Yes, ${server.baseUrl}`)
  }
  // Both are asked at once to do what is due.
  await inDatabase('UPDATE "Conversation" SET "signerSeenAt" = NULL WHERE "signerId" = $1', [signer?.id])
  const move = JSON.stringify({ signature_request_id: id, advance_seconds: 121 })
  await Promise.all(servers.map((server) => call(server, 'POST', '/sandbox/clock', { body: move, headers: json })))
  const mails = await inDatabase('SELECT "id" FROM "OutboxMessage" WHERE "signerId" = $1 AND "template" = $2', [
    signer?.id,
    'message_waiting',
  ])
  expect(mails).toHaveLength(1)
})

test('connections that the database server ends are replaced', async () => {
  await inDatabase(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    [],
  )
  const statuses = async () => (await inTurns(20, (server) => call(server, 'GET', '/signature-requests'))).map(({ status }) => status)
  await expect.poll(statuses).toEqual(Array.from({ length: 20 }, () => 200))
})

async function agreeOn(requestsPerMinute: number): Promise<void> {
  await inDatabase('UPDATE "Tenant" SET "requestsPerMinute" = $1', [requestsPerMinute])
}

async function count(): Promise<number> {
  return Number((await inDatabase('SELECT count(*) AS "count" FROM "SignatureRequest"', []))[0]?.['count'])
}

async function inDatabase(sql: string, values: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: (await ownDatabase(dataDirectory))['DATABASE_URL'] })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows
  } finally {
    await client.end()
  }
}
