// Links and sessions: looking changes nothing, one device acts at a time, corrections replace the link, strangers learn nothing.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { JOB } from '../../domain/caller'
import { append, loadEvents } from '../kernel/evidence'
import { signerLink } from '../kernel/links'
import { readContent } from '../kernel/outbox'
import { newRequest, Walk } from '../../testing/journey-walk'
import { testContext, type TestContext } from '../../testing/test-context'
import { moveSandboxClock } from '../sandbox/move-sandbox-clock'
import { handOver } from './hand-over'
import { openInvitation } from './open-invitation'
import { requestNewLink } from './request-new-link'
import { findSession } from './session'
import { takeOver } from './take-over'
import { codeOf } from '@/lib/testing/refusal'

let test: TestContext
let request: string
let signer: string
let people = 0
const PHONE = { kind: 'phone', userAgent: 'phone' } as const

beforeAll(async () => {
  test = await testContext()
})
afterAll(() => test.close())
beforeEach(async () => {
  const created = await newRequest(test, [
    { name: 'Anna Kowalska', email: `anna${++people}@example.com` },
    { name: 'John Smith', email: 'john@example.com' },
  ])
  request = created.id
  signer = created.signers[0]?.id ?? ''
})

const token = async () => signerLink(test.context, await test.context.db.signer.findUniqueOrThrow({ where: { id: signer } })).token
const mailsTo = async (template: string) => {
  const rows = await test.context.db.outboxMessage.findMany({ where: { signerId: signer, template } })
  return rows.map((row) => readContent(test.context, row))
}
/** A link that opened something: whose request it was, and nothing else. */
const dead = () => ({ known: false, ask: { name: 'Example Bank', color: null, reach: null, requestId: request } })

describe('the link', () => {
  it('shows who asks for what, without leaving a trace', async () => {
    const before = (await loadEvents(test.context, test.context.db, request)).length
    expect(await openInvitation(test.context, await token())).toMatchObject({
      known: true,
      kind: 'link',
      requester: { name: 'Example Bank' },
      signerName: 'Anna Kowalska',
      documents: [{ title: 'Contract 1', pages: 2 }],
      place: { at: 'step', step: 'terms' },
    })
    expect((await loadEvents(test.context, test.context.db, request)).length).toBe(before)
    expect(await openInvitation(test.context, 'x'.repeat(43))).toEqual({ known: false, ask: null })
  })

  it('is renewed by a correction: the old one opens nothing and says whom to ask, the new one is mailed to the corrected address, this session goes on', async () => {
    const old = await token()
    const other = await Walk.open(test, signer)
    const walk = await Walk.open(test, signer, PHONE)
    await takeOver(test.context, walk.caller)
    const acting = { ...walk.caller, active: true }
    Object.assign(walk.caller, acting)
    await walk.to('details')
    const shown = (await handOver(test.context, acting, { textMessage: false })).url.split('/').at(-1) ?? ''
    const view = await walk.act({
      act: 'correct_details',
      name: 'Anna Maria Kowalska',
      email: 'anna.new@example.com',
      phone: '+48 601 234 567',
    })
    expect(view).toMatchObject({
      place: { step: 'issuance_terms' },
      signer: { name: 'Anna Maria Kowalska', nameCorrected: true, phoneMasked: '+48 ••• •• 4567' },
    })
    expect(await openInvitation(test.context, old)).toEqual(dead())
    expect(await codeOf(Walk.withToken(test, shown))).toBe('NOT_FOUND')
    const [mail] = await mailsTo('link_renewed')
    expect(mail).toMatchObject({ to: 'anna.new@example.com' })
    expect(mail?.text).toContain(await token())
    // The address and the number of before are told, without the new link.
    const told = await mailsTo('contact_replaced')
    expect(told.map(({ to }) => to).sort()).toEqual(['+48500123456', expect.stringMatching(/^anna\d+@example.com$/)])
    expect(told.map(({ text }) => text).join()).not.toContain(await token())
    expect(await test.context.db.session.findUnique({ where: { id: other.caller.sessionId } })).toMatchObject({
      active: false,
      endedAt: expect.any(Date),
    })
    const facts = (await loadEvents(test.context, test.context.db, request)).map(({ fact }) => fact)
    expect(facts).toContainEqual(expect.objectContaining({ type: 'details_corrected', fields: ['name', 'email', 'phone'] }))
    expect(facts).toContainEqual({ type: 'link_renewed', signer, link: 2, because: 'data_corrected' })
    // A visitor with the old link may have the new one sent, to the address on file, a few times an hour.
    for (let asked = 0; asked < 5; asked++) await requestNewLink(test.context, old)
    await requestNewLink(test.context, 'y'.repeat(43))
    const again = await mailsTo('new_link')
    expect(again.map(({ to }) => to)).toEqual(['anna.new@example.com', 'anna.new@example.com', 'anna.new@example.com'])
  })

  it('shows the next signer whose turn it is, and each signer how the request ended', async () => {
    const john = (await test.context.db.signer.findFirstOrThrow({ where: { requestId: request, position: 2 } })).id
    const second = await Walk.open(test, john)
    expect((await second.view()).place).toEqual({ at: 'waiting', for: 'turn', signer: 'Anna Kowalska' })
    const walk = await Walk.open(test, signer)
    await walk.to('details')
    await walk.act({ act: 'refuse', reason: 'Not my loan' })
    expect((await walk.act({ act: 'refuse', reason: 'Not my loan' })).place).toEqual({ at: 'closed', because: 'refused' })
    expect((await second.view()).place).toEqual({ at: 'closed', because: 'refused_by_other' })
    expect(JSON.stringify(await loadEvents(test.context, test.context.db, request))).not.toContain('Not my loan')
    expect(await codeOf(walk.act({ act: 'confirm_details' }))).toBe('STATE_CONFLICT')
  })
})

