// The sandbox brings signers to where a developer wants them: several with one call, with the code of the act of signing, and as people who
// come back with an earlier certificate.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CompleteRequestInput, CompleteSignerInput } from '../../http/schemas/sandbox'
import { cancelSignatureRequest } from '../requests/cancel-signature-request'
import { deleteSignatureRequest } from '../requests/delete-signature-request'
import { getSignatureRequest } from '../requests/get-signature-request'
import type { Rewind } from '../../testing/checkpoint'
import { newRequest, PIN, Walk } from '../../testing/journey-walk'
import { completeSandboxRequest } from './complete-sandbox-request'
import { completeSandboxSigner } from './complete-sandbox-signer'
import { openSandbox, type Sandbox } from '../../testing/open-sandbox'

vi.setConfig({ testTimeout: 300_000 })

let t: Sandbox
beforeAll(async () => {
  t = await openSandbox()
})
afterAll(async () => {
  await t.close()
})

/** One person is walked once; the tests go back to two places of that walk. */
const ANNA = { name: 'Anna Maria Kowalska', email: 'anna.kowalska@example.com' }
let anna: string
let atPin: Rewind
let atReview: Rewind

type Options = Omit<Parameters<typeof completeSandboxSigner>[2], 'signerId'>
const ask = ({ name, email }: { name: string; email: string }) => t.newOne(email, name)
const complete = (signerId: string, over: Options = {}) => completeSandboxSigner(t.context, t.caller, { signerId, ...over })
const completeAll = (requestId: string, over: Options & { signerId?: string } = {}) =>
  completeSandboxRequest(t.context, t.caller, { requestId, ...over })
const factsOf = async (signerId: string) =>
  (await t.context.db.event.findMany({ where: { signerId }, orderBy: { sequence: 'asc' } })).map(({ type }) => type)
const acts = async (signerId: string) =>
  (await factsOf(signerId)).filter((type) => !['signer_invited', 'link_opened', 'device_taken_over', 'presence_handed_over'].includes(type))
const RETURNING = ['terms_accepted', 'holder_proven', 'saved_identity_chosen', 'document_viewed', 'documents_approved']
const codesTo = (signerId: string) => t.context.db.outboxMessage.count({ where: { signerId, template: 'signing_code' } })

beforeAll(async () => {
  anna = (await ask(ANNA)).signer
  await complete(anna, { stopAt: 'pin' })
  atPin = await t.checkpoint()
  expect(await complete(anna, { stopAt: 'review' })).toMatchObject({ at: 'review', testPin: PIN })
  atReview = await t.checkpoint()
})

const PEOPLE = ['anna', 'berta', 'clara'].map((name) => ({
  name: `${name[0]?.toUpperCase()}${name.slice(1)} Example`,
  email: `${name}@example.com`,
}))
async function three() {
  const { id, signers } = await newRequest(t, PEOPLE)
  const [first = '', second = '', third = ''] = signers.map((signer) => signer.id)
  return { request: id, first, second, third }
}

