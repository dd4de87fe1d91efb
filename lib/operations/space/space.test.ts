// The space of a person: who gets in, what is revoked, how a PIN is changed, and what is left after an erasure.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keptAndOpened, keptAsItLies } from '../../testing/everything-kept'
import { newRequest, PIN, Walk } from '../../testing/journey-walk'
import { found, tracesOf } from '../../testing/traces'
import type { Rewind } from '../../testing/checkpoint'
import { ELENI, scriptedIdentity, type Script } from '../../testing/scripted-identity'
import { newestTo, spaceLink, SpaceVisit } from '../../testing/space-visit'
import { testContext, type TestContext } from '../../testing/test-context'
import { ownCertificates } from './certificates/own-certificates'
import { listOwn } from './documents/list-own'
import { findSpaceSession, listSpaceSessions } from './entrance/space-session'
import { openSpace } from './entrance/open-space'
import { spaceLog } from './space-log'
import { saysOf } from '@/lib/testing/refusal'

const ANNA = { name: 'Łukasz Żółć', email: 'lukasz@example.com' }
const PHONE = '+48500123456'
const NEW_PIN = '71820463'

let test: TestContext
let script: Script
let request: string
let back: Rewind

beforeAll(async () => {
  const scripted = scriptedIdentity()
  script = scripted.script
  test = await testContext({ identity: scripted.identity, start: new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000) })
  const made = await newRequest(test, [ANNA])
  request = made.id
  await (await Walk.open(test, made.signers[0]?.id ?? '')).to('signed')
  back = await test.checkpoint()
})
beforeEach(() => back())
afterAll(() => test.close())

/** A later request to the same person, who stands before the act of signing with their certificate. */
async function again(): Promise<Walk> {
  const { signers } = await newRequest(test, [ANNA])
  const walk = await Walk.open(test, signers[0]?.id ?? '')
  await walk.to('sign')
  return walk
}

async function signWith(walk: Walk, pin: string): Promise<string> {
  const activation = await walk.startSigning()
  return saysOf(walk.act({ act: 'sign', activation, pin, code: await walk.lastCode() }))
}