describe('the link of a request that has ended', () => {
  const DAYS_MS = 86_400_000
  const linkOf = async () => {
    const { known } = await openInvitation(test.context, await token())
    return [known, await codeOf(Walk.open(test, signer))]
  }

  it('ends ninety days after the deadline by the machine’s clock, and then brings no mail either', async () => {
    const back = await test.checkpoint()
    const { expiresAt } = await test.context.db.signatureRequest.findUniqueOrThrow({ where: { id: request } })
    test.advance(expiresAt.getTime() - test.context.now().getTime() + 90 * DAYS_MS - 1)
    expect(await linkOf()).toEqual([true, 'done'])
    test.advance(1)
    expect(await linkOf()).toEqual([false, 'NOT_FOUND'])
    await requestNewLink(test.context, await token())
    expect(await mailsTo('new_link')).toEqual([])
    await back()
  })

  it('ends ninety days after the completion by a test clock', async () => {
    const { context, caller } = test
    await context.db.$transaction((tx) => append(context, tx, request, [{ by: JOB, fact: { type: 'request_completed' } }]))
    const move = (advanceSeconds: number) => moveSandboxClock(context, caller, { signatureRequestId: request, advanceSeconds })
    await move((90 * DAYS_MS) / 1000 - 1)
    expect(await linkOf()).toEqual([true, 'done'])
    await move(1)
    expect(await linkOf()).toEqual([false, 'NOT_FOUND'])
  })
})

