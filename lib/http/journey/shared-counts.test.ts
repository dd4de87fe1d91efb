// Every count that somebody who has a signer's link can fill: filled by another device, the signer goes on.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Fact } from '../../domain/event'
import { newId } from '../../domain/ids'
import { REPEATS, RESTARTS } from '../../domain/repeats'
import { handOver } from '../../operations/access/hand-over'
import { requestNewLink } from '../../operations/access/request-new-link'
import { takeOver } from '../../operations/access/take-over'
import { loadEvents } from '../../operations/kernel/evidence'
import { signerLink } from '../../operations/kernel/links'
import { countClosed } from '../../operations/signing/closed-activations'
import { receiveFrames } from '../../operations/steps/document/receive-frames'
import { downloadAllDocuments } from '../../operations/steps/review/download-documents'
import { nextChallenge } from '../../operations/steps/selfie/next-challenge'
import { jpeg, newRequest, openSession, placesAlong, Walk } from '../../testing/journey-walk'
import { rewriteEvidence } from '../../testing/rewrite-evidence'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { json } from '../answer/problem-response'
import { handleJourney } from './route'
import { saysOf } from '@/lib/testing/refusal'

const PLACES = ['terms', 'details', 'document', 'selfie', 'sign'] as const
type Place = (typeof PLACES)[number]

let test: TestContext
let request: string
let signer: string
let person: Walk
let from: (place: Place) => Promise<void>

beforeAll(async () => {
  test = await testContext({ identity: scriptedIdentity().identity })
  const created = await newRequest(test, [{ name: 'Łukasz Żółć', email: 'lukasz@example.com' }])
  request = created.id
  signer = created.signers[0]?.id ?? ''
  person = await Walk.open(test, signer)
  Object.assign(person.caller, { client: 'the person' })
  from = await placesAlong(test, person, PLACES)
})
beforeEach(() => from('terms'))
afterAll(() => test.close())

/** The session as its next request finds it, after it has taken over. */
async function taken(walk: Walk): Promise<Walk> {
  await takeOver(test.context, { ...walk.caller, active: false })
  Object.assign(walk.caller, { active: true })
  return walk
}
async function stranger(): Promise<Walk> {
  const walk = await Walk.open(test, signer)
  Object.assign(walk.caller, { client: 'a stranger' })
  return walk
}

type Doing = { at: Place; does: (walk: Walk) => Promise<unknown> }
/**
 * `present`: only sessions of the person who made the selfie are counted so. `key`: only callers with a key do. `wide`: several addresses
 * together fill it, for an hour at most. `quiet`: beyond it nothing is refused, a message that nobody waits for is left out.
 * `space`: of a person's own space, which no link of a signer opens. `other way`: whom it refuses goes on without what it counts.
 */
type Shared = 'present' | 'other way' | 'key' | 'wide' | 'quiet' | 'space' | 'tested below'

async function film(walk: Walk, comment: string): Promise<unknown> {
  const { side, nonce } = (await walk.view()).verification ?? {}
  const frames = [{ seq: 0, capturedAt: 0, jpeg: jpeg(comment) }]
  return receiveFrames(test.context, walk.caller, { stage: side ?? 'front', nonce: nonce ?? '', revealedAt: null, frames })
}

async function begin(walk: Walk): Promise<unknown> {
  await test.context.db.activation.updateMany({ where: { signerId: signer, state: 'open' }, data: { state: 'void' } })
  return walk.startSigning()
}

