// Signers after the request was made: added while nobody has signed, reminded three times a day apart, reached as the requester wishes.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReminderChannel } from '../../domain/event'
import type { Problem } from '../../domain/problem'
import { loadEvents } from '../kernel/evidence'
import { createSignatureRequest } from './create-signature-request'
import { getSignatureRequest } from './get-signature-request'
import { completeRequest } from '../completion/complete-request'
import type { NewField, NewSigner } from './request-rules'
import { readContent } from '../kernel/outbox'
import { newRequest, PIN, Walk } from '../../testing/journey-walk'
import { PLAIN_REQUEST } from './request-rules'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { addSigner } from './add-signer'
import { remindSigner } from './remind-signer'
import { codeOf } from '@/lib/testing/refusal'

let test: TestContext
const HOUR = 3_600_000
const KNOWN = { name: 'Łukasz Żółć', email: 'lukasz@example.com' }
const maria: NewSigner = {
  name: 'Maria Nowak',
  email: 'maria@example.com',
  phone: null,
  locale: null,
  order: null,
  method: null,
  country: null,
}

beforeAll(async () => {
  test = await testContext({ identity: scriptedIdentity().identity, start: new Date(Math.floor(Date.now() / 1000) * 1000) })
  // This signer has a certificate from here on, so most tests begin at the documents.
  await (await Walk.open(test, signerOf(await newRequest(test, [KNOWN])))).to('review')
})
afterAll(() => test.close())

const signerOf = (request: { signers: readonly { id: string }[] }, index = 0) => request.signers[index]?.id ?? ''
const add = (requestId: string, signer: NewSigner = maria, fields: NewField[] = []) =>
  addSigner(test.context, test.caller, { requestId, signer, fields })
const factsOf = async (request: string) => (await loadEvents(test.context, test.context.db, request)).map(({ fact }) => fact)
const messages = async (signerId: string, template: string) => {
  const rows = await test.context.db.outboxMessage.findMany({ where: { signerId, template }, orderBy: { createdAt: 'asc' } })
  return rows.map((row) => ({ channel: row.channel, ...readContent(test.context, row) }))
}