describe('one call for several signers of a request', () => {
  test('those before the last one sign; the options hold for the last one, whose code no event tells; `keep_credential` holds for all', async () => {
    const { request, first, second, third } = await three()
    const stopped = await completeAll(request, { signerId: second, stopAt: 'sign', code: true, keepCredential: true })
    const stoppedThere = await t.checkpoint()
    expect(stopped.map(({ id, at, testCode }) => [id, at, testCode !== null])).toEqual([
      [first, 'signed', false],
      [second, 'sign', true],
    ])
    const events = await t.context.db.event.findMany({ where: { requestId: request } })
    expect(JSON.stringify(events.map(({ fact }) => fact))).not.toContain(`"${stopped[1]?.testCode}"`)
    expect(await completeAll(request, { outcome: 'refuse' })).toMatchObject([
      { id: first, at: 'signed' },
      { id: second, at: 'signed' },
      { id: third, at: 'refused' },
    ])
    expect((await getSignatureRequest(t.context, t.caller, { requestId: request })).status).toBe('cancelled')
    expect([(await factsOf(first)).filter((type) => type === 'document_signed').length, await codesTo(second)]).toEqual([1, 1])

    // The credentials of both were kept: in the next request they come back with them. When both have signed, the request is complete.
    await stoppedThere()
    const again = await newRequest(t, PEOPLE.slice(0, 2))
    const [one = '', two = ''] = again.signers.map((signer) => signer.id)
    expect(await completeAll(again.id, { keepCredential: true, stopAt: 'review' })).toMatchObject([
      { at: 'signed' },
      { at: 'review', testPin: PIN },
    ])
    expect((await acts(one)).slice(0, 5)).toEqual(RETURNING)
    expect(await acts(two)).toEqual(RETURNING.slice(0, 3))
    expect((await completeAll(again.id)).map(({ status }) => status)).toEqual(['signed', 'signed'])
    expect((await getSignatureRequest(t.context, t.caller, { requestId: again.id })).status).toBe('completed')
  })

  test('a failure of one signer is reported of that signer, and named to a caller who asks for the next one', async () => {
    const { request, first, second, third } = await three()
    const failed = await completeAll(request, { signerId: first, failWith: 'DOCUMENT_BLURRED' })
    expect(failed).toMatchObject([{ id: first, at: 'help', failure: { code: 'DOCUMENT_BLURRED' } }])
    await expect(completeAll(request, { signerId: third })).rejects.toMatchObject({
      says: 'STATE_CONFLICT.not_their_turn',
      parameters: { signer: first },
    })
    expect(await factsOf(second)).not.toContain('link_opened')
  })

  test('live keys, other accounts, signers of another request and deleted requests are refused', async () => {
    const { request, first } = await three()
    const other = await t.newOne()
    await expect(completeSandboxRequest(t.context, { ...t.caller, mode: 'live' }, { requestId: request })).rejects.toMatchObject({
      code: 'SANDBOX_ONLY',
      status: 403,
    })
    await expect(completeSandboxRequest(t.context, (await t.newCaller()).caller, { requestId: request })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(completeAll(request, { signerId: other.signer })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      extra: { errors: [{ path: ['signerId'] }] },
    })
    await cancelSignatureRequest(t.context, t.caller, { requestId: request })
    expect(await completeAll(request, { signerId: first })).toMatchObject([{ id: first, at: 'cancelled' }])
    await deleteSignatureRequest(t.context, t.caller, { requestId: request })
    await expect(completeAll(request)).rejects.toMatchObject({ code: 'SIGNATURE_REQUEST_DELETED' })
    expect(await factsOf(first)).not.toContain('terms_accepted')
  })
})

describe('where a walk stops', () => {
  test('a step that lies behind the signer ends it, too', async () => {
    const one = await t.newOne()
    expect(await complete(one.signer, { stopAt: 'issuance_terms' })).toMatchObject({ at: 'issuance_terms' })
    expect(await complete(one.signer, { stopAt: 'terms' })).toMatchObject({ at: 'issuance_terms', testCode: null })
  })

  test('a PIN that a person chose is theirs: it is not told, and the machine does not guess it', async () => {
    await atPin()
    const walk = await Walk.open(t, anna)
    await walk.act({ act: 'create_pin', pin: '739154' })
    expect(await complete(anna, { stopAt: 'sign' })).toMatchObject({ at: 'sign', testPin: null })
    await expect(complete(anna)).rejects.toMatchObject({
      says: 'STATE_CONFLICT.person_chose_pin',
    })
    expect((await t.context.db.credential.findFirstOrThrow({ where: { signerId: anna } })).failures).toBe(0)
  })
})

describe('the code of the act of signing', () => {
  test('is sent as always and answered, once for each act; PIN and code then sign', async () => {
    await atReview()
    const placed = await complete(anna, { stopAt: 'sign', code: true })
    expect(placed).toMatchObject({ at: 'sign', testPin: PIN, testCode: expect.stringMatching(/^\d{6}$/) as string })
    const facts = await factsOf(anna)
    expect(facts.slice(-2)).toEqual(['activation_started', 'code_sent'])
    expect(await complete(anna, { stopAt: 'sign', code: true })).toMatchObject({ testCode: placed.testCode })
    expect(await complete(anna, { stopAt: 'sign' })).toMatchObject({ testCode: null })
    expect([await factsOf(anna), await codesTo(anna)]).toEqual([facts, 1])

    const walk = await Walk.open(t, anna)
    const { activation } = await walk.view()
    await walk.act({ act: 'sign', activation: activation?.id ?? '', pin: placed.testPin ?? '', code: placed.testCode ?? '' })
    expect(await complete(anna, { stopAt: 'sign', code: true })).toMatchObject({ at: 'signed', testCode: null })
  })

  test('is a new one when the act has ended, or when the tries of the code are used up', async () => {
    await atReview()
    const first = await complete(anna, { stopAt: 'sign', code: true })
    t.advance(11 * 60_000)
    expect(await complete(anna, { stopAt: 'sign' })).toMatchObject({ testCode: null })
    const second = await complete(anna, { stopAt: 'sign', code: true })
    expect([second.testCode === first.testCode, await codesTo(anna)]).toEqual([false, 2])

    const walk = await Walk.open(t, anna)
    const { activation } = await walk.view()
    for (let tries = 0; tries < 3; tries++) {
      await expect(
        walk.act({ act: 'sign', activation: activation?.id ?? '', pin: '111222', code: second.testCode ?? '' }),
      ).rejects.toMatchObject({ code: 'SIGNING_REFUSED' })
    }
    await expect(complete(anna, { stopAt: 'sign', code: true })).rejects.toMatchObject({ code: 'RESEND_TOO_SOON' })
    t.advance(31_000)
    expect((await complete(anna, { stopAt: 'sign', code: true })).testCode).toMatch(/^\d{6}$/)
    expect(await complete(anna)).toMatchObject({ at: 'signed' })
    expect((await factsOf(anna)).filter((type) => type === 'activation_started')).toHaveLength(2)
  })

  test('belongs to the step "sign": asked for elsewhere, the call is refused with the rule', () => {
    for (const schema of [CompleteSignerInput, CompleteRequestInput]) {
      expect(schema.safeParse({ stop_at: 'sign', code: true }).success).toBe(true)
      for (const wrong of [{ code: true }, { code: true, stop_at: 'review' }]) {
        expect(schema.safeParse(wrong).error?.issues).toMatchObject([
          { path: ['code'], message: expect.stringContaining('stop_at: "sign"') as string },
        ])
      }
    }
  })
})

