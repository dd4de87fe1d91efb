// After an erasure nothing is left of a person: all tables, files, jobs and the log are searched for everything that was known of them, as
// they lie there and opened with every key. What stays is in the list that the person was shown.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openLog } from '../../../adapters/log'
import type { KeyCaller } from '../../../domain/caller'
import { asInstallation, callRoute } from '../../../testing/as-installation'
import { performAct } from '../../../http/journey/acts'
import type { Rewind } from '../../../testing/checkpoint'
import { keptAndOpened, keptAsItLies, openedBlobs, type Kept } from '../../../testing/everything-kept'
import { jpeg, newRequest, Walk } from '../../../testing/journey-walk'
import { ELENI, scriptedIdentity } from '../../../testing/scripted-identity'
import { addPasskeyOf, SoftAuthenticator } from '../../../testing/soft-authenticator'
import { SpaceVisit } from '../../../testing/space-visit'
import { testContext, type TestContext } from '../../../testing/test-context'
import { found, tracesOf } from '../../../testing/traces'
import { setOrganisationContact } from '../../administration/organisation-contact'
import { completeRequest } from '../../completion/complete-request'
import { tellAbsent } from '../../conversation/tell-absent'
import { writeToRequester } from '../../conversation/write-to-requester'
import { announceExpiry } from '../../requests/announce-expiry'
import { loadEvents } from '../../kernel/evidence'
import { eraseEnded } from './erase-ended'
import { whatStays } from './what-stays'

const NAME = 'Grzegorz Brzęczyszczykiewicz'
const [EMAIL, NEW_EMAIL] = ['grzegorz.b@chrzaszczyzewoszyce.example', 'nowy.adres@lekolody.example']
const [PHONE, NEW_PHONE] = ['+48512907318', '+48601882734']
const [ASKED, ANSWERED, MAILED, REFUSED] = [
  'May my landlord in Żyrardów read this?',
  'Only whom you show it, Mr Brzęczyszczykiewicz.',
  'Why is clause seventeen so strict?',
  'My sister Świętosława advised against it.',
]
const CLICKED_FROM = { address: '203.0.113.77', browser: 'Konqueror of Brzeczyszczewo' }
const PERSON = { name: NAME, email: EMAIL, phone: PHONE }
const PRINTED = { surname: 'BRZECZYSZCZYKIEWICZ', givenNames: ['GRZEGORZ'], documentNumber: 'XQZ907318', dateOfBirth: '1961-03-17' }
/** What each certificate says; its issuer has to keep it. */
const NAMES = ['Brzęczyszczykiewicz', 'Brzeczyszczykiewicz', 'Grzegorz']
const REST = [
  ...[EMAIL, 'grzegorz.b@', NEW_EMAIL, 'lekolody', PHONE, PHONE.slice(3), '512 907 318', NEW_PHONE, NEW_PHONE.slice(3)],
  ...[PRINTED.documentNumber, PRINTED.dateOfBirth, ASKED, ANSWERED, MAILED, REFUSED, 'Świętosława', 'picture of him'],
  ...[CLICKED_FROM.address, CLICKED_FROM.browser],
]
const REACH = { phone: '+48221234567', hours: 'Mon-Fri 9-17' }
const traces = tracesOf([...NAMES, ...REST])

let test: TestContext
let takeAway: () => void
let log: string
/** Two organisations, in live mode: there one space shows what both asked for. */
let bank: KeyCaller
let insurer: KeyCaller
let requests: { both: string; alone: string; refused: string; simple: string; advanced: string }
let back: Rewind

beforeAll(async () => {
  const { identity, script } = scriptedIdentity()
  const seen: typeof identity = {
    ...identity,
    readSide: async (...args) => ({ ...(await identity.readSide(...args)), picture: jpeg('picture of him') }),
  }
  test = await testContext({ identity: seen })
  log = ''
  test.context.log = openLog('debug', { write: (line) => void (log += line) })
  takeAway = asInstallation(test, test.context)
  const [first, second] = [await test.newCaller('live'), await test.newCaller('live')]
  ;[bank, insurer] = [first.caller, second.caller]
  await setOrganisationContact(test.context, bank.tenantId, { ...REACH, email: 'ask@bank.example', notify: ['team@bank.example'] })
  await setOrganisationContact(test.context, insurer.tenantId, { ...REACH, email: 'ask@insurer.example', conversation: false })
  const identify = (mrz: object) => Object.assign(script.mrz, { issuer: 'POL', nationality: 'POL' }, mrz)
  identify(PRINTED)
  requests = {
    both: await signedWithEleni(first.apiKey, () => identify({ ...ELENI, dateOfBirth: '1990-02-03' })),
    alone: await signedAgain(),
    refused: await refused(),
    simple: await signedByClick(),
    advanced: await signedByCode(),
  }
  identify(PRINTED)
  // All have arrived, as far as anybody waits for it.
  await test.context.db.outboxMessage.updateMany({ data: { state: 'sent' } })
  back = await test.checkpoint()
})
beforeEach(() => back())
afterAll(async () => {
  takeAway()
  await test.close()
})

