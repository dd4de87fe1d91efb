// A signer and a requester write to each other: who sees what, what the evidence tells, and when a mail goes out.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SignerCaller } from '../../domain/caller'
import { AWAY_MS } from '../../domain/conversation'
import { REPEATS } from '../../domain/repeats'
import type { Rewind } from '../../testing/checkpoint'
import { newRequest, Walk } from '../../testing/journey-walk'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { setOrganisationContact } from '../administration/organisation-contact'
import { loadEvents } from '../kernel/evidence'
import { readContent } from '../kernel/outbox'
import { cancelSignatureRequest } from '../requests/cancel-signature-request'
import { deleteSignatureRequest } from '../requests/delete-signature-request'
import { statusById } from '../status/request-status'
import { listMessages } from './list-messages'
import { markMessagesRead, markReadByRequester, markReadBySigner, noteSeen } from './mark-read'
import { requestersThread, signersThread, type Thread } from './read-thread'
import { resumeTelling, tellAbsent } from './tell-absent'
import { writeToRequester } from './write-to-requester'
import { writeToSigner } from './write-to-signer'
import { saysOf } from '@/lib/testing/refusal'

let t: TestContext
let rewind: Rewind
let walk: Walk
let of: { requestId: string; signerId: string }
const SECRET = 'Is the rate fixed for ten years?'
const ANSWER = 'Yes, see section four.'

beforeAll(async () => {
  t = await testContext({ identity: scriptedIdentity().identity })
  await setOrganisationContact(t.context, t.caller.tenantId, { email: 'ask@bank.example', notify: ['team@bank.example'] })
  const { id, signers } = await newRequest(t, [{ name: 'Lukasz Jan Zolc', email: 'lukasz@example.com' }])
  of = { requestId: id, signerId: signers[0]?.id ?? '' }
  walk = await Walk.open(t, of.signerId)
  rewind = await t.checkpoint()
})
beforeEach(() => rewind())
afterAll(() => t.close())

const ask = (text = SECRET, caller: SignerCaller = walk.caller) => writeToRequester(t.context, caller, { text, sentAs: randomUUID() })
const answer = (text = ANSWER) => writeToSigner(t.context, t.caller, { ...of, text })
const signers = async (caller: SignerCaller = walk.caller) => (await signersThread(t.context, caller)) as Thread
const requesters = async () => (await requestersThread(t.context, t.caller, { ...of, version: -1, after: 0 })) as Thread
const textsOf = ({ entries }: Thread) => entries.map(({ by, text }) => [by, text])
const mails = async (template: string) =>
  (await t.context.db.outboxMessage.findMany({ where: { template }, orderBy: { createdAt: 'asc' } })).map((row) =>
    readContent(t.context, row),
  )
const factsOf = async () => (await loadEvents(t.context, t.context.db, of.requestId)).filter(({ fact }) => fact.type.startsWith('message_'))

