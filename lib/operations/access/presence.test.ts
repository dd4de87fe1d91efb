// One person is present from the selfie to the certificate: whoever only holds the link can neither go on for them nor read about them.

import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Act } from '../acts'
import { standing } from '../journey/standing'
import { changeBound } from '../kernel/bound-rows'
import { loadEvents } from '../kernel/evidence'
import { documentPicture } from '../steps/extracted-data/document-picture'
import { downloadDocument } from '../steps/review/download-documents'
import { nextChallenge } from '../steps/selfie/next-challenge'
import { receiveFrames } from '../steps/document/receive-frames'
import { getIdentityProof } from '../proof/get-identity-proof'
import { getVerification } from '../verification/get-verification'
import { identityPictures, verifiedIdentity } from '../verification/verified-identity'
import { jpeg, newRequest, placesAlong, Walk } from '../../testing/journey-walk'
import { scriptedIdentity, type Script } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { handOver } from './hand-over'
import { takeOver } from './take-over'
import { saysOf } from '@/lib/testing/refusal'

const PLACES = ['selfie', 'extracted_data', 'names', 'pin', 'certificate'] as const
type Place = (typeof PLACES)[number]
const RUNS = 10

let test: TestContext
let script: Script
let request: string
let signer: string
let first: Walk
let from: (place: Place) => Promise<void>

beforeAll(async () => {
  const scripted = scriptedIdentity()
  script = scripted.script
  test = await testContext({ identity: scripted.identity })
  const created = await newRequest(test, [{ name: 'Łukasz Żółć', email: 'lukasz@example.com' }])
  request = created.id
  signer = created.signers[0]?.id ?? ''
  first = await Walk.open(test, signer)
  from = await placesAlong(test, first, PLACES)
})
afterAll(() => test.close())
beforeEach(() => {
  Object.assign(script, { mrz: {}, verdict: null, referral: null, shots: [], earlier: [], shown: [] })
  Object.assign(first.caller, { active: true })
})

/** The session as its next request finds it. */
async function now(walk: Walk): Promise<Walk> {
  const row = await test.context.db.session.findUniqueOrThrow({ where: { id: walk.caller.sessionId } })
  Object.assign(walk.caller, { active: row.active })
  return walk
}
async function taken(walk: Walk): Promise<Walk> {
  await takeOver(test.context, (await now(walk)).caller)
  return now(walk)
}
const facts = async () => loadEvents(test.context, test.context.db, request)
const person = async () => (await standing(test.context, test.context.db, signer)).signer
const numberOf = async (walk: Walk) => (await walk.view()).presence?.number ?? ''
const codeOn = async (walk: Walk) => (await walk.view()).presence?.offer?.code ?? ''
/** `there` has joined the offer of `here`. Answers the number that it shows. */
async function joined(here: Walk, there: Walk): Promise<string> {
  await here.act({ act: 'offer_elsewhere' })
  await (await now(there)).act({ act: 'join_elsewhere', code: await codeOn(here) })
  return numberOf(there)
}
async function letGoOn(here: Walk, there: Walk): Promise<void> {
  await here.act({ act: 'continue_elsewhere', number: await joined(here, there) })
}
/** Another one of as many digits. */
const another = (digits: string) => String(10 ** (digits.length - 1) + ((Number(digits) + 1) % (9 * 10 ** (digits.length - 1))))

/** What each place asks for, as somebody would post it who only wants to get on. */
const ACTS: Record<Exclude<Place, 'selfie'>, Act> = {
  extracted_data: { act: 'confirm_extracted_data' },
  names: { act: 'choose_names', givenNames: ['LUKASZ'], surname: 'ZOLC', spelling: 'document', phone: '+48601234567', code: '123456' },
  pin: { act: 'create_pin', pin: '490731' },
  certificate: { act: 'accept_certificate_request', text: '0'.repeat(64) },
}

