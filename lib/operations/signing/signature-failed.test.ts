// A signature that was authorised and cannot be made: it ends, with a reason, and nothing is signed on any of the documents.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Problem } from '../../domain/problem'
import type { Rewind } from '../../testing/checkpoint'
import { newRequest, PIN, Walk } from '../../testing/journey-walk'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { loadEvents } from '../kernel/evidence'
import { readContent } from '../kernel/outbox'
import { sweep } from '../maintenance/sweep'
import { cancelSignatureRequest } from '../requests/cancel-signature-request'
import { getSignatureRequest } from '../requests/get-signature-request'
import { createWebhookEndpoint } from '../webhooks/endpoint/create-webhook-endpoint'
import { SignatureInvalid } from './seal-document'
import { sealSignature } from './seal-signature'
import { saysOf } from '@/lib/testing/refusal'

const HOUR_MS = 3_600_000
let test: TestContext
let walk: Walk
let request: string
let back: Rewind

/** Every test begins with somebody who stands at the act of signing two documents. */
beforeAll(async () => {
  // Limits count by whole hours, and judges go by the real clock: so each test begins with the hour that it is.
  test = await testContext({ identity: scriptedIdentity().identity, start: new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS) })
  const { id, signers } = await newRequest(test, [{ name: 'Łukasz Żółć', email: 'lukasz@example.com' }], { documents: 2 })
  request = id
  walk = await Walk.open(test, signers[0]?.id ?? '')
  await walk.to('sign')
  back = await test.checkpoint()
})
beforeEach(() => back())
afterAll(() => test.close())

async function factsOf(of: string, type: string) {
  return (await loadEvents(test.context, test.context.db, of)).filter(({ fact }) => fact.type === type)
}

/** Finishing a signature fails, after so many that succeed. Answers a function that restores the workers. */
function failAtFinish(after: number, error: Error): () => void {
  const { documents } = test.context
  let finished = 0
  test.context.documents = {
    run: (name, task) => (name === 'finish' && finished++ >= after ? Promise.reject(error) : documents.run(name, task)),
  }
  return () => void (test.context.documents = documents)
}

it('ends a signature that can never be made: nothing is signed, both sides are told, and nothing is tried again', async () => {
  const blobs = () => test.context.db.revision.count({ where: { kind: 'signed' } })
  const restore = failAtFinish(1, new Problem('DOCUMENT_DAMAGED.engine', { text: 'Too many signatures.' }))
  for (const contactEmail of ['legal@example.com', 'legal@example.com', null])
    await createWebhookEndpoint(test.context, test.caller, { url: 'http://localhost:4000/', description: null, events: [], contactEmail })
  const activation = await walk.startSigning()
  const code = await walk.lastCode()
  expect(await saysOf(walk.act({ act: 'sign', activation, pin: PIN, code }))).toBe('SIGNATURE_FAILED.document')
  // The requester is told once at each address, in words that name nobody.
  const told = await test.context.db.outboxMessage.findMany({ where: { requestId: request, template: 'not_signed' } })
  expect(told.map((mail) => readContent(test.context, mail))).toMatchObject([
    { to: 'legal@example.com', subject: `Not signed: ${request}` },
  ])
  expect(told.map((mail) => readContent(test.context, mail).text).join()).not.toContain('Łukasz')
  expect(await factsOf(request, 'document_signed')).toEqual([])
  expect(await factsOf(request, 'signature_failed')).toMatchObject([{ actor: 'system', fact: { activation, reason: 'document' } }])
  expect(await blobs()).toBe(0)
  expect(await test.context.db.activation.findUnique({ where: { id: activation } })).toMatchObject({
    state: 'void',
    authorisedAt: null,
    signatures: [{ value: expect.any(String) }, { value: expect.any(String) }],
  })
  expect(await test.context.db.webhookEvent.count({ where: { requestId: request, type: 'signer.signature_failed' } })).toBe(1)
  // The job and the sweep find nothing to do, and the same file is not signed a second time.
  await sealSignature(test.context, { activation })
  test.jobs.length = 0
  test.advance(HOUR_MS)
  await sweep(test.context, 'running')
  expect(test.jobs.filter(({ job }) => job === 'seal_signature')).toEqual([])
  expect(await saysOf(walk.startSigning())).toBe('SIGNATURE_FAILED.document')
  expect((await getSignatureRequest(test.context, test.caller, { requestId: request })).signers).toMatchObject([
    { signatureFailure: 'document' },
  ])
  restore()
  await cancelSignatureRequest(test.context, test.caller, { requestId: request })
  expect((await walk.view()).place).toEqual({ at: 'closed', because: 'cancelled' })
})

