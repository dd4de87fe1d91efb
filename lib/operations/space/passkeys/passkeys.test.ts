// Passkeys: what one opens, who may add one, and every answer that is not right.

import { createPrivateKey } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Rewind } from '../../../testing/checkpoint'
import { makeCertificate, openWorkshop, P256 } from '../../../testing/crypto/openssl'
import { newRequest, Walk } from '../../../testing/journey-walk'
import { ELENI, scriptedIdentity, type Script } from '../../../testing/scripted-identity'
import { addPasskeyOf, SoftAuthenticator, type Lies } from '../../../testing/soft-authenticator'
import { newestTo, SpaceVisit } from '../../../testing/space-visit'
import { testContext, type TestContext } from '../../../testing/test-context'
import { ownCertificates } from '../certificates/own-certificates'
import { findSpaceSession, listSpaceSessions } from '../entrance/space-session'
import { exportPerson } from '../rights/export-person'
import { spaceLog } from '../space-log'
import { addPasskey, offerPasskey } from './add-passkey'
import { ownPasskeys } from './own-passkeys'
import { askForPasskey, signInWithPasskey } from './sign-in-with-passkey'
import { saysOf } from '@/lib/testing/refusal'

const ANNA = 'lukasz@example.com'
const ELENIS = 'eleni@example.com'
const PHONE = '+48500123456'
const device = { kind: 'phone', place: { browser: 'Safari', system: 'iOS', zone: null } } as const

let test: TestContext
let script: Script
let elenisSigner: string
let back: Rewind

beforeAll(async () => {
  const scripted = scriptedIdentity()
  script = scripted.script
  test = await testContext({ identity: scripted.identity, start: new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000) })
  const made = await newRequest(test, [{ name: 'Łukasz Żółć', email: ANNA }])
  await (await Walk.open(test, made.signers[0]?.id ?? '')).to('signed')
  const asked = await newRequest(test, [{ name: 'Eleni Papadopoulou', email: ELENIS, phone: '+306912345678' }])
  elenisSigner = asked.signers[0]?.id ?? ''
  back = await test.checkpoint()
})
beforeEach(() => back())
afterAll(() => test.close())

async function enter(authenticator: SoftAuthenticator, lies: Lies = {}) {
  const answer = authenticator.sign(await askForPasskey(test.context, { client: 'a client' }), lies)
  return signInWithPasskey(test.context, { answer, client: 'a client', device })
}

async function callerOf({ cookie }: { cookie: string }) {
  const caller = await findSpaceSession(test.context, cookie)
  if (!caller) throw new Error('no session')
  return caller
}

/** A space with one passkey, added after the code to the phone. */
async function withPasskey(counts = false) {
  const visit = await SpaceVisit.signedIn(test, ANNA)
  const authenticator = new SoftAuthenticator(counts)
  await addPasskeyOf(test, visit, authenticator)
  return { visit, authenticator }
}

const factsOf = async (spaceId: string) => (await spaceLog(test.context, test.context.db, spaceId)).map(({ fact }) => fact.type)