describe('a session that takes over', () => {
  it.each(PLACES.filter((place): place is Exclude<Place, 'selfie'> => place !== 'selfie'))(
    'at %s stands before a selfie of its own, whoever it is',
    async (place) => {
      await from(place)
      const thief = await taken(await Walk.open(test, signer))
      expect(await thief.view()).toMatchObject({ place: { step: 'selfie' }, presence: { here: false, number: null } })
      expect(await saysOf(thief.act(ACTS[place]))).toBe('STATE_CONFLICT.other_step')
      expect(await saysOf(thief.act({ act: 'send_phone_code', phone: '+48601234567' }))).toBe('STATE_CONFLICT.other_step')
      // The frames that the person filmed are not there for anybody else.
      expect(await saysOf(thief.act({ act: 'submit_selfie' }))).toBe('STATE_CONFLICT.movements_not_shown')
      for (const act of [{ act: 'offer_elsewhere' }, { act: 'continue_elsewhere', number: '42' }] as const)
        expect(await saysOf(thief.act(act))).toBe('STATE_CONFLICT.other_device_made_selfie')
    },
  )

  it('is told by the evidence, which names the session of each act', async () => {
    await from('names')
    const thief = await taken(await Walk.open(test, signer))
    const events = await facts()
    expect(events.at(-1)).toMatchObject({
      actor: 'signer',
      session: thief.caller.sessionId,
      fact: { type: 'device_taken_over', session: thief.caller.sessionId, kind: 'desk' },
    })
    expect(events.find(({ fact }) => fact.type === 'selfie_captured')).toMatchObject({ session: first.caller.sessionId })
    expect(events.filter(({ actor, session, fact }) => actor === 'signer' && session === undefined && fact.type !== 'link_opened')).toEqual(
      [],
    )
  })

  it('goes on after a selfie that shows the person of the document; phone and PIN are made anew', async () => {
    await from('certificate')
    const again = await taken(await Walk.open(test, signer))
    test.advance(1_000)
    await again.selfie()
    expect(await again.place()).toBe('extracted_data')
    await again.to('certificate')
    const events = (await facts()).map(({ fact }) => fact.type)
    expect(events.filter((type) => type === 'phone_confirmed')).toHaveLength(2)
    expect(events.filter((type) => type === 'pin_created')).toHaveLength(2)
    expect(await saysOf((await now(first)).act({ act: 'restart' }))).toBe('OTHER_DEVICE_ACTIVE.continued')
  })

  it('changes nothing of what was proven with a selfie that is only begun', async () => {
    await from('names')
    const pictures = await identityPictures(test.context, await person())
    expect(pictures.map(({ name }) => name)).toEqual(['document-front.jpg', 'document-back.jpg', 'selfie.jpg'])
    const thief = await taken(await Walk.open(test, signer))
    const begun = await nextChallenge(test.context, thief.caller)
    await receiveFrames(test.context, thief.caller, {
      stage: 'selfie',
      nonce: begun?.challenge?.nonce ?? '',
      revealedAt: 0,
      frames: [{ seq: 0, capturedAt: 0, jpeg: jpeg('the face of the thief') }],
    })
    const back = await taken(first)
    expect(await back.place()).toBe('names')
    await back.to('certificate')
    expect(await identityPictures(test.context, await person())).toEqual(pictures)
    expect(await verifiedIdentity(test.context, await person())).toMatchObject({ documentNumber: 'ABC123456' })
  })

  it.each([
    ['refused', { verdict: 'FACE_MISMATCH' }, 'in_progress'],
    ['referred', { referral: 'FACE_UNCERTAIN' }, 'referred'],
  ] as const)('leaves nothing verified with a selfie that is %s', async (_, outcome, status) => {
    await from('names')
    const other = await taken(await Walk.open(test, signer))
    Object.assign(script, outcome)
    await other.selfie()
    const ids = { requestId: request, signerId: signer }
    expect(await getVerification(test.context, test.caller, ids)).toMatchObject({ status, verifiedAt: null, identity: null })
    expect(await saysOf(getIdentityProof(test.context, { ...test.caller, plan: 'business' }, ids))).toBe('PROOF_NOT_VERIFIED.not_yet')
  })

  it('is told by the analysis when it plays the frames of the selfie before', async () => {
    await from('names')
    const before = script.earlier.length
    const thief = await taken(await Walk.open(test, signer))
    await thief.selfie()
    const [row] = await test.context.db.verification.findMany({ where: { signerId: signer } })
    expect(script.earlier.slice(before).flat()).toContain(`selfie of ${row?.id}`)
  })

  it('loses the check with a selfie of somebody else', async () => {
    await from('pin')
    const thief = await taken(await Walk.open(test, signer))
    script.verdict = 'FACE_MISMATCH'
    await thief.selfie()
    expect(await thief.place()).toBe('identity')
    script.verdict = null
    // Nobody profits from what was proven before, the person neither.
    expect(await (await taken(first)).place()).toBe('identity')
  })
})

