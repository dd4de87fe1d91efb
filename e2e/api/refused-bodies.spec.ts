// Answers that are given while the body is still arriving: wherever the product refuses early, the connection goes on with the next requests,
// and a client that asks for one answer alone gets it whole. A client that never ends holds nothing.

import { connect } from 'node:net'
import { expect } from '@playwright/test'
import { test, type Accounts } from './described/accounts'
import { OneConnection } from './one-connection'

type Refusal = {
  refused: string
  method?: string
  path: string
  headers: Readonly<Record<string, string>>
  begins?: string
  status: readonly number[]
  before?: (accounts: Accounts) => Promise<void>
}

const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'multipart/form-data; boundary=b0undary' }
const PART = '--b0undary\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
/** Each refusal without a valid key has an address of its own, because an address that guesses too often is refused for that. */
const from = (row: number) => ({ 'x-forwarded-for': `192.0.2.${row}` })
const SIGNER = '/api/journey/sgn_0000000000000000'

/** Every place that answers before it has read a body, or without reading it. */
const refusals = ({
  ours: {
    keys: [key = ''],
    readOnly,
  },
}: Accounts): readonly Refusal[] => [
  { refused: 'no key', path: '/v1/documents', headers: { ...FORM_TYPE, ...from(1) }, begins: PART, status: [401] },
  {
    refused: 'an unknown key',
    path: '/v1/signature-requests',
    headers: { ...JSON_TYPE, ...from(2), 'x-api-key': 'qsh_test_wrong' },
    status: [401],
  },
  {
    refused: 'too many tries',
    path: '/v1/validate',
    headers: { ...FORM_TYPE, ...from(3) },
    begins: PART,
    status: [429, 401],
    before: exhaust,
  },
  { refused: 'a key of little scope', path: '/v1/signature-requests', headers: { ...JSON_TYPE, 'x-api-key': readOnly }, status: [403] },
  { refused: 'a path that is none', path: '/v1/nothing', headers: { ...JSON_TYPE, 'x-api-key': key }, status: [404] },
  { refused: 'a method that is none', method: 'PUT', path: '/v1/documents', headers: { ...FORM_TYPE, 'x-api-key': key }, status: [405] },
  { refused: 'a type that is none', path: '/v1/documents', headers: { 'content-type': 'text/plain', 'x-api-key': key }, status: [415] },
  {
    refused: 'a form without a boundary',
    path: '/v1/validate',
    headers: { 'content-type': 'multipart/form-data', 'x-api-key': key },
    status: [400],
  },
  {
    refused: 'a form whose part has no name',
    path: '/v1/validate',
    headers: { ...FORM_TYPE, 'x-api-key': key },
    begins: '--b0undary\r\nX-Nothing: here\r\n\r\n',
    status: [400],
  },
  {
    refused: 'a form whose field is too long',
    path: '/v1/documents',
    headers: { ...FORM_TYPE, 'x-api-key': key },
    begins: '--b0undary\r\nContent-Disposition: form-data; name="name"\r\n\r\n',
    status: [400],
  },
  {
    refused: 'a file in JSON that does not end',
    path: '/v1/signature-requests',
    headers: { ...JSON_TYPE, 'x-api-key': key },
    begins: '{"document_base64": "?',
    status: [400],
  },
  {
    refused: 'JSON that is too large or none',
    path: '/v1/webhook-endpoints',
    headers: { ...JSON_TYPE, 'x-api-key': key },
    begins: '{"url": "',
    status: [400],
  },
  {
    refused: 'a body where none is read',
    method: 'DELETE',
    path: '/v1/webhook-endpoints/whk_0000000000000000',
    headers: { 'x-api-key': key },
    status: [404],
  },
  {
    refused: 'an idempotency key that is none',
    path: '/v1/webhook-endpoints',
    headers: { ...JSON_TYPE, 'x-api-key': key, 'idempotency-key': 'x'.repeat(300) },
    begins: '{"url": "',
    status: [400],
  },
  {
    refused: 'an act from another site',
    path: `${SIGNER}/acts`,
    headers: { ...JSON_TYPE, ...from(4), 'sec-fetch-site': 'cross-site' },
    status: [403],
  },
  {
    refused: 'an act without a session',
    path: `${SIGNER}/acts`,
    headers: { ...JSON_TYPE, ...from(5), 'sec-fetch-site': 'same-origin' },
    status: [401],
  },
  {
    refused: 'frames without a session',
    path: `${SIGNER}/frames`,
    headers: { ...FORM_TYPE, ...from(6), 'sec-fetch-site': 'same-origin' },
    begins: PART,
    status: [401],
  },
  {
    refused: 'a question to the OCSP responder',
    path: '/pki/ocsp',
    headers: { 'content-type': 'application/ocsp-request' },
    status: [200, 413],
  },
  {
    refused: 'a question to the time-stamping authority',
    path: '/pki/tsa',
    headers: { 'content-type': 'application/timestamp-query' },
    status: [200, 413],
  },
  {
    refused: 'a link opened',
    path: '/s/nothing/open',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...from(7) },
    status: [303, 411, 413],
  },
  {
    refused: 'a page that takes nothing',
    path: '/docs',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: [200, 405, 411, 413],
  },
  {
    refused: 'a sign-in to the console',
    path: '/api/auth/callback/credentials',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    begins: 'key=',
    status: [302, 413],
  },
  {
    refused: 'an act of the console that is none',
    path: '/console',
    headers: { 'content-type': 'text/plain;charset=UTF-8', 'next-action': '0'.repeat(42) },
    status: [400, 411, 413],
  },
]