describe('signing in', () => {
  it('mails a link to whoever was asked to sign, and does the same for anybody else, without a mail', async () => {
    const known = await spaceLink(test, ANNA.email)
    const unknown = await spaceLink(test, 'nobody@example.com')
    expect([known !== null, unknown]).toEqual([true, null])
    expect(await test.context.db.spaceLink.count()).toBe(2)
    // Neither address stands in the database, and the letter to nobody is gone.
    const rows = await test.context.db.spaceLink.findMany()
    expect(rows.filter(({ letter }) => letter === null)).toHaveLength(1)
    expect(JSON.stringify(rows.map(({ letter, ...row }) => [row, Buffer.from(letter ?? []).toString('latin1')]))).not.toContain(
      'example.com',
    )
  })

  it('opens with the link once, and asks for the code before anything is shown', async () => {
    const token = (await spaceLink(test, ANNA.email)) ?? ''
    const device = { kind: 'desk', place: { browser: null, system: null, zone: null } } as const
    const { cookie } = await openSpace(test.context, { token, device, language: 'en' })
    expect(await saysOf(openSpace(test.context, { token, device, language: 'en' }))).toBe('NOT_FOUND.dead_space_link')
    const caller = await findSpaceSession(test.context, cookie)
    if (!caller) throw new Error('no session')
    expect(caller.level).toBe('mailbox')
    expect(await saysOf(listOwn(test.context, caller, {}))).toBe('SESSION_ENDED.space_code')
    expect(await saysOf(ownCertificates(test.context, caller))).toBe('SESSION_ENDED.space_code')
  })

  it('shows documents and certificates after the code, and not after a wrong one', async () => {
    const visit = await SpaceVisit.open(test, ANNA.email)
    await visit.act({ act: 'send_sign_in_code' })
    const code = await visit.codeTo(PHONE)
    const wrong = code === '111111' ? '222222' : '111111'
    expect(await saysOf(visit.act({ act: 'prove_phone', code: wrong }))).toBe('CODE_INVALID.wrong')
    await visit.act({ act: 'prove_phone', code })
    const caller = await visit.caller()
    expect((await listOwn(test.context, caller, {})).items).toMatchObject([{ request, requester: 'Example Bank', state: 'signed' }])
    expect(await ownCertificates(test.context, caller)).toMatchObject([{ state: 'valid', uses: [{ request }] }])
    expect((await spaceLog(test.context, test.context.db, caller.spaceId)).map(({ fact }) => fact.type)).toEqual([
      'signed_in',
      'phone_proven',
    ])
  })

  it('shows documents alone to a person who never had a certificate', async () => {
    await newRequest(test, [{ name: 'Eva Green', email: 'eva@example.com' }])
    const visit = await SpaceVisit.open(test, 'eva@example.com')
    const caller = await visit.caller()
    expect(caller.level).toBe('documents')
    expect((await listOwn(test.context, caller, {})).items).toMatchObject([{ state: 'to_sign', link: expect.stringContaining('/s/') }])
    expect(await saysOf(ownCertificates(test.context, caller))).toBe('NOT_FOUND.no_certificate')
  })

  it('ends after half an hour of silence, after eight hours, and when the person ends it', async () => {
    const [one, two] = [await SpaceVisit.open(test, ANNA.email), await SpaceVisit.open(test, ANNA.email)]
    const caller = await two.caller()
    const sessions = await listSpaceSessions(test.context, caller)
    expect(sessions.map(({ here }) => here).sort()).toEqual([false, true])
    await two.act({ act: 'send_sign_in_code' })
    await two.act({ act: 'prove_phone', code: await two.codeTo(PHONE) })
    await two.act({ act: 'end_session', session: sessions.find(({ here }) => !here)?.id ?? '' })
    await expect(one.caller()).rejects.toThrow('ended')
    test.advance(29 * 60_000)
    await two.caller()
    test.advance(31 * 60_000)
    await expect(two.caller()).rejects.toThrow('ended')
  })
})

describe('a certificate', () => {
  it('is revoked at once for OCSP and the next list, nothing is signed with it any more, and what was signed stays valid', async () => {
    const walk = await again()
    const activation = await walk.startSigning()
    const visit = await SpaceVisit.signedIn(test, ANNA.email)
    const [certificate] = await ownCertificates(test.context, await visit.caller())
    await visit.act({ act: 'revoke_certificate', certificate: certificate?.id ?? '', reason: 'key_compromise' })
    const code = await walk.lastCode()
    expect(await saysOf(walk.act({ act: 'sign', activation, pin: PIN, code }))).toBe('CREDENTIAL_LOCKED.revoked')
    expect(await saysOf(walk.act({ act: 'start_signing', credential: certificate?.id ?? '' }))).toBe('CREDENTIAL_LOCKED.revoked')
    expect(await test.pki.isRevoked(certificate?.serial ?? '')).toBe(true)
    expect(await ownCertificates(test.context, await visit.caller())).toMatchObject([
      { state: 'revoked', revoked: { reason: 'key_compromise' } },
    ])
    expect((await newestTo(test, ANNA.email, 'space_revoked'))?.text).toContain(certificate?.serial)
  })

  it('of somebody else at the same mailbox is neither shown nor revoked', async () => {
    test.advance(1000)
    script.mrz = ELENI
    const { signers } = await newRequest(test, [{ name: 'Eleni Papadopoulou', email: ANNA.email, phone: '+306912345678' }])
    await (await Walk.open(test, signers[0]?.id ?? '')).to('signed')
    script.mrz = {}
    const eleni = await SpaceVisit.signedIn(test, ANNA.email, '+306912345678')
    const shown = await ownCertificates(test.context, await eleni.caller())
    expect(shown.map(({ name }) => name)).toEqual(['Eleni Papadopoulou'])
  }, 120_000)
})