describe('screens that take turns', () => {
  it('are in the evidence sixty times an hour, and presence stays where it was', async () => {
    await from('names')
    const desk = await now(await Walk.open(test, signer))
    await letGoOn(first, desk)
    const other = await Walk.open(test, signer)
    for (let times = 0; times < 62; times++) await taken(times % 2 === 0 ? await now(first) : await now(desk))
    expect((await facts()).filter(({ fact }) => fact.type === 'device_taken_over')).toHaveLength(60)
    // What is left out tells nobody of a presence: neither takes it from the person, nor gives it to somebody else.
    await (await now(desk)).to('pin')
    await taken(other)
    expect([await other.place(), await saysOf(other.act(ACTS.pin))]).toEqual(['selfie', 'STATE_CONFLICT.other_step'])
  })

  it('of strangers leave the person their acts: a session and an address have twenty takeovers an hour, all of them sixty', async () => {
    await from('names')
    Object.assign(first.caller, { client: 'the person' })
    let takenOver = 0
    const strangers: Walk[] = []
    for (let opened = 0; opened < 10; opened++) strangers.push(await Walk.open(test, signer))
    const turns = async (times: number, clientOf: (time: number) => string, walkOf: (time: number) => Walk | undefined) => {
      const before = takenOver
      for (let time = 0; time < times; time++) {
        const walk = walkOf(time)
        if (!walk) throw new Error('ten were opened')
        Object.assign((await now(walk)).caller, { client: clientOf(time) })
        if ((await saysOf(takeOver(test.context, walk.caller))) !== 'done') continue
        takenOver++
        // The person comes back each time.
        await taken(await now(first))
      }
      return takenOver - before
    }
    // One session from many addresses, many sessions from one address, many from many.
    expect(
      await turns(
        25,
        (time) => `a${time}`,
        () => strangers[0],
      ),
    ).toBe(20)
    expect(
      await turns(
        25,
        () => 'b',
        (time) => strangers[1 + (time % 9)],
      ),
    ).toBe(20)
    expect(
      await turns(
        40,
        (time) => `c${time}`,
        (time) => strangers[1 + (time % 9)],
      ),
    ).toBe(20)
    expect(takenOver).toBe(60)
    await first.to('certificate')
  })
})