const ask = async (caller: KeyCaller, people: Parameters<typeof newRequest>[1], type?: Parameters<typeof newRequest>[2]) => {
  test.advance(1000)
  return newRequest({ ...test, caller }, people, type)
}

/** He corrects his number, the two of them write to each other, another person signs after him, and the requester's program uses keys. */
async function signedWithEleni(apiKey: string, identify: () => void): Promise<string> {
  const { id, signers } = await ask(bank, [
    { ...PERSON, phone: NEW_PHONE },
    { name: 'Eleni Papadopoulou', email: 'eleni@example.com', phone: '+306912345678' },
  ])
  const [he, she] = signers.map((signer) => signer.id)
  const early = await Walk.open(test, he ?? '')
  await early.to('details')
  await early.act({ act: 'correct_details', phone: PHONE })
  const walk = await Walk.open(test, he ?? '')
  await writeToRequester(test.context, walk.caller, { text: ASKED, sentAs: randomUUID() })
  await byKey(
    apiKey,
    `signature-requests/[request_id]/signers/[signer_id]/messages`,
    { request_id: id, signer_id: he ?? '' },
    { text: ANSWERED },
  )
  await byKey(apiKey, `signature-requests/[request_id]/signers/[signer_id]/remind`, { request_id: id, signer_id: he ?? '' }, {})
  test.advance(180_000)
  await tellAbsent(test.context, { signer: he ?? '' })
  await walk.to('signed')
  await completeRequest(test.context, { request: id })
  identify()
  await (await Walk.open(test, she ?? '')).to('signed')
  await completeRequest(test.context, { request: id })
  return id
}

async function byKey(apiKey: string, route: string, params: Record<string, string>, body: object): Promise<void> {
  const path = route.replaceAll(/\[(\w+)\]/g, (_, name: string) => params[name] ?? '')
  const request = new Request(`https://sign.example.com/v1/${path}`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(body),
  })
  const answer = await callRoute(`v1/${route}/route.ts`, request, params)
  expect([route, answer?.status, await answer?.text()]).toEqual([route, expect.any(Number), expect.stringContaining('{')])
  expect(answer?.status).toBeLessThan(300)
}

/** For another requester, who has no conversation: what he writes goes out as a mail. */
async function signedAgain(): Promise<string> {
  const { id, signers } = await ask(insurer, [PERSON])
  const walk = await Walk.open(test, signers[0]?.id ?? '')
  await writeToRequester(test.context, walk.caller, { text: MAILED, sentAs: randomUUID() })
  await walk.to('details')
  await walk.act({ act: 'send_holder_code' })
  await walk.act({ act: 'prove_holder', code: await walk.lastCode('holder_code') })
  await walk.to('signed')
  await completeRequest(test.context, { request: id })
  return id
}

/** A simple signature: evidence knows where the click came from. */
async function signedByClick(): Promise<string> {
  const { id, signers } = await ask(insurer, [{ name: NAME, email: EMAIL }], { signatureType: 'ses' })
  const walk = await Walk.open(test, signers[0]?.id ?? '')
  await walk.to('sign')
  const texts = (await walk.view()).texts.map(({ sha256 }) => sha256)
  await performAct(test.context, { ...walk.caller, origin: CLICKED_FROM }, { act: 'sign_by_click', texts })
  await walk.to('signed')
  await completeRequest(test.context, { request: id })
  return id
}

/** An advanced signature, with a certificate of its own. */
async function signedByCode(): Promise<string> {
  const { id, signers } = await ask(insurer, [PERSON], { signatureType: 'aes' })
  await (await Walk.open(test, signers[0]?.id ?? '')).to('signed')
  await completeRequest(test.context, { request: id })
  return id
}

/** In the midst of a new check, whose pictures nobody has judged. */
async function refused(): Promise<string> {
  const { id, signers } = await ask(bank, [PERSON])
  const walk = await Walk.open(test, signers[0]?.id ?? '')
  await walk.to('details')
  await walk.act({ act: 'confirm_details' })
  await walk.to('document')
  await walk.shoot()
  await walk.act({ act: 'refuse', reason: REFUSED })
  await completeRequest(test.context, { request: id })
  return id
}