/** Each count in operations/ and http/ by its name. */
const COUNTS: Readonly<Record<string, Doing | Shared>> = {
  handover: { at: 'terms', does: ({ caller }) => handOver(test.context, caller, { textMessage: false }) },
  'handover-text': 'quiet',
  'told-of-takeover': 'quiet',
  space: 'space',
  'space-code': 'space',
  'space-code-typed': 'space',
  'space-email-code': 'space',
  'space-export': 'space',
  'space-link': 'space',
  'space-link-client': 'space',
  'space-passkey-asked': 'space',
  'space-passkey-offered': 'space',
  'space-passkey-tried': 'space',
  'space-pin-typed': 'space',
  'take-over-own': 'present',
  'take-over': { at: 'sign', does: ({ caller }) => takeOver(test.context, { ...caller, active: false }) },
  'take-over-client': { at: 'sign', does: ({ caller }) => takeOver(test.context, { ...caller, active: false }) },
  // Once the person is known, they are not among the others.
  'take-over-others': { at: 'sign', does: ({ caller }) => takeOver(test.context, { ...caller, active: false }) },
  'new-link': 'quiet',
  'correct-details': { at: 'terms', does: (walk) => walk.act({ act: 'correct_details', name: 'Anna Example' }) },
  'holder-code-typed': 'other way',
  'holder-code-typed-client': 'wide',
  'holder-code-typed-number': 'other way',
  'holder-code': { at: 'details', does: (walk) => walk.act({ act: 'send_holder_code' }) },
  'offer-elsewhere': { at: 'terms', does: (walk) => walk.act({ act: 'offer_elsewhere' }) },
  'join-elsewhere': { at: 'terms', does: (walk) => walk.act({ act: 'join_elsewhere', code: '00000000' }) },
  'join-elsewhere-client': { at: 'terms', does: (walk) => walk.act({ act: 'join_elsewhere', code: '00000000' }) },
  'download-all': { at: 'details', does: ({ caller }) => downloadAllDocuments(test.context, caller) },
  frames: { at: 'document', does: (walk) => film(walk, 'a frame') },
  'films-anew': {
    at: 'document',
    does: async (walk) => {
      await film(walk, newId('frm'))
      return film(walk, newId('frm'))
    },
  },
  'submit-side': {
    at: 'document',
    does: async (walk) => walk.act({ act: 'submit_side', side: 'front', nonce: (await walk.view()).verification?.nonce ?? '' }),
  },
  challenges: { at: 'selfie', does: ({ caller }) => nextChallenge(test.context, caller) },
  // Counted for a selfie that another session has begun.
  'selfies-anew': {
    at: 'selfie',
    does: async (walk) => {
      if (walk !== person) await nextChallenge(test.context, (await taken(person)).caller)
      return nextChallenge(test.context, (await taken(walk)).caller)
    },
  },
  'selfie-accommodation': { at: 'selfie', does: (walk) => walk.act({ act: 'choose_accommodation', accommodation: 'no_movement' }) },
  'signing-code-client': { at: 'sign', does: begin },
  // Several addresses together fill these three.
  'signing-code': { at: 'sign', does: begin },
  'codes-tenant-number': { at: 'sign', does: begin },
  'codes-number': { at: 'sign', does: begin },
  'signing-code-own': 'present',
  'own-codes-tenant-number': 'present',
  'own-codes-number': 'present',
  'closed-in-request': {
    at: 'sign',
    does: async (walk) => {
      await begin(walk)
      if (walk !== person) await countClosed(test.context, test.context.db, request, walk.caller)
    },
  },
  'closed-of-client': 'wide',
  'file-link': 'wide',
  'holder-codes-tenant-number': 'quiet',
  'holder-codes-number': 'quiet',
  'notices-tenant-number': 'quiet',
  'notices-number': 'quiet',
  'texts-tenant': 'wide',
  'phone-code': 'present',
  'create-pin': 'present',
  'reminders-tenant-address': 'key',
  'reminders-address': 'key',
  'reminders-tenant': 'key',
  chips: 'key',
  'webhook-ping': 'key',
  'not-signed-mail': 'key',
  'organisation-mails': 'key',
  'webhook-disabled-mail': 'key',
  journey: 'tested below',
}

const DECLARED = /(?:name: |\bcap\()'([\w-]+)', (?:count|\d)/g
const ROOMS = ['lib/operations', 'lib/http']

it('lists every count of operations/ and http/', () => {
  const files = ROOMS.flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' }).map((file) => path.join(room, file)))
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const names = sources.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(DECLARED)].map(([, name]) => name))
  expect(names.sort()).toEqual(Object.keys(COUNTS).sort())
})

/** As if whoever was counted until now had done it to the end. */
const fill = (name: string) =>
  test.context.db.rateWindow.updateMany({ where: { subject: { startsWith: `${name}:` } }, data: { count: 1_000_000 } })

const DONE = Object.entries(COUNTS).filter((entry): entry is [string, Doing] => typeof entry[1] !== 'string')