describe('a signer who is added', () => {
  it('signs last, on a field of their own in every document, and is invited when it is their turn', async () => {
    const request = await newRequest(test, [KNOWN], { documents: 2 })
    const place = { page: 1, x: 72, y: 72, width: 120, height: 40 }
    const added = await add(request.id, maria, [{ signerIndex: 0, documentId: request.documents[1]?.id ?? '', place }])
    expect(added).toMatchObject({ name: 'Maria Nowak', order: 2, status: 'waiting' })
    const { signers, fields } = await getSignatureRequest(test.context, test.caller, { requestId: request.id })
    expect(signers.map(({ id }) => id)).toEqual([signerOf(request), added.id])
    expect(fields.filter(({ signerIndex }) => signerIndex === 1)).toMatchObject([
      { documentId: request.documents[0]?.id },
      { documentId: request.documents[1]?.id, ...place },
    ])
    expect(await messages(added.id, 'invitation')).toEqual([])

    const walk = await Walk.open(test, signerOf(request))
    await walk.to('signed')
    expect(await messages(added.id, 'invitation')).toHaveLength(1)
    expect(await codeOf(add(request.id))).toBe('STATE_CONFLICT')
    const second = await Walk.open(test, added.id)
    await second.to('terms')
    const facts = await factsOf(request.id)
    expect(facts).toContainEqual({
      type: 'signer_added',
      signer: added.id,
      order: 2,
      profile_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    expect(JSON.stringify(facts)).not.toContain('Nowak')
  })

  it('makes a signer who is at work read again: approval, code and documents read before count no more', async () => {
    const request = await newRequest(test, [KNOWN])
    const walk = await Walk.open(test, signerOf(request))
    await walk.to('sign')
    const before = (await walk.view()).documents
    const activation = await walk.startSigning()
    const code = await walk.lastCode()
    await add(request.id)
    expect(await walk.place()).toBe('review')
    expect(await codeOf(walk.act({ act: 'sign', activation, pin: PIN, code }))).toBe('STATE_CONFLICT')
    const now = await walk.view()
    expect(now.documents).toMatchObject([{ viewed: false, approved: false }])
    expect(now.documents[0]?.sha256).not.toBe(before[0]?.sha256)
    const [{ id = '', sha256 = '' } = {}] = before
    expect(await codeOf(walk.act({ act: 'view_document', document: id, sha256, as: 'pages' }))).toBe('DOCUMENT_CHANGED')
    expect(await codeOf(walk.act({ act: 'approve_documents', documents: [{ id, sha256 }], text: now.texts[0]?.sha256 ?? '' }))).toBe(
      'DOCUMENT_CHANGED',
    )
    await walk.to('signed')
  })

  it('is refused for a field on another document, another method, another account and an expired request', async () => {
    const request = await newRequest(test, [KNOWN])
    const elsewhere = { signerIndex: 0, documentId: 'doc_0000000000000000', place: { page: 1, x: 0, y: 0, width: 99, height: 50 } }
    expect(await codeOf(add(request.id, maria, [elsewhere]))).toBe('VALIDATION_FAILED')
    expect(await codeOf(add(request.id, { ...maria, method: 'bank_id' }))).toBe('QES_IDENTITY_METHOD')
    expect(
      await codeOf(addSigner(test.context, (await test.newCaller()).caller, { requestId: request.id, signer: maria, fields: [] })),
    ).toBe('NOT_FOUND')
    test.advance(31 * 24 * HOUR)
    expect(await codeOf(add(request.id))).toBe('STATE_CONFLICT')
    test.advance(-31 * 24 * HOUR)
  })

  it('may be the twentieth, also when several come at once, and never the twenty-first', async () => {
    const request = await newRequest(
      test,
      Array.from({ length: 18 }, (_, index) => ({ name: `Person ${'ABCDEFGHIJKLMNOPQR'[index] ?? ''}`, email: `p${index}@example.com` })),
    )
    const outcomes = await Promise.all([0, 1, 2].map(() => codeOf(add(request.id))))
    expect(outcomes.sort()).toEqual(['TOO_MANY_SIGNERS', 'done', 'done'])
    const { signers } = await getSignatureRequest(test.context, test.caller, { requestId: request.id })
    expect(signers.map(({ order }) => order)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })
})

describe('a reminder', () => {
  const remind = (
    request: { id: string; signers: readonly { id: string }[] },
    channel: ReminderChannel = 'email',
    message: string | null = null,
    index = 0,
  ) => remindSigner(test.context, test.caller, { requestId: request.id, signerId: signerOf(request, index), channel, message })

  it('goes out three times, a day apart, with the words of the requester in the mail and their digest in the evidence', async () => {
    const request = await newRequest(test, [KNOWN])
    const words = 'Please sign before <b>Friday</b>.'
    expect(await remind(request, 'both', words)).toMatchObject({ channel: 'both', sent: 1, left: 2 })
    const [mail, text] = await messages(signerOf(request), 'reminder')
    expect(mail).toMatchObject({
      channel: 'email',
      text: expect.stringContaining(words) as string,
      html: expect.stringContaining('&lt;b&gt;Friday') as string,
    })
    expect(text).toMatchObject({
      channel: 'sms',
      to: '+48500123456',
      text: expect.stringContaining(request.signers[0]?.url ?? '?') as string,
    })
    expect(text?.text.length).toBeLessThanOrEqual(160)
    test.advance(24 * HOUR - 1000)
    const tooSoon = await remind(request).catch((error: Problem) => error)
    expect(tooSoon).toMatchObject({ code: 'REMINDER_TOO_SOON', status: 429, extra: { retryAfterSeconds: 1 } })
    test.advance(1000)
    expect(await remind(request)).toMatchObject({ sent: 2, left: 1, nextAt: new Date(test.context.now().getTime() + 24 * HOUR) })
    test.advance(24 * HOUR)
    expect(await remind(request)).toMatchObject({ sent: 3, left: 0, nextAt: null })
    test.advance(48 * HOUR)
    expect(await codeOf(remind(request))).toBe('REMINDERS_USED')
    const reminded = (await factsOf(request.id)).filter(({ type }) => type === 'signer_reminded')
    expect(reminded).toHaveLength(3)
    expect(reminded[0]).toMatchObject({ channel: 'both', message_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
    expect(JSON.stringify(reminded)).not.toContain('Friday')
    test.advance(-96 * HOUR)
  })

  it('is for a signer who can act now, and goes to a phone only where there is one', async () => {
    const request = await newRequest(test, [
      { ...KNOWN, phone: null },
      { name: 'John Smith', email: 'john@example.com' },
    ])
    expect(await codeOf(remind(request, 'email', null, 1))).toBe('STATE_CONFLICT')
    expect(await codeOf(remind(request, 'sms'))).toBe('VALIDATION_FAILED')
    expect(await codeOf(remind(request, 'sms', 'Words'))).toBe('VALIDATION_FAILED')
    // What was refused was not counted.
    expect(await remind(request)).toMatchObject({ sent: 1 })
    const foreign = (await test.newCaller()).caller
    expect(
      await codeOf(
        remindSigner(test.context, foreign, { requestId: request.id, signerId: signerOf(request), channel: 'email', message: null }),
      ),
    ).toBe('NOT_FOUND')
    await (await Walk.open(test, signerOf(request))).to('signed')
    expect(await codeOf(remind(request))).toBe('STATE_CONFLICT')
  })

  it('is the only message with the link where the requester delivers the links; all are told how the request ended', async () => {
    const [document] = (await newRequest(test, [KNOWN])).documents
    const request = await createSignatureRequest(test.context, test.caller, {
      ...PLAIN_REQUEST,
      documentIds: [document?.id ?? ''],
      signers: [{ ...maria, ...KNOWN, phone: '+48500123456' }],
      delivery: 'none',
    })
    expect(request).toMatchObject({ delivery: 'none', signers: [{ url: expect.stringContaining('/s/') as string }] })
    expect(await messages(signerOf(request), 'invitation')).toEqual([])
    expect(await factsOf(request.id)).toContainEqual({ type: 'signer_invited', signer: signerOf(request), channel: 'api', link: 1 })
    await remind(request)
    expect(await messages(signerOf(request), 'reminder')).toHaveLength(1)
    await (await Walk.open(test, signerOf(request))).to('signed')
    await completeRequest(test.context, { request: request.id })
    expect(await messages(signerOf(request), 'completed')).toHaveLength(1)
  })
})