describe('the session', () => {
  it('lets one device act; the other may look, and acts after taking over', async () => {
    const desk = await Walk.open(test, signer)
    const phone = await Walk.open(test, signer, PHONE)
    expect(await phone.view()).toMatchObject({ activeHere: false, otherDevice: { connected: true, kind: 'desk' } })
    const texts = (await desk.view()).texts.map(({ sha256 }) => sha256)
    expect(await codeOf(phone.act({ act: 'accept_terms', texts }))).toBe('OTHER_DEVICE_ACTIVE')
    await takeOver(test.context, phone.caller)
    expect(await desk.view()).toMatchObject({ activeHere: false, otherDevice: { kind: 'phone' } })
    // The person hears of it, without the link: a few times an hour, however often screens take turns.
    const told = await mailsTo('device_taken_over')
    expect(told.map(({ to }) => to).sort()).toEqual(['+48500123456', expect.stringMatching(/^anna\d+@example.com$/)])
    expect(told.map(({ text }) => text).join()).not.toContain(await token())
    for (let turn = 0; turn < 6; turn++) await takeOver(test.context, (turn % 2 === 0 ? desk : phone).caller)
    expect(await mailsTo('device_taken_over')).toHaveLength(6)
    await takeOver(test.context, { ...phone.caller, active: false })
    // The desk still believes that it is active; the database knows better.
    expect(await codeOf(desk.act({ act: 'accept_terms', texts }))).toBe('OTHER_DEVICE_ACTIVE')
  })

  it('pressed again on the same kind of device it takes over at once, and the person is told', async () => {
    const before = await Walk.open(test, signer, PHONE)
    const again = await Walk.open(test, signer, PHONE)
    expect(await again.view()).toMatchObject({ activeHere: true })
    expect(await before.view()).toMatchObject({ activeHere: false })
    expect(await mailsTo('device_taken_over')).toHaveLength(2)
  })

  it('is handed to a phone by a code, once, for ten minutes', async () => {
    const desk = await Walk.open(test, signer)
    const { url, textedTo } = await handOver(test.context, desk.caller, { textMessage: true })
    const code = url.split('/').at(-1) ?? ''
    expect(textedTo).toBe('+48 ••• •• 3456')
    expect((await mailsTo('handover'))[0]?.text).toContain(url)
    expect(await openInvitation(test.context, code)).toMatchObject({ known: true, kind: 'handover' })
    const phone = await Walk.withToken(test, code, PHONE)
    expect(await phone.view()).toMatchObject({ activeHere: true })
    expect((await desk.view()).otherDevice).toMatchObject({ kind: 'phone', connected: true })
    expect(await codeOf(Walk.withToken(test, code, PHONE))).toBe('NOT_FOUND')
    const late = (await handOver(test.context, phone.caller, { textMessage: false })).url.split('/').at(-1) ?? ''
    test.advance(10 * 60_000)
    expect(await openInvitation(test.context, late)).toEqual(dead())
  })

  it('ends after fifteen silent minutes; the link continues at the same place, and a guessed session is none', async () => {
    const walk = await Walk.open(test, signer)
    await walk.to('details')
    test.advance(15 * 60_000)
    expect(await test.context.db.session.count({ where: { id: walk.caller.sessionId } })).toBe(1)
    const again = await Walk.open(test, signer)
    expect(await again.view()).toMatchObject({ activeHere: true, place: { step: 'details' } })
    expect(await findSession(test.context, signer, 'guess')).toBeNull()
  })
})

describe('at any place', () => {
  it('a stale act is refused, a repeated one is harmless, texts that were not shown are not accepted', async () => {
    const walk = await Walk.open(test, signer)
    const texts = (await walk.view()).texts.map(({ sha256 }) => sha256)
    expect(await codeOf(walk.act({ act: 'accept_terms', texts: texts.slice(0, 1) }))).toBe('STATE_CONFLICT')
    expect(await codeOf(walk.act({ act: 'accept_terms', texts: texts.map(() => 'f'.repeat(64)) }))).toBe('STATE_CONFLICT')
    expect(await codeOf(walk.act({ act: 'create_pin', pin: '490731' }))).toBe('STATE_CONFLICT')
    await walk.act({ act: 'accept_terms', texts })
    await walk.act({ act: 'accept_terms', texts })
    const accepted = (await loadEvents(test.context, test.context.db, request)).filter(({ fact }) => fact.type === 'terms_accepted')
    expect(accepted).toHaveLength(1)
    // An accepted text can be read again by its digest.
    expect(Buffer.from(await test.context.blobs.get(texts[0] ?? '')).toString()).toContain('# Personal data protection policy')
  })
})