describe('a session that only watches', () => {
  it('sees where the signer is: no reading, no picture, no document, no text', async () => {
    for (const place of ['extracted_data', 'names', 'certificate'] as const) {
      await from(place)
      const spy = await now(await Walk.open(test, signer))
      const view = await spy.view()
      expect(view).toMatchObject({ place: { step: place }, activeHere: false, documents: [], texts: [], presence: { here: false } })
      expect(JSON.stringify(view)).not.toMatch(/ZOLC|LUKASZ|ABC123456|1985|certificateRequest":\{/)
      expect(await saysOf(documentPicture(test.context, spy.caller))).toBe('OTHER_DEVICE_ACTIVE.continued')
      const [document] = (await (await now(first)).view()).documents
      const wanted = { document: document?.id ?? '', keep: false }
      expect(await saysOf(downloadDocument(test.context, spy.caller, wanted))).toBe('OTHER_DEVICE_ACTIVE.continued')
      expect(await saysOf(handOver(test.context, spy.caller, { textMessage: false }))).toBe('OTHER_DEVICE_ACTIVE.continued')
      expect(await saysOf(spy.act({ act: 'set_language', language: 'en' }))).toBe('OTHER_DEVICE_ACTIVE.continued')
    }
  })
})

describe('another screen of the person', () => {
  it('goes on without doing anything twice, when each was typed on the other one; and back', async () => {
    await from('extracted_data')
    const desk = await now(await Walk.open(test, signer))
    await first.act({ act: 'offer_elsewhere' })
    expect((await desk.view()).presence).toEqual({ here: false, offer: null, number: null })
    const code = await codeOn(first)
    expect(code).toMatch(/^\d{8}$/)
    await desk.act({ act: 'join_elsewhere', code })
    expect((await first.view()).presence).toEqual({ here: true, offer: { code, joined: true }, number: null })
    const number = await numberOf(desk)
    expect(number).toMatch(/^\d\d$/)
    await first.act({ act: 'continue_elsewhere', number })
    expect(await (await now(desk)).view()).toMatchObject({ activeHere: true, place: { step: 'extracted_data' }, presence: { here: true } })
    await desk.to('pin')
    await letGoOn(desk, first)
    await (await now(first)).to('review')
    const types = (await facts()).map(({ fact }) => fact.type)
    for (const type of ['selfie_captured', 'extracted_data_confirmed', 'phone_confirmed', 'pin_created'] as const)
      expect(types.filter((one) => one === type)).toHaveLength(1)
  })

  it.each([1, 10, 45, 89])('does not go on, nor any screen of a stranger, when its number is mistyped by %i', async (by) => {
    await from('names')
    const desk = await now(await Walk.open(test, signer))
    const strangers = await Promise.all([1, 2].map(() => Walk.open(test, signer)))
    const number = await joined(first, desk)
    const typed = String(10 + ((Number(number) - 10 + by) % 90))
    expect(await saysOf(first.act({ act: 'continue_elsewhere', number: typed }))).toBe('SCREEN_NUMBER_WRONG.number')
    expect((await facts()).at(-1)?.fact).toMatchObject({ type: 'presence_refused', to: desk.caller.sessionId })
    expect(await first.view()).toMatchObject({ activeHere: true, presence: { here: true, offer: null } })
    for (const screen of [desk, ...strangers])
      expect(await (await now(screen)).view()).toMatchObject({ activeHere: false, presence: { here: false, number: null } })
    // The right one comes too late: it was typed once.
    expect(await saysOf(first.act({ act: 'continue_elsewhere', number }))).toBe('SCREEN_NUMBER_WRONG.no_screen')
  })

  it('goes on however many screens of strangers wait: none of them shows a number, and none is in its way', async () => {
    await from('names')
    const strangers: Walk[] = []
    for (let opened = 0; opened < 57; opened++) strangers.push(await now(await Walk.open(test, signer)))
    const desk = await now(await Walk.open(test, signer))
    await first.act({ act: 'offer_elsewhere' })
    const code = await codeOn(first)
    for (const [index, stranger] of strangers.entries()) {
      Object.assign(stranger.caller, { client: 'a stranger' })
      const said = await saysOf(stranger.act({ act: 'join_elsewhere', code: another(code) }))
      expect(said).toMatch(index < 20 ? /^SCREEN_CODE_WRONG.code$/ : /^RATE_LIMITED/)
      expect((await stranger.view()).presence).toEqual({ here: false, offer: null, number: null })
    }
    // Nor does the right code help them any more.
    expect(await saysOf(strangers[0]?.act({ act: 'join_elsewhere', code }) ?? Promise.resolve())).toMatch(/^RATE_LIMITED/)
    await desk.act({ act: 'join_elsewhere', code })
    await first.act({ act: 'continue_elsewhere', number: await numberOf(desk) })
    await (await now(desk)).to('pin')
  })

  it('is the only one that joins an offer, which lasts ten minutes and belongs to one session', async () => {
    await from('names')
    const desk = await now(await Walk.open(test, signer))
    const late = await now(await Walk.open(test, signer))
    const number = await joined(first, desk)
    const code = await codeOn(first)
    // Sent twice, it changes nothing.
    await desk.act({ act: 'join_elsewhere', code })
    expect(await numberOf(desk)).toBe(number)
    expect(await saysOf(late.act({ act: 'join_elsewhere', code }))).toBe('SCREEN_CODE_WRONG.joined')
    // An offer anew makes both void.
    await first.act({ act: 'offer_elsewhere' })
    expect(await saysOf(first.act({ act: 'continue_elsewhere', number }))).toBe('SCREEN_NUMBER_WRONG.no_screen')
    expect(await saysOf(late.act({ act: 'join_elsewhere', code }))).toBe('SCREEN_CODE_WRONG.code')
    await joined(first, desk)
    test.advance(10 * 60_000)
    expect((await first.view()).presence).toMatchObject({ offer: null })
    expect(await saysOf(desk.act({ act: 'join_elsewhere', code }))).toBe('SCREEN_CODE_WRONG.code')
  })

  it('has joined, and then was closed: it does not go on', async () => {
    await from('names')
    const desk = await now(await Walk.open(test, signer))
    const number = await joined(first, desk)
    await changeBound(test.context, test.context.db, 'session', { id: desk.caller.sessionId }, { endedAt: test.context.now() })
    expect(await saysOf(first.act({ act: 'continue_elsewhere', number }))).toBe('SCREEN_NUMBER_WRONG.number')
    expect(await first.place()).toBe('names')
  })

  it('does not get a code of the phone that went to the one before', async () => {
    await from('names')
    await first.act({ act: 'send_phone_code', phone: '+48601234567' })
    const code = await first.lastCode('phone_code')
    const desk = await now(await Walk.open(test, signer))
    await letGoOn(first, desk)
    expect(await saysOf((await now(desk)).act({ ...ACTS.names, code } as Act))).toBe('CODE_INVALID.used_up')
  })
})

it('in any order of takeover, hand-over and reload nobody acts after the selfie who was not given its presence', async () => {
  const step = fc.record({
    does: fc.constantFrom('act', 'act', 'act', 'take over', 'offer', 'join', 'confirm', 'hand over', 'reload', 'selfie'),
    who: fc.nat(3),
    to: fc.nat(3),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      await from('extracted_data')
      Object.assign(first.caller, { active: true })
      const walks = [first]
      let present = first.caller.sessionId
      let code = '00000000'
      for (const { does, who, to } of steps) {
        const walk = await now(walks[who % walks.length] ?? first)
        const before = (await facts()).length
        if (does === 'reload' && walks.length < 4) walks.push(await now(await Walk.open(test, signer)))
        if (does === 'take over') await takeOver(test.context, walk.caller)
        if (does === 'offer') {
          await saysOf(walk.act({ act: 'offer_elsewhere' }))
          code = (await codeOn(walk)) || code
        }
        if (does === 'join') await saysOf(walk.act({ act: 'join_elsewhere', code }))
        if (does === 'confirm') {
          let joinedOne: { walk: Walk; number: string } | null = null
          for (const one of walks) {
            const number = await numberOf(await now(one))
            if (number !== '') joinedOne = { walk: one, number }
          }
          const done = await saysOf(walk.act({ act: 'continue_elsewhere', number: joinedOne?.number ?? '00' }))
          if (done === 'done') {
            expect(walk.caller.sessionId).toBe(present)
            present = joinedOne?.walk.caller.sessionId ?? ''
          }
        }
        // As the person does it who is not disturbed.
        if (does === 'hand over') {
          const other = await now(walks[to % walks.length] ?? first)
          const done = await saysOf(letGoOn(walk, other))
          if (done === 'done') {
            expect(walk.caller.sessionId).toBe(present)
            present = other.caller.sessionId
          }
        }
        if (does === 'selfie' && (await walk.place()) === 'selfie' && walk.caller.active) {
          await walk.selfie()
          present = walk.caller.sessionId
        }
        if (does === 'act') {
          const place = await walk.place()
          if (place === 'certificate' || place === 'review') return
          test.advance(1_000)
          if (walk.caller.active && place !== 'selfie') await walk.to(next(place))
          else await saysOf(walk.act(ACTS[place === 'selfie' ? 'names' : (place as 'names')]))
        }
        for (const { session, fact } of (await facts()).slice(before)) {
          if (['extracted_data_confirmed', 'names_chosen', 'phone_confirmed', 'pin_created'].includes(fact.type))
            expect(session).toBe(present)
        }
      }
    }),
    { numRuns: RUNS },
  )
})

function next(place: string): Place {
  return PLACES[PLACES.indexOf(place as Place) + 1] ?? 'certificate'
}