describe('both sides', () => {
  it('see what each wrote, in order, and how far the other has read', async () => {
    await ask()
    await answer()
    expect(textsOf(await signers())).toEqual([
      ['signer', SECRET],
      ['requester', ANSWER],
    ])
    expect(textsOf(await requesters())).toEqual(textsOf(await signers()))
    // Whoever answers has read what came before.
    expect((await signers()).readTo).toBe(2)
    expect([(await walk.view()).messages.unread, (await requesters()).readTo]).toEqual([1, 0])
    await markReadBySigner(t.context, walk.caller, 2)
    expect([(await walk.view()).messages.unread, (await requesters()).readTo]).toEqual([0, 2])
    const unread = async () => (await statusById(t.context, t.caller, of.requestId)).signers[0]?.unread
    await ask('And then?')
    expect(await unread()).toBe(1)
    await markReadByRequester(t.context, t.caller, { ...of, to: 99 })
    expect(await unread()).toBe(0)
  })

  it('a program says up to which message it has read, and no mail tells of those', async () => {
    await ask()
    await ask('And then?')
    const [first, second] = (await requesters()).entries.map(({ id }) => id)
    const read = (messageId = '') => markMessagesRead(t.context, t.caller, { ...of, messageId })
    expect(await read(first)).toEqual({ messageId: first, unread: 1 })
    expect(await read(second)).toEqual({ messageId: second, unread: 0 })
    // Never back.
    expect(await read(first)).toEqual({ messageId: first, unread: 0 })
    expect((await signers()).readTo).toBe(2)
    t.advance(AWAY_MS + 1)
    await tellAbsent(t.context, { signer: of.signerId })
    expect(await mails('organisation_message')).toEqual([])
    const others = await newRequest(t, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])
    const elsewhere = { requestId: others.id, signerId: others.signers[0]?.id ?? '' }
    expect(await saysOf(markMessagesRead(t.context, t.caller, { ...elsewhere, messageId: first ?? '' }))).toBe('NOT_FOUND.message')
  })

  it('are told only what they do not have, and nothing while nothing changes', async () => {
    await ask()
    const { version, entries } = await signers()
    expect(await signersThread(t.context, walk.caller, { version, after: 1 })).toEqual({ version })
    await answer()
    const news = (await signersThread(t.context, walk.caller, { version, after: entries[0]?.number ?? 0 })) as Thread
    expect(textsOf(news)).toEqual([['requester', ANSWER]])
  })

  it('write a message once, however often the page sends it', async () => {
    const sentAs = randomUUID()
    for (let time = 0; time < 3; time++) await writeToRequester(t.context, walk.caller, { text: SECRET, sentAs })
    for (let time = 0; time < 3; time++) await writeToSigner(t.context, t.caller, { ...of, text: ANSWER, sentAs })
    expect((await signers()).entries).toHaveLength(2)
    expect(await factsOf()).toHaveLength(2)
  })

  it.each([
    ['empty', ' \n'],
    ['signs', 'a\u202eb'],
    ['long', 'x'.repeat(2001)],
  ])('are refused what is no message: %s', async (wrong, text) => {
    expect([await saysOf(ask(text)), await saysOf(answer(text))]).toEqual([
      `VALIDATION_FAILED.message_${wrong}`,
      `VALIDATION_FAILED.message_${wrong}`,
    ])
  })

  it('are counted apart, and one that writes without end does not silence the other', async () => {
    const cap = REPEATS.message_sent_to_requester
    const hour = cap === 'bounded' ? 0 : (cap.hour ?? 0)
    for (let time = 0; time < hour; time++) await ask(`${time}`)
    expect(await saysOf(ask())).toBe('RATE_LIMITED.minutes')
    expect(await saysOf(answer())).toBe('done')
  })
})

describe('the evidence', () => {
  it('names the message, the session and the key, with a salted digest and without a word of the text', async () => {
    await ask()
    await answer()
    const [asked, answered] = await factsOf()
    const { entries } = await signers()
    expect(asked).toMatchObject({
      actor: 'signer',
      session: walk.caller.sessionId,
      fact: { type: 'message_sent_to_requester', message: entries[0]?.id },
    })
    expect(answered).toMatchObject({
      actor: 'requester',
      caller: t.caller.apiKeyId,
      fact: { type: 'message_sent_to_signer', message: entries[1]?.id },
    })
    const told = JSON.stringify(await loadEvents(t.context, t.context.db, of.requestId))
    expect(told).not.toMatch(/rate|section/)
    const { timeline } = await statusById(t.context, t.caller, of.requestId)
    const shown = JSON.stringify(timeline)
    expect(shown).toContain('message_sent_to_requester')
    expect(shown).not.toMatch(/rate fixed|section four/)
  })

  it('misses a message whose row was removed', async () => {
    await ask()
    await t.context.db.conversationEntry.deleteMany({})
    expect(await saysOf(loadEvents(t.context, t.context.db, of.requestId))).toMatch(/^INTEGRITY_FAULT/)
  })

  it('tells webhooks that name it which message came, and no text', async () => {
    const { createWebhookEndpoint } = await import('../webhooks/endpoint/create-webhook-endpoint')
    const input = { url: 'http://localhost:4000/', description: null, events: ['signer.message_received' as const], contactEmail: null }
    await createWebhookEndpoint(t.context, t.caller, input)
    await ask()
    await answer()
    const events = await t.context.db.webhookEvent.findMany({ where: { type: 'signer.message_received' } })
    expect(events).toHaveLength(1)
    expect(events[0]?.payload).toMatchObject({ data: { signer: { id: of.signerId }, message: { id: (await signers()).entries[0]?.id } } })
    expect(JSON.stringify(events)).not.toContain('rate')
  })
})