describe('a passkey', () => {
  it('opens what the code to the phone had opened, is named by its device, and is told of by mail and in the log', async () => {
    const { visit, authenticator } = await withPasskey()
    expect((await newestTo(test, ANNA, 'space_passkeyAdded'))?.text).toContain('without a code')
    const caller = await callerOf(await enter(authenticator))
    expect(caller.level).toBe('proven')
    expect(await ownCertificates(test.context, caller)).toHaveLength(1)
    expect((await newestTo(test, ANNA, 'space_sign_in'))?.text).toContain('a passkey')
    expect(await ownPasskeys(test.context, await visit.caller())).toMatchObject([
      { device: 'desk', place: { browser: 'Chrome', system: 'Windows' }, backedUp: true, used: expect.any(Date) },
    ])
    expect(await factsOf(caller.spaceId)).toEqual(['signed_in', 'phone_proven', 'passkey_added', 'passkey_used'])
  })

  it('of a person without a certificate opens documents, and asks for the code once there is a certificate', async () => {
    const eleni = await SpaceVisit.open(test, ELENIS)
    const authenticator = new SoftAuthenticator()
    await addPasskeyOf(test, eleni, authenticator)
    expect((await callerOf(await enter(authenticator))).level).toBe('documents')
    script.mrz = ELENI
    await (await Walk.open(test, elenisSigner)).to('signed')
    script.mrz = {}
    expect((await callerOf(await enter(authenticator))).level).toBe('mailbox')
  })

  it('is removed with the sessions that it opened, and opens nothing then', async () => {
    const { visit, authenticator } = await withPasskey()
    const opened = await enter(authenticator)
    const [own] = await ownPasskeys(test.context, await visit.caller())
    await visit.act({ act: 'remove_passkey', passkey: own?.id ?? '' })
    expect(await findSpaceSession(test.context, opened.cookie)).toBeNull()
    expect(await listSpaceSessions(test.context, await visit.caller())).toHaveLength(1)
    expect(await saysOf(enter(authenticator))).toBe('NOT_FOUND.dead_passkey')
    expect(await factsOf((await visit.caller()).spaceId)).toEqual(
      expect.arrayContaining(['passkey_added', 'passkey_used', 'passkey_removed', 'sessions_ended']),
    )
    expect(await saysOf(visit.act({ act: 'remove_passkey', passkey: own?.id ?? '' }))).toBe('NOT_FOUND.in_space')
  })

  it('moves along with another mail address', async () => {
    const { visit, authenticator } = await withPasskey()
    const before = await visit.caller()
    await visit.act({ act: 'send_email_codes', email: 'zolc@example.org' })
    const typed = { old: await visit.codeTo(ANNA), new: await visit.codeTo('zolc@example.org') }
    await visit.act({ act: 'change_email', ...typed })
    const after = await callerOf(await enter(authenticator))
    expect(after).toMatchObject({ spaceId: before.spaceId, level: 'proven' })
    expect(after.holder).not.toBe(before.holder)
  })

  it('goes with a phone that is lost, and with an erasure', async () => {
    const { authenticator } = await withPasskey()
    await (await SpaceVisit.open(test, ANNA)).act({ act: 'revoke_without_phone' })
    expect(await saysOf(enter(authenticator))).toBe('NOT_FOUND.dead_passkey')
    await back()
    const other = await withPasskey()
    await other.visit.act({ act: 'erase' })
    expect(await test.context.db.passkey.count()).toBe(0)
    expect(await saysOf(enter(other.authenticator))).toBe('NOT_FOUND.dead_passkey')
  })

  it('stands in what a person takes along', async () => {
    const { visit } = await withPasskey()
    expect((await exportPerson(test.context, await visit.caller())).bytes).toBeDefined()
    expect(JSON.stringify(await ownPasskeys(test.context, await visit.caller()))).not.toContain('publicKey')
  })
})