/** Digests are full of digits: six of them count where they stand alone. */
async function copiesOfPins(): Promise<string[]> {
  const places: string[] = []
  const newPin = tracesOf([NEW_PIN])
  for (const kept of [keptAsItLies(test), keptAndOpened(test)])
    for await (const { place, bytes } of kept)
      if (found(newPin, bytes).length > 0 || new RegExp(`\\b${PIN}\\b`).test(Buffer.from(bytes).toString('latin1'))) places.push(place)
  return places
}

describe('the PIN', () => {
  it('is changed by the old one and a code: the old one signs nothing any more, the new one does, and no copy is left', async () => {
    const visit = await SpaceVisit.signedIn(test, ANNA.email)
    const certificate = (await ownCertificates(test.context, await visit.caller()))[0]?.id ?? ''
    const before = await test.context.db.credential.findUniqueOrThrow({ where: { id: certificate } })
    await visit.act({ act: 'send_pin_code', certificate })
    const code = await visit.codeTo(PHONE)
    const pins = { act: 'change_pin', certificate, pin: PIN, newPin: NEW_PIN } as const
    // Typed, and not changed yet: neither is kept anywhere, as it lies there or opened with every key.
    expect(await saysOf(visit.act({ ...pins, code: code === '111111' ? '222222' : '111111' }))).toBe('SIGNING_REFUSED.wrong')
    expect(await copiesOfPins()).toEqual([])
    await visit.act({ ...pins, code })
    expect(await copiesOfPins()).toEqual([])
    const after = await test.context.db.credential.findUniqueOrThrow({ where: { id: certificate } })
    const [sealedBefore, sealedAfter] = [before, after].map(({ reference }) => (reference as { sealed: string }).sealed)
    expect(sealedAfter).not.toBe(sealedBefore)
    const walk = await again()
    expect(await signWith(walk, PIN)).toBe('SIGNING_REFUSED.wrong')
    const { activation } = await walk.view()
    test.advance(31_000)
    await walk.act({ act: 'resend_code', activation: activation?.id ?? '' })
    expect(await saysOf(walk.act({ act: 'sign', activation: activation?.id ?? '', pin: NEW_PIN, code: await walk.lastCode() }))).toBe(
      'done',
    )
  })

  it('is locked after five wrong ones, which a wrong code is not, and neither is told from the other', async () => {
    const visit = await SpaceVisit.signedIn(test, ANNA.email)
    const certificate = (await ownCertificates(test.context, await visit.caller()))[0]?.id ?? ''
    const answers: string[] = []
    const attempt = async (pin: string, code: string) =>
      answers.push(await saysOf(visit.act({ act: 'change_pin', certificate, pin, newPin: NEW_PIN, code })))
    await visit.act({ act: 'send_pin_code', certificate })
    const first = await visit.codeTo(PHONE)
    await attempt(PIN, first === '111111' ? '222222' : '111111')
    for (let tries = 0; tries < 2; tries++) await attempt('604813', first)
    await attempt('604813', first)
    test.advance(31_000)
    await visit.act({ act: 'send_pin_code', certificate })
    const second = await visit.codeTo(PHONE)
    for (let tries = 0; tries < 3; tries++) await attempt('604813', second)
    expect(answers).toEqual([
      'SIGNING_REFUSED.wrong',
      'SIGNING_REFUSED.wrong',
      'SIGNING_REFUSED.code_spent',
      'CODE_INVALID.used_up',
      'SIGNING_REFUSED.wrong',
      'SIGNING_REFUSED.wrong',
      'CREDENTIAL_LOCKED.too_often',
    ])
    expect((await test.context.db.credential.findUniqueOrThrow({ where: { id: certificate } })).lockedAt).not.toBeNull()
    expect(await saysOf(visit.act({ act: 'send_pin_code', certificate }))).toBe('CREDENTIAL_LOCKED.locked')
  })
})