describe('who may', () => {
  it('another organisation, and another mode, find no such conversation', async () => {
    await ask()
    const stranger = (await t.newCaller()).caller
    for (const caller of [stranger, { ...t.caller, mode: 'live' as const }]) {
      expect([
        await saysOf(writeToSigner(t.context, caller, { ...of, text: ANSWER })),
        await saysOf(listMessages(t.context, caller, { ...of, limit: 20 })),
        await saysOf(requestersThread(t.context, caller, { ...of, version: -1, after: 0 })),
        await saysOf(markReadByRequester(t.context, caller, { ...of, to: 1 })),
        await saysOf(markMessagesRead(t.context, caller, { ...of, messageId: 'msg_0000000000000000' })),
      ]).toEqual(Array.from({ length: 5 }, () => 'NOT_FOUND.signer'))
    }
  })

  it('a screen that another one has taken over neither writes nor reads', async () => {
    await ask()
    await Walk.open(t, of.signerId)
    const second = await Walk.open(t, of.signerId)
    const other = { ...second.caller, active: false }
    expect(await saysOf(ask('Me too', other))).toMatch(/^OTHER_DEVICE_ACTIVE/)
    expect(await signers(other)).toMatchObject({ readable: false, entries: [] })
    await answer()
    await markReadBySigner(t.context, other, 2)
    expect((await requesters()).readTo).toBe(0)
  })

  it('after the selfie, who only holds the link writes but reads nothing until they have shown their face', async () => {
    await walk.to('pin')
    await ask()
    expect(textsOf(await signers())).toEqual([['signer', SECRET]])
    await t.context.db.session.updateMany({ data: { endedAt: t.context.now() } })
    const { bound } = await import('../kernel/bound-rows')
    for (const row of await t.context.db.session.findMany()) {
      const { mac } = bound(t.context.secrets, 'session', row)
      await t.context.db.session.update({ where: { id: row.id }, data: { mac } })
    }
    const stranger = await Walk.open(t, of.signerId)
    expect(await signers(stranger.caller)).toMatchObject({ readable: false, entries: [] })
    expect((await stranger.view()).messages).toMatchObject({ by: 'conversation', unread: 0 })
    expect(await saysOf(ask('I lost my phone', stranger.caller))).toBe('done')
    expect((await factsOf()).at(-1)).toMatchObject({ session: stranger.caller.sessionId })
  })

  it('writes until the signature is authorised, reads afterwards, and until all is deleted', async () => {
    await ask()
    await walk.to('signed')
    expect([await saysOf(ask('Thanks')), await saysOf(answer())]).toEqual(
      Array.from({ length: 2 }, () => 'STATE_CONFLICT.conversation_signed'),
    )
    expect((await signers()).open).toBe(false)
    expect(textsOf(await signers())).toEqual([['signer', SECRET]])
    expect((await requesters()).entries).toHaveLength(1)
  })

  it('may still ask why a request was withdrawn; what is deleted can be read by nobody', async () => {
    await ask()
    await cancelSignatureRequest(t.context, t.caller, { requestId: of.requestId })
    expect([await saysOf(ask('Why?')), await saysOf(answer())]).toEqual(['done', 'done'])
    await deleteSignatureRequest(t.context, t.caller, { requestId: of.requestId })
    expect(await saysOf(listMessages(t.context, t.caller, { ...of, limit: 20 }))).toBe('SIGNATURE_REQUEST_DELETED.deleted')
    const rows = await t.context.db.conversationEntry.findMany()
    expect(rows.map(({ text }) => text)).toEqual(rows.map(() => null))
    await expect(loadEvents(t.context, t.context.db, of.requestId)).resolves.toBeDefined()
  })

  it('is not written to before the invitation', async () => {
    const two = await newRequest(t, [
      { name: 'Anna Kowalska', email: 'anna@example.com' },
      { name: 'John Smith', email: 'john@example.com' },
    ])
    const second = { requestId: two.id, signerId: two.signers[1]?.id ?? '', text: ANSWER }
    expect(await saysOf(writeToSigner(t.context, t.caller, second))).toBe('STATE_CONFLICT.message_not_invited')
  })
})