describe('adding one', () => {
  it('takes a session that has given the code a moment ago, which one that a passkey opened has not', async () => {
    const { visit, authenticator } = await withPasskey()
    const byPasskey = await callerOf(await enter(authenticator))
    expect(await saysOf(offerPasskey(test.context, byPasskey))).toBe('STATE_CONFLICT.passkey_needs_proof')
    test.advance(16 * 60_000)
    expect(await saysOf(offerPasskey(test.context, await visit.caller()))).toBe('STATE_CONFLICT.passkey_needs_proof')
    await visit.act({ act: 'send_sign_in_code' })
    await visit.act({ act: 'prove_phone', code: await visit.codeTo(PHONE) })
    expect(await saysOf(addPasskeyOf(test, visit, new SoftAuthenticator()))).toBe('done')
    const mailbox = await SpaceVisit.open(test, ANNA)
    expect(await saysOf(offerPasskey(test.context, await mailbox.caller()))).toBe('SESSION_ENDED.space_code')
  })

  it('ends at ten', async () => {
    const visit = await SpaceVisit.signedIn(test, ANNA)
    for (let made = 0; made < 10; made++) await addPasskeyOf(test, visit, new SoftAuthenticator())
    expect(await saysOf(addPasskeyOf(test, visit, new SoftAuthenticator()))).toBe('STATE_CONFLICT.passkeys_full')
  })

  it('asks for a key that is found without a name, for the person at it, and for no word of its maker', async () => {
    const { visit } = await withPasskey()
    const offer = await offerPasskey(test.context, await visit.caller())
    expect(offer).toMatchObject({
      rp: { id: 'sign.example.com' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [{ type: 'public-key' }],
    })
    expect(offer.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7, -8, -257])
  })

  it.each<[string, Lies]>([
    ['another origin', { origin: 'https://sign.example.com.evil.example' }],
    ['another host', { host: 'evil.example' }],
    ['a challenge that is not ours', { challenge: 'AAAA' }],
    ['no verification of the person', { verified: false }],
    ['another algorithm', { algorithm: -36 }],
    ['an answer of another kind', { type: 'webauthn.get' }],
    ['another name than is signed', { id: 'AAAA' }],
    ['a format that carries a maker', { format: 'fido-u2f' }],
    ['a format that nobody knows', { format: 'x' }],
  ])('is refused for %s', async (_, lies) => {
    const visit = await SpaceVisit.signedIn(test, ANNA)
    expect(await saysOf(addPasskeyOf(test, visit, new SoftAuthenticator(), lies))).toBe('STATE_CONFLICT.passkey_refused')
    expect(await test.context.db.passkey.count()).toBe(0)
  })

  it('takes a statement that the key itself has signed, and none of a maker, however right', async () => {
    const visit = await SpaceVisit.signedIn(test, ANNA)
    expect(await saysOf(addPasskeyOf(test, visit, new SoftAuthenticator(), { format: 'packed' }))).toBe('done')
    const workshop = openWorkshop()
    const subject = '/C=SE/O=Maker/OU=Authenticator Attestation/CN=Maker'
    const certificate = makeCertificate(workshop, 'maker', { key: P256, subject, extensions: ['basicConstraints=CA:FALSE'] })
    const maker = { certificate, key: createPrivateKey(workshop.bytes('maker.key')) }
    workshop.close()
    expect(await saysOf(addPasskeyOf(test, visit, new SoftAuthenticator(), { maker }))).toBe('STATE_CONFLICT.passkey_refused')
  })

  it('is refused for an answer that comes twice, late, in another session, or names a key that is known', async () => {
    const visit = await SpaceVisit.signedIn(test, ANNA)
    const caller = await visit.caller()
    const authenticator = new SoftAuthenticator()
    const add = (answer: ReturnType<SoftAuthenticator['make']>, by = caller) => saysOf(addPasskey(test.context, by, { answer, device }))
    const answer = authenticator.make(await offerPasskey(test.context, caller))
    expect([await add(answer), await add(answer)]).toEqual(['done', 'STATE_CONFLICT.passkey_refused'])
    expect(await add(authenticator.make(await offerPasskey(test.context, caller)))).toBe('STATE_CONFLICT.passkey_refused')
    const elsewhere = await (await SpaceVisit.open(test, ELENIS)).caller()
    expect(await add(new SoftAuthenticator().make(await offerPasskey(test.context, caller)), elsewhere)).toBe(
      'STATE_CONFLICT.passkey_refused',
    )
    const late = new SoftAuthenticator().make(await offerPasskey(test.context, caller))
    test.advance(5 * 60_000 + 1)
    expect(await add(late)).toBe('STATE_CONFLICT.passkey_refused')
  })
})

