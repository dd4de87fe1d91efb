// A process that dies between what it did and its answer: the repetition shows what was done, and never does it again.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { samplePdf } from '../../../scripts/sample-pdf'
import type { Context } from '../../operations/kernel/context'
import { secretsOf } from '../../operations/webhooks/secret'
import { asInstallation } from '../../testing/as-installation'
import { newRequest } from '../../testing/journey-walk'
import { testContext, type TestContext } from '../../testing/test-context'
import * as documents from '../endpoints/documents'
import { moveClock } from '../endpoints/sandbox'
import * as requests from '../endpoints/signature-requests'
import { addSigner } from '../endpoints/signers'
import * as webhooks from '../endpoints/webhooks'
import type { Endpoint } from './endpoint'

let t: TestContext
let takeAway = (): void => undefined
beforeAll(async () => {
  t = await testContext()
})
afterAll(async () => {
  takeAway()
  await t.close()
})

type Sent = { status: number; code: string | undefined; id: string; text: string; replayed: string | null }
type Send = (context: Context, key: string, change?: object) => Promise<Sent>

/** Simulates a kill after the operation committed: from then on, no statement about the key arrives, not even its deletion. */
function dying(): Context {
  const gone = () => {
    throw new Error('the connection to the database was lost')
  }
  const db = t.context.db.$extends({
    query: {
      idempotencyRecord: {
        updateMany: ({ args, query }) => (args.data.status === undefined ? query(args) : gone()),
        deleteMany: gone,
      },
    },
  })
  return { ...t.context, db: db as unknown as Context['db'] }
}

function calling(endpoint: Endpoint, body: () => object | FormData, params: () => object = () => ({})): Send {
  return async (context, key, change = {}) => {
    const given = body()
    const [content, type] =
      given instanceof FormData ? [given, {}] : [JSON.stringify({ ...given, ...change }), { 'content-type': 'application/json' }]
    const headers = { 'x-api-key': t.apiKey, 'x-idempotency-key': key, ...type }
    takeAway = asInstallation(t, context)
    const response = await endpoint.handle(
      new Request('https://sign.example.com/v1/x', { method: 'POST', body: content, headers }),
      params(),
    )
    const text = await response.text()
    const { id = '', error } = JSON.parse(text) as { id?: string; error?: { code: string } }
    return { status: response.status, code: error?.code, id, text, replayed: response.headers.get('idempotency-replayed') }
  }
}

const form = () => {
  const data = new FormData()
  data.set('file', new File([new Uint8Array(samplePdf({ pages: 1 }))], 'a.pdf', { type: 'application/pdf' }))
  return data
}
const person = { name: 'Anna Kowalska', email: 'anna@example.com' }
const upload = calling(documents.upload, form)
const counted = { upload: () => t.context.db.document.count(), create: () => t.context.db.signatureRequest.count() }

test('one request and one document, though the process dies before it answers, and the next replay is the same bytes', async () => {
  const document = await upload(dying(), 'upload')
  expect([document.status, document.code]).toEqual([500, 'INTERNAL_ERROR'])
  const documents = await counted.upload()
  const shown = await upload(t.context, 'upload')
  expect([shown.status, shown.replayed, await counted.upload()]).toEqual([201, 'true', documents])
  expect(await upload(t.context, 'upload')).toEqual(shown)

  const create = calling(requests.create, () => ({ document_id: shown.id, signers: [person] }))
  const before = await counted.create()
  expect((await create(dying(), 'create')).status).toBe(500)
  expect(await counted.create()).toBe(before + 1)
  expect((await create(t.context, 'create', { metadata: { other: true } })).code).toBe('IDEMPOTENCY_KEY_REUSED')
  // The first repetition dies too. Ten come after it at once, and one much later.
  expect((await create(dying(), 'create')).status).toBe(500)
  const answers = await Promise.all(Array.from({ length: 10 }, () => create(t.context, 'create')))
  t.advance(3_600_000)
  answers.push(await create(t.context, 'create'))
  expect(new Set(answers.map(({ status, text, replayed }) => `${status} ${replayed ?? ''} ${text}`)).size).toBe(1)
  expect([answers[0]?.status, answers[0]?.id, await counted.create()]).toEqual([201, expect.stringMatching(/^sreq_/), before + 1])
  expect(await t.context.db.outboxMessage.count({ where: { requestId: answers[0]?.id ?? '', template: 'invitation' } })).toBe(1)
})

test('a process that was taken for dead does nothing any more when it wakes up', async () => {
  const { id } = await upload(t.context, 'another')
  const create = calling(requests.create, () => ({ document_id: id, signers: [person] }))
  const before = await counted.create()
  let woken: Sent | undefined
  // The process hangs before its transaction, for longer than a dead process keeps the key.
  const asleep: Context = {
    ...t.context,
    blobs: {
      ...t.context.blobs,
      open: async (sha256) => {
        t.advance(6 * 60_000)
        woken ??= await create(t.context, 'slow')
        return t.context.blobs.open(sha256)
      },
    },
  }
  expect((await create(asleep, 'slow')).code).toBe('IDEMPOTENCY_IN_PROGRESS')
  expect([woken?.status, await counted.create()]).toEqual([201, before + 1])
  expect((await create(t.context, 'slow')).text).toBe(woken?.text)
})

test('a signer is added, an endpoint made, a secret replaced and a clock moved once', async () => {
  const { id } = await newRequest(t, [person])
  const add = calling(
    addSigner,
    () => ({ name: 'John Smith', email: 'john@example.com' }),
    () => ({ request_id: id }),
  )
  const move = calling(moveClock, () => ({ signature_request_id: id, advance_seconds: 60 }))
  const make = calling(webhooks.create, () => ({ url: 'https://203.0.114.7/hook' }))
  const twice = async (send: Send, key: string) => {
    expect([key, (await send(dying(), key)).status]).toEqual([key, 500])
    const again = await send(t.context, key)
    expect([key, again.status < 300, again.replayed]).toEqual([key, true, 'true'])
    return again
  }
  const { id: signer } = await twice(add, 'add')
  expect(
    (await t.context.db.signer.findMany({ where: { requestId: id }, orderBy: { position: 'asc' } })).map((row) => row.id).slice(1),
  ).toEqual([signer])
  expect(JSON.parse((await twice(move, 'move')).text)).toMatchObject({ moved_seconds: 60, offset_seconds: 60 })
  const { id: hook, text } = await twice(make, 'make')
  expect(await t.context.db.webhookEndpoint.count()).toBe(1)
  const rotate = calling(
    webhooks.rotateSecret,
    () => ({ keep_previous_hours: 24 }),
    () => ({ endpoint_id: hook }),
  )
  const secretIn = (answer: string) => (JSON.parse(answer) as { secret: string }).secret
  const rotated = secretIn((await twice(rotate, 'rotate')).text)
  const row = await t.context.db.webhookEndpoint.findUniqueOrThrow({ where: { id: hook } })
  expect(secretsOf(t.context, row, t.context.machineNow())).toEqual([rotated, secretIn(text)])
})