describe('an organisation that has switched it off', () => {
  beforeEach(() => setOrganisationContact(t.context, t.caller.tenantId, { conversation: false }))

  it('gets what its signers write by mail, with their address in words and not to be answered', async () => {
    expect((await walk.view()).messages).toEqual({ by: 'mail', any: false, unread: 0 })
    await ask()
    const [mail] = await mails('written_by_signer')
    expect(mail?.to).toBe('ask@bank.example')
    expect(mail?.text).toContain(SECRET)
    expect(mail?.text).toContain('lukasz@example.com')
    expect(await t.context.db.conversationEntry.count()).toBe(0)
    expect((await factsOf())[0]?.fact).toMatchObject({ message: null })
    expect(await saysOf(answer())).toBe('STATE_CONFLICT.conversation_off')
  })

  it('and that can be reached nowhere, gets nothing', async () => {
    await setOrganisationContact(t.context, t.caller.tenantId, { email: null })
    expect((await walk.view()).messages.by).toBeNull()
    expect(await saysOf(ask())).toBe('STATE_CONFLICT.conversation_off')
  })

  it('has no corrections in it', async () => {
    await walk.to('details')
    await walk.act({ act: 'correct_details', name: 'Łukasz Jan Żółć' })
    expect(await t.context.db.conversationEntry.count()).toBe(0)
  })
})

describe('a request that differs from its organisation', () => {
  const other = async (conversation: boolean | null, organisation: boolean) => {
    await setOrganisationContact(t.context, t.caller.tenantId, { conversation: organisation })
    const request = await newRequest(t, [{ name: 'Anna Nowak', email: 'anna@example.com' }], { conversation })
    const ids = { requestId: request.id, signerId: request.signers[0]?.id ?? '' }
    return { ids, walk: await Walk.open(t, ids.signerId), shown: request.conversation }
  }

  it.each([
    ['is on where it is off for others', true, false, true],
    ['is off where it is on for others', false, true, false],
    ['follows where nothing was said: on', null, true, true],
    ['follows where nothing was said: off', null, false, false],
  ])('%s', async (_, wished, organisation, isOn) => {
    const { ids, walk: there, shown } = await other(wished, organisation)
    expect(shown).toBe(wished)
    expect((await there.view()).messages.by).toBe(isOn ? 'conversation' : 'mail')
    expect(((await signersThread(t.context, there.caller)) as Thread).open).toBe(isOn)
    expect(((await requestersThread(t.context, t.caller, { ...ids, version: -1, after: 0 })) as Thread).open).toBe(isOn)
    const said = await saysOf(writeToSigner(t.context, t.caller, { ...ids, text: ANSWER }))
    expect(said).toBe(isOn ? 'done' : 'STATE_CONFLICT.conversation_off')
    await writeToRequester(t.context, there.caller, { text: SECRET, sentAs: randomUUID() })
    expect(await mails('written_by_signer')).toHaveLength(isOn ? 0 : 1)
    await there.to('details')
    await there.act({ act: 'correct_details', name: 'Anna Maria Nowak' })
    expect(await t.context.db.conversationEntry.count({ where: { signerId: ids.signerId } })).toBe(isOn ? 3 : 0)
  })

  it('is what it was made, when the organisation changes its mind', async () => {
    const made = await other(true, true)
    const followed = await other(null, true)
    await setOrganisationContact(t.context, t.caller.tenantId, { conversation: false })
    expect((await made.walk.view()).messages.by).toBe('conversation')
    expect((await followed.walk.view()).messages.by).toBe('mail')
  })
})