describe('signing in', () => {
  it.each<[string, Lies]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['the origin without TLS', { origin: 'http://sign.example.com' }],
    ['another host', { host: 'evil.example' }],
    ['a challenge that is not ours', { challenge: 'AAAA' }],
    ['no verification of the person', { verified: false }],
    ['an answer of another kind', { type: 'webauthn.create' }],
    ['another key', { key: new SoftAuthenticator().privateKey }],
    ['a key that nobody has', { id: 'AAAA' }],
    ['another person', { userHandle: Buffer.from('spc_0000000000000000').toString('base64url') }],
    ['nobody', { userHandle: '' }],
    ['a key that may not be copied any more', { mayBackUp: false }],
  ])('is refused for %s, always alike', async (_, lies) => {
    const { authenticator } = await withPasskey()
    const sessions = await test.context.db.spaceSession.count()
    expect(await saysOf(enter(authenticator, lies))).toBe('NOT_FOUND.dead_passkey')
    expect(await test.context.db.spaceSession.count()).toBe(sessions)
    expect(await saysOf(enter(authenticator))).toBe('done')
  })

  it('takes each answer once, within five minutes, and none that was made for adding', async () => {
    const { visit, authenticator } = await withPasskey()
    const { context } = test
    const use = (answer: ReturnType<SoftAuthenticator['sign']>) => saysOf(signInWithPasskey(context, { answer, client: 'x', device }))
    const answer = authenticator.sign(await askForPasskey(context, { client: 'x' }))
    expect([await use(answer), await use(answer)]).toEqual(['done', 'NOT_FOUND.dead_passkey'])
    const spent = await askForPasskey(context, { client: 'x' })
    expect(await use(authenticator.sign(spent, { verified: false }))).toBe('NOT_FOUND.dead_passkey')
    expect(await use(authenticator.sign(spent))).toBe('NOT_FOUND.dead_passkey')
    expect(await use(authenticator.sign(await offerPasskey(context, await visit.caller())))).toBe('NOT_FOUND.dead_passkey')
    const late = authenticator.sign(await askForPasskey(context, { client: 'x' }))
    test.advance(5 * 60_000 + 1)
    expect(await use(late)).toBe('NOT_FOUND.dead_passkey')
  })

  it('refuses a counter that has not grown, which is that of a copy', async () => {
    const { authenticator } = await withPasskey(true)
    expect(await saysOf(enter(authenticator))).toBe('done')
    expect(await saysOf(enter(authenticator, { counter: 1 }))).toBe('NOT_FOUND.dead_passkey')
    expect(await saysOf(enter(authenticator, { counter: 0 }))).toBe('NOT_FOUND.dead_passkey')
    expect(await saysOf(enter(authenticator, { counter: 0xffffffff }))).toBe('done')
  })

  it('opens no space with the passkey of another, and nothing with a row that was changed', async () => {
    const { authenticator } = await withPasskey()
    const eleni = await SpaceVisit.open(test, ELENIS)
    const elenis = new SoftAuthenticator()
    await addPasskeyOf(test, eleni, elenis)
    const { spaceId } = await callerOf(await enter(authenticator))
    const handle = Buffer.from(spaceId).toString('base64url')
    expect(await saysOf(enter(elenis, { userHandle: handle }))).toBe('NOT_FOUND.dead_passkey')
    expect(await saysOf(enter(elenis, { id: authenticator.id, userHandle: handle }))).toBe('NOT_FOUND.dead_passkey')
    await test.context.db.passkey.updateMany({ where: { credentialId: elenis.id }, data: { spaceId } })
    expect(await saysOf(enter(elenis, { userHandle: handle }))).toBe('NOT_FOUND.dead_passkey')
  })

  it('is tried so often only', async () => {
    const { authenticator } = await withPasskey()
    const answers: string[] = []
    for (let tries = 0; tries < 61; tries++) answers.push(await saysOf(enter(authenticator, { id: 'AAAA' })))
    expect(answers.slice(0, 60).every((answer) => answer === 'NOT_FOUND.dead_passkey')).toBe(true)
    expect(answers[60]).toMatch(/^RATE_LIMITED/)
  })
})