const KILOBYTE = 1024
const SIZES = [2 * KILOBYTE, 150 * KILOBYTE, 3 * KILOBYTE * KILOBYTE]

test('the three requests after a refusal are answered on the same connection', async ({ accounts }) => {
  for (const refusal of refusals(accounts)) {
    for (const size of SIZES) {
      for (const chunked of [false, true])
        await test.step(`${refusal.refused}, ${size} bytes, ${chunked ? 'in chunks' : 'announced'}`, () =>
          goesOn(accounts, refusal, size, chunked))
    }
  }
})

test('a refusal arrives whole where the connection is to be closed after it', async ({ accounts }) => {
  for (const refusal of refusals(accounts)) {
    for (const size of SIZES) {
      await test.step(`${refusal.refused}, ${size} bytes`, async () => {
        await refusal.before?.(accounts)
        const connection = new OneConnection(accounts.baseUrl)
        const { status } = await connection.ask({ ...sentOf(refusal, size), headers: { ...refusal.headers, connection: 'close' } })
        expect(refusal.status).toContain(status)
        connection.close()
      })
    }
  }
})

test('a client that sends without end is cut off', async ({ accounts }) => {
  const { hostname, port } = new URL(accounts.baseUrl)
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, 'x'), Buffer.from('\r\n')])
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.on('data', (piece: Buffer) => (answer += piece.toString('latin1')))
  const closed = new Promise<void>((resolve) => {
    socket
      .on('error', () => undefined)
      .on('close', () => {
        resolve()
      })
  })
  socket.write(`POST /v1/documents HTTP/1.1\r\nHost: ${hostname}\r\nTransfer-Encoding: chunked\r\nX-Forwarded-For: 192.0.2.8\r\n\r\n`)
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk)) continue
  }
  socket.on('drain', more)
  more()
  await closed
  expect(answer).toMatch(/^HTTP\/1\.1 401 /)
})

/** A refused request, and three more on its connection, each answered at once. */
async function goesOn(accounts: Accounts, refusal: Refusal, size: number, chunked: boolean): Promise<void> {
  const { baseUrl, ours } = accounts
  await refusal.before?.(accounts)
  const connection = new OneConnection(baseUrl)
  const { status, port } = await connection.ask({ ...sentOf(refusal, size), chunked })
  expect(refusal.status).toContain(status)
  for (let time = 0; time < 3; time++) {
    const next = await connection.ask({ method: 'GET', path: '/v1/usage', headers: { 'x-api-key': ours.keys[time] ?? '' } })
    expect([next.status, next.port]).toEqual([200, port])
  }
  connection.close()
}

function sentOf(
  { method = 'POST', path, headers, begins = '' }: Refusal,
  size: number,
): { method: string; path: string; headers: Readonly<Record<string, string>>; body: Buffer } {
  return { method, path, headers, body: Buffer.concat([Buffer.from(begins), Buffer.alloc(size - begins.length, 'x')]) }
}

/** Asks without a key until the address has no more tries. The next minute brings new ones. */
async function exhaust({ baseUrl }: Accounts): Promise<void> {
  for (;;) {
    const answer = await fetch(`${baseUrl}/v1/usage`, { headers: from(3) })
    await answer.arrayBuffer()
    if (answer.status === 429) return
  }
}