it('a correction of details stands in it: which, and never what', async () => {
  await walk.to('details')
  await walk.act({ act: 'correct_details', name: 'Łukasz Jan Żółć', phone: '+48500123457' })
  const [entry] = (await requesters()).entries
  expect(entry).toMatchObject({ by: 'signer', text: null, fields: ['name', 'phone'] })
  expect(JSON.stringify(await requesters())).not.toMatch(/ukasz|500123457/)
})

describe('who is away', () => {
  const pass = async (ms: number) => {
    t.advance(ms)
    await tellAbsent(t.context, { signer: of.signerId })
  }
  const waiting = async () => [(await mails('message_waiting')).length, (await mails('organisation_message')).length]

  it('gets one mail after two minutes, and no other until they have read', async () => {
    await answer()
    expect(t.jobs.at(-1)).toMatchObject({ job: 'tell_of_messages', startAfter: new Date(t.context.now().getTime() + AWAY_MS) })
    await pass(AWAY_MS - 1)
    expect(await waiting()).toEqual([0, 0])
    await pass(1)
    expect(await waiting()).toEqual([1, 0])
    for (let time = 0; time < 3; time++) {
      await answer()
      await pass(AWAY_MS)
    }
    expect(await waiting()).toEqual([1, 0])
    await markReadBySigner(t.context, walk.caller, 99)
    await pass(AWAY_MS)
    await answer()
    await pass(AWAY_MS)
    expect(await waiting()).toEqual([2, 0])
    const [mail] = await mails('message_waiting')
    expect(mail?.to).toBe('lukasz@example.com')
    expect(mail?.text).toContain('https://sign.example.com/s/')
    expect(`${mail?.html}${mail?.text}`).not.toContain('section four')
  })

  it('is the requester as well: at the addresses of the organisation, without a name or a word', async () => {
    await ask()
    await pass(AWAY_MS)
    await ask('Hello?')
    await pass(AWAY_MS)
    expect(await waiting()).toEqual([0, 1])
    const [mail] = await mails('organisation_message')
    expect(mail?.to).toBe('team@bank.example')
    expect(mail?.text).toContain(`/console/requests/${of.requestId}`)
    expect(`${mail?.subject}${mail?.html}${mail?.text}`).not.toMatch(/Lukasz|lukasz@|rate fixed/)
  })

  it('is nobody who reads within two minutes, or is at their page', async () => {
    await answer()
    await markReadBySigner(t.context, walk.caller, 1)
    await pass(AWAY_MS)
    expect(await waiting()).toEqual([0, 0])
    await answer()
    t.advance(AWAY_MS - 30_000)
    await noteSeen(t.context, 'signer', { id: of.signerId })
    await pass(30_000)
    expect(await waiting()).toEqual([0, 0])
    expect(t.jobs.at(-1)).toMatchObject({ startAfter: new Date(t.context.now().getTime() + AWAY_MS - 30_000) })
    await pass(AWAY_MS - 30_000)
    expect(await waiting()).toEqual([1, 0])
  })

  it('is told by the sweep where the job was lost', async () => {
    await answer()
    t.advance(AWAY_MS)
    await resumeTelling(t.context, t.context.now())
    await resumeTelling(t.context, t.context.now())
    expect(await waiting()).toEqual([1, 0])
  })

  it('gets no mail that nobody at the organisation wants', async () => {
    await setOrganisationContact(t.context, t.caller.tenantId, { notices: ['completed'] })
    await ask()
    await pass(AWAY_MS)
    expect(await waiting()).toEqual([0, 0])
  })
})

it('is read page by page through the API, newest first', async () => {
  for (const text of ['one', 'two', 'three']) {
    await ask(text)
    t.advance(1000)
  }
  const first = await listMessages(t.context, t.caller, { ...of, limit: 2 })
  expect(first.items.map(({ text }) => text)).toEqual(['three', 'two'])
  const second = await listMessages(t.context, t.caller, { ...of, limit: 2, cursor: first.nextCursor ?? '' })
  expect([second.items.map(({ text }) => text), second.hasMore]).toEqual([['one'], false])
  expect(second.items[0]?.read).toBe(false)
})