it('takes a file that cannot be judged with one signature more for one that takes none', async () => {
  const { documents } = test.context
  const unjudged = { valid: false, signatures: [], documentTimestamps: [], problem: 'PDF_TOO_COMPLEX' }
  test.context.documents = {
    run: async (name, task) => Object.assign(await documents.run(name, task), name === 'finish' ? { report: unjudged } : {}),
  }
  const activation = await walk.startSigning()
  const code = await walk.lastCode()
  expect(await saysOf(walk.act({ act: 'sign', activation, pin: PIN, code }))).toBe('SIGNATURE_FAILED.document')
  test.context.documents = documents
  expect(await factsOf(request, 'signature_failed')).toMatchObject([{ fact: { reason: 'document' } }])
})

it.each([new SignatureInvalid('revoked'), new Problem('DOCUMENT_CHANGED.since_accepted')])(
  'lets a signer sign again after: %s',
  async (error) => {
    const restore = failAtFinish(0, error)
    const activation = await walk.startSigning()
    const code = await walk.lastCode()
    expect(await saysOf(walk.act({ act: 'sign', activation, pin: PIN, code }))).toBe('SIGNATURE_FAILED.invalid')
    restore()
    const shown = () => getSignatureRequest(test.context, test.caller, { requestId: request })
    expect((await shown()).signers).toMatchObject([{ signatureFailure: 'invalid' }])
    await walk.to('signed')
    expect((await shown()).signers).toMatchObject([{ signatureFailure: null }])
    expect(await factsOf(request, 'document_signed')).toHaveLength(2)
  },
)

it('gives up what fails again and again: a file that takes too much after an hour, anything else after a week', async () => {
  for (const [error, patience, reason] of [
    [new Problem('DOCUMENT_DAMAGED.too_demanding'), HOUR_MS, 'document'],
    [new Error('the TSA is away'), 7 * 24 * HOUR_MS, 'not_in_time'],
  ] as const) {
    await back()
    const restore = failAtFinish(0, error)
    const activation = await walk.startSigning()
    expect((await walk.act({ act: 'sign', activation, pin: PIN, code: await walk.lastCode() })).place).toMatchObject({ for: 'seal' })
    test.advance(patience)
    await expect(sealSignature(test.context, { activation })).rejects.toBe(error)
    test.advance(1)
    await sealSignature(test.context, { activation })
    restore()
    expect(await factsOf(request, 'signature_failed')).toMatchObject([{ fact: { reason } }])
    // The signer has left the page, so a mail tells them.
    const told = await test.context.db.outboxMessage.findMany({ where: { requestId: request, template: 'signature_failed' } })
    // It has the link where another signature helps.
    expect(told.map((mail) => readContent(test.context, mail).text.includes('/s/'))).toEqual([reason !== 'document'])
  }
})

it('asks for the time-stamp over a signature once, however often the job is repeated', async () => {
  const trust = test.context.trust('test')
  const stamped: string[] = []
  let away = true
  const watched = {
    ...trust,
    stamp: (digest: Uint8Array) => {
      stamped.push(Buffer.from(digest).toString('hex'))
      return trust.stamp(digest)
    },
    ocspFor: (certificate: Uint8Array) => (away ? Promise.reject(new Error('no status')) : trust.ocspFor(certificate)),
  }
  const { trust: before } = test.context
  test.context.trust = () => watched
  const activation = await walk.startSigning()
  expect((await walk.act({ act: 'sign', activation, pin: PIN, code: await walk.lastCode() })).place).toMatchObject({ for: 'seal' })
  for (let time = 0; time < 5; time++) await expect(sealSignature(test.context, { activation })).rejects.toThrow()
  expect(stamped).toHaveLength(1)
  // A stamp that somebody has put there is not believed.
  const forged = Object.fromEntries(stamped.map((digest) => [digest, Buffer.from('no stamp').toString('base64')]))
  await test.context.db.activation.update({ where: { id: activation }, data: { stamps: forged } })
  away = false
  await sealSignature(test.context, { activation })
  test.context.trust = before
  expect(await factsOf(request, 'document_signed')).toHaveLength(2)
  // Anew for the first document, and for each document over what was gathered; the second one has its own.
  expect(stamped).toHaveLength(5)
  expect(await test.context.db.activation.findUnique({ where: { id: activation } })).toMatchObject({ state: 'sealed', stamps: null })
})