describe('a credential that is kept', () => {
  let kept: Rewind
  beforeAll(async () => {
    await atReview()
    await complete(anna, { stopAt: 'review', keepCredential: true })
    kept = await t.checkpoint()
  })

  test('lets the person come back: terms, documents, signature, in the sandbox and in a browser', async () => {
    await kept()
    const second = await ask({ ...ANNA, email: ANNA.email.toUpperCase() })
    expect(await complete(second.signer, { keepCredential: true, stopAt: 'review' })).toMatchObject({
      at: 'review',
      testPin: PIN,
      attempts: { used: 0 },
    })
    expect(await acts(second.signer)).toEqual(RETURNING.slice(0, 3))
    expect(await complete(second.signer, { keepCredential: true })).toMatchObject({ at: 'signed', testPin: PIN })

    const third = await ask(ANNA)
    const walk = await Walk.open(t, third.signer)
    await walk.to('sign')
    expect(await acts(third.signer)).toEqual(RETURNING)
    await walk.sign()
    expect(await walk.place()).toBe('signed')
  })

  test('can be asked for when the key is there already, and is kept once', async () => {
    await kept()
    expect(await complete(anna, { stopAt: 'review', keepCredential: true })).toMatchObject({ at: 'review' })
    expect(await complete((await ask(ANNA)).signer, { keepCredential: true, stopAt: 'pin' })).toMatchObject({ at: 'review' })
    expect(await t.context.db.credential.count({ where: { signerId: anna } })).toBe(1)
  })

  test('disturbs nobody: not a walk without it, not another account, not another name, not a corrected address', async () => {
    await kept()
    const alone = await ask(ANNA)
    expect(await complete(alone.signer, { stopAt: 'issuance_terms' })).toMatchObject({ at: 'issuance_terms', testPin: null })
    const namesake = await ask({ ...ANNA, name: 'Berta Example' })
    expect(await complete(namesake.signer, { keepCredential: true, stopAt: 'issuance_terms' })).toMatchObject({ at: 'issuance_terms' })

    const stranger = { ...t, ...(await t.newCaller()) }
    const { signers } = await newRequest(stranger, [ANNA])
    const walk = await Walk.open(stranger, signers[0]?.id ?? '')
    await walk.act({ act: 'accept_terms', texts: (await walk.view()).texts.map(({ sha256 }) => sha256) })
    expect(await walk.place()).toBe('details')

    const corrected = await ask({ ...ANNA, email: 'anna.k@example.com' })
    const typing = await Walk.open(t, corrected.signer)
    await typing.to('details')
    await typing.act({ act: 'correct_details', name: ANNA.name, email: ANNA.email, phone: '+48500123456' })
    expect(await typing.place()).toBe('issuance_terms')
  })

  test('that a person made in a browser stays theirs: the machine neither tells its PIN nor signs with it', async () => {
    const person = { ...ANNA, email: 'anna.herself@example.com' }
    const own = await ask(person)
    const walk = await Walk.open(t, own.signer)
    await walk.to('identity')
    await walk.act({ act: 'use_test_document', documentNumber: 'AZE123456' })
    await vi.waitFor(async () => expect(await walk.place()).toBe('extracted_data'), { timeout: 60_000 })
    await walk.to('review')
    const next = await ask(person)
    expect(await (await Walk.open(t, next.signer)).place()).toBe('terms')
    expect(await complete(next.signer, { keepCredential: true, stopAt: 'issuance_terms' })).toMatchObject({
      at: 'issuance_terms',
      testPin: null,
    })
  })
})