/** Signed in, with a passkey, and at another address than the one that everybody knew. */
async function atNewAddress(): Promise<SpaceVisit> {
  const visit = await SpaceVisit.signedIn(test, EMAIL, PHONE, 'live')
  await addPasskeyOf(test, visit, new SoftAuthenticator())
  await visit.act({ act: 'send_email_codes', email: NEW_EMAIL })
  await visit.act({ act: 'change_email', old: await visit.codeTo(EMAIL), new: await visit.codeTo(NEW_EMAIL) })
  return visit
}

/** Where traces are: place, and which. */
async function foundIn(kept: AsyncIterable<Kept>): Promise<[string, string[]][]> {
  const places: [string, string[]][] = []
  for await (const { place, bytes } of kept) {
    const here = found(traces, bytes)
    if (here.length > 0) places.push([place, here])
  }
  return places
}

/** The blobs of documents that stay with their organisations, and of what is sealed over them. */
async function staying(...ids: string[]): Promise<Set<string>> {
  const rows = await test.context.db.signatureRequest.findMany({
    where: { id: { in: ids } },
    include: { documents: { include: { document: true, revisions: true } } },
  })
  const blobs = rows.flatMap(({ evidenceBlob, auditBlob, documents }) => [
    ...[evidenceBlob, auditBlob].filter((blob) => blob !== null),
    ...documents.flatMap(({ document, revisions }) => [document.sha256, ...revisions.flatMap(({ parts }) => parts)]),
  ])
  return new Set(blobs)
}

/** The issuer's register has the names in certificates, and nothing else does. */
async function expectOnlyWhatStays(...ids: string[]): Promise<void> {
  const lying = await foundIn(keptAsItLies(test))
  expect(lying.filter(([place]) => !place.startsWith('IssuedCertificate.certificate'))).toEqual([])
  expect(lying.flatMap(([, words]) => words).filter((word) => !NAMES.includes(word))).toEqual([])
  expect(await foundIn(keptAndOpened(test))).toEqual([])
  const mayStay = await staying(...ids)
  expect((await foundIn(openedBlobs(test))).filter(([blob]) => !mayStay.has(blob))).toEqual([])
  expect(found(traces, Buffer.from(log))).toEqual([])
}

it('before, traces are found wherever something is kept', async () => {
  await atNewAddress()
  const places = new Set([...(await foundIn(keptAndOpened(test)))].map(([place]) => place.split(' ')[0]))
  expect([...places]).toEqual(
    expect.arrayContaining([
      ...['Signer.profile', 'ConversationEntry.text', 'Verification', 'OutboxMessage.content', 'Credential.subject'],
      ...['Space.settings', 'IdempotencyRecord.body'],
    ]),
  )
  expect((await foundIn(openedBlobs(test))).length).toBeGreaterThan(5)
})

it('erases all of what was known at two addresses, by two organisations, after signing and after a refusal', async () => {
  const visit = await atNewAddress()
  const stays = await whatStays(test.context, await visit.caller())
  await visit.act({ act: 'erase' })
  await expectOnlyWhatStays(...Object.values(requests))
  expect(stays.map(({ what, until }) => [what, until !== null]).sort()).toEqual([
    ['certificate', true],
    ['certificate', true],
    ['evidence', false],
    ['signed_documents', false],
    ['signed_documents', false],
    ['signed_documents', false],
    ['signed_documents', false],
    ['uploaded_documents', true],
  ])
  for (const id of Object.values(requests)) expect((await loadEvents(test.context, test.context.db, id)).length).toBeGreaterThan(5)
  expect(test.context.integrity.faults()).toEqual([])
})

it('erases what a running journey needs once that has ended', async () => {
  const { id, signers } = await ask(insurer, [PERSON])
  const he = signers[0]?.id ?? ''
  const walk = await Walk.open(test, he)
  await walk.to('details')
  await walk.act({ act: 'confirm_details' })
  await walk.to('document')
  await walk.shoot()
  const visit = await SpaceVisit.signedIn(test, EMAIL, PHONE, 'live')
  expect(await whatStays(test.context, await visit.caller())).toContainEqual(expect.objectContaining({ what: 'open_request' }))
  await visit.act({ act: 'erase' })
  const left = await foundIn(keptAndOpened(test))
  const ofRunning = new Set([he, ...(await test.context.db.outboxMessage.findMany({ where: { requestId: id } })).map((row) => row.id)])
  expect(left.filter(([place]) => !ofRunning.has(place.split(' ').at(-1) ?? ''))).toEqual([])
  // The journey goes on as it was.
  expect(await walk.place()).toBe('document')
  test.advance(40 * 86_400_000)
  await announceExpiry(test.context, { request: id })
  await completeRequest(test.context, { request: id })
  await test.context.db.outboxMessage.updateMany({ data: { state: 'sent' } })
  await eraseEnded(test.context)
  await expectOnlyWhatStays(...Object.values(requests), id)
})