it.each(DONE)('lets the person go on when a stranger has filled %s', async (name, { at, does }) => {
  await from(at)
  const other = await taken(await stranger())
  await saysOf(does(other))
  expect((await fill(name)).count).toBeGreaterThan(0)
  expect(await saysOf(does(other))).toMatch(/^(?:RATE_LIMITED|RESEND_TOO_SOON)/)
  expect(await saysOf(does(await taken(person)))).not.toMatch(/^RATE_LIMITED/)
})

/** As if a stranger had done this so often, a minute ago. */
async function happened(facts: readonly Fact[]): Promise<void> {
  const at = new Date(test.context.now().getTime() - 60_000).toISOString()
  await rewriteEvidence(test, request, (events) => {
    const [first] = events
    if (!first) throw new Error('a request has evidence')
    const more = facts.map((fact) => ({ ...first, id: newId('evt'), at, actor: 'signer' as const, session: 'ses_stranger', fact }))
    return [...events, ...more]
  })
}

it('lets the person open the link, take over and sign when a stranger has done all that may be repeated before the selfie', async () => {
  const of = { signer, session: 'ses_stranger' }
  const device = '0'.repeat(64)
  const repeated: Fact[] = [
    { type: 'link_opened', ...of, device, kind: 'desk', active: true },
    { type: 'device_handed_over', ...of, device, kind: 'phone' },
    { type: 'device_taken_over', ...of, kind: 'desk' },
    { type: 'link_renewed', signer, link: 1, because: 'asked_by_signer' },
    { type: 'unsigned_documents_downloaded', signer, documents: [] },
    { type: 'presence_handed_over', signer, from: 'ses_stranger', to: 'ses_stranger' },
  ]
  const facts = repeated.flatMap((fact) => {
    const cap = REPEATS[fact.type]
    return cap === 'bounded' ? [] : Array.from({ length: cap.most }, () => fact)
  })
  const again: Fact[] = [
    { type: 'terms_accepted', signer, texts: [] },
    { type: 'issuance_terms_accepted', signer, texts: [] },
    { type: 'details_confirmed', signer, profile_sha256: device },
    { type: 'journey_restarted', signer },
  ]
  await happened([...facts, ...Array.from({ length: RESTARTS }, () => again).flat()])
  await requestNewLink(
    test.context,
    signerLink(test.context, await test.context.db.signer.findUniqueOrThrow({ where: { id: signer } })).token,
  )
  const walk = await taken(await Walk.open(test, signer))
  expect(await walk.view()).toMatchObject({ activeHere: true, place: { step: 'terms' } })
  await walk.to('signed')
})

it('lets the person sign, also after a pause, when strangers have begun to sign as often as anybody may', async () => {
  await from('sign')
  const begun = await begunBy(await taken(await stranger()))
  await happened(Array.from({ length: 500 }, () => begun))
  expect(await saysOf(begin(await taken(await stranger())))).toBe('STATE_CONFLICT.repeated_too_often')
  expect(await saysOf(begin(await taken(person)))).toBe('done')
  // Their session has ended, and so has that of the stranger.
  test.advance(16 * 60_000)
  expect(await saysOf(begin(await taken(await stranger())))).toBe('STATE_CONFLICT.repeated_too_often')
  const back = await Walk.open(test, signer, undefined, person.cookie)
  expect(back.cookie).not.toBe(person.cookie)
  expect(await saysOf(begin(await taken(back)))).toBe('done')
  await back.to('signed')
})

async function begunBy(walk: Walk): Promise<Fact> {
  await begin(walk)
  const events = await loadEvents(test.context, test.context.db, request)
  const begun = events.findLast(({ fact }) => fact.type === 'activation_started')?.fact
  if (!begun) throw new Error('an activation was begun')
  return begun
}

it('shows the person their page when a stranger has asked for it without end', async () => {
  const [mine, theirs] = [await openSession(test, signer), await openSession(test, signer)]
  const look = async (token: string) => {
    const asked = new Request('https://sign.example.com/api/journey/x', { headers: { cookie: `__Host-qsh-${signer}=${token}` } })
    return (await handleJourney(test.context, asked, { signer }, () => Promise.resolve(json(200, {})))).status
  }
  expect(await look(theirs)).toBe(200)
  await fill('journey')
  expect([await look(theirs), await look(mine)]).toEqual([429, 200])
})
