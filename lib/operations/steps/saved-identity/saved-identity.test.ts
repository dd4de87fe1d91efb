// Who has signed before sees as whom they sign, chooses, or is checked anew; and who can use their certificate no more is told why, but nobody else.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Rewind } from '../../../testing/checkpoint'
import { newRequest, Walk } from '../../../testing/journey-walk'
import { scriptedIdentity } from '../../../testing/scripted-identity'
import { testContext, type TestContext } from '../../../testing/test-context'
import { takeOver } from '../../access/take-over'
import { openSubject, sealSubject } from '../../credentials/usable-credentials'
import { changeBound } from '../../kernel/bound-rows'
import { loadEvents } from '../../kernel/evidence'
import { readContent } from '../../kernel/outbox'
import { getIdentityProof } from '../../proof/get-identity-proof'
import { saysOf } from '@/lib/testing/refusal'

const KNOWN = { name: 'Łukasz Żółć', email: 'lukasz@example.com', phone: '+48500123456' }
const UNUSABLE = 'CREDENTIAL_LOCKED.unusable'

let test: TestContext
/** One certificate, and two. */
let one: Rewind
let two: Rewind
let first: string
let second: string

type Asked = { walk: Walk; request: string; signer: string }
async function asked(person: Partial<typeof KNOWN> = {}): Promise<Asked> {
  const request = await newRequest(test, [{ ...KNOWN, ...person }])
  const signer = request.signers[0]?.id ?? ''
  const walk = await Walk.open(test, signer)
  await walk.to('details')
  return { walk, request: request.id, signer }
}
async function prove(walk: Walk): Promise<void> {
  await walk.act({ act: 'send_holder_code' })
  await walk.act({ act: 'prove_holder', code: await walk.lastCode('holder_code') })
}
const choose = (walk: Walk, credential: string | null) => walk.act({ act: 'choose_saved_identity', credential })
const facts = async (request: string) => (await loadEvents(test.context, test.context.db, request)).map(({ fact }) => fact)
const shown = async (walk: Walk) => (await walk.view()).savedIdentities.map(({ id }) => id)
const change = (id: string, data: { revokedAt?: Date; lockedAt?: Date; expiresAt?: Date }) =>
  changeBound(test.context, test.context.db, 'credential', { id }, data)
const newest = async () => (await test.context.db.credential.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })).id

beforeAll(async () => {
  test = await testContext({ identity: scriptedIdentity().identity })
  await (await asked()).walk.to('signed')
  first = await newest()
  test.advance(60_000)
  one = await test.checkpoint()
})
afterAll(() => test.close())

describe('with one certificate', () => {
  let at: Asked
  beforeEach(async () => {
    await one()
    at = await asked()
    await prove(at.walk)
  })

  it('its holder sees name, document, day of the check and end, and signs with it once they have said so', async () => {
    expect(await at.walk.place()).toBe('saved_identity')
    const { expiresAt } = await test.context.db.credential.findUniqueOrThrow({ where: { id: first } })
    const { decidedAt } = await test.context.db.verification.findFirstOrThrow()
    expect((await at.walk.view()).savedIdentities).toEqual([
      {
        id: first,
        commonName: KNOWN.name,
        document: { type: 'national_id', country: 'PL' },
        checkedAt: decidedAt,
        until: expiresAt,
        asks: 'nothing',
      },
    ])
    const proof = () =>
      saysOf(getIdentityProof(test.context, { ...test.caller, plan: 'business' }, { requestId: at.request, signerId: at.signer }))
    expect(await proof()).toBe('PROOF_NOT_VERIFIED.not_yet')
    await choose(at.walk, first)
    // Pressed twice.
    await choose(at.walk, first)
    expect(await at.walk.place()).toBe('review')
    expect(await proof()).toBe('PROOF_SAVED_IDENTITY.saved')
    expect((await facts(at.request)).filter(({ type }) => type === 'saved_identity_chosen')).toEqual([
      { type: 'saved_identity_chosen', signer: at.signer, credential: first },
    ])
    await at.walk.to('signed')
    expect(await proof()).toBe('PROOF_SAVED_IDENTITY.saved')
  })

  it('or is checked anew, with another certificate at the end; the first one stays theirs', async () => {
    await choose(at.walk, null)
    await choose(at.walk, null)
    expect(await at.walk.place()).toBe('details')
    expect(await at.walk.view()).toMatchObject({ credentials: [], savedIdentities: [], lost: null })
    await at.walk.act({ act: 'confirm_details' })
    await at.walk.to('sign')
    second = await newest()
    expect(second).not.toBe(first)
    expect((await at.walk.view()).credentials.map(({ id }) => id)).toEqual([second])
    two = await test.checkpoint()
    expect(await test.context.db.credential.findUniqueOrThrow({ where: { id: first } })).toMatchObject({ revokedAt: null, lockedAt: null })

    await change(second, { lockedAt: test.context.machineNow() })
    expect(await at.walk.place()).toBe('identity')
    expect((await at.walk.view()).lost).toMatchObject({ because: 'locked' })
  })

  it('is asked again after starting over', async () => {
    await choose(at.walk, first)
    await at.walk.act({ act: 'restart' })
    await at.walk.act({ act: 'accept_terms', texts: (await at.walk.view()).texts.map(({ sha256 }) => sha256) })
    expect(await at.walk.place()).toBe('saved_identity')
  })

  it('a stranger with the link, who goes on at another screen, sees nothing of it and chooses nothing', async () => {
    await choose(at.walk, first)
    const thief = await Walk.open(test, at.signer)
    await takeOver(test.context, thief.caller)
    Object.assign(thief.caller, { active: true })
    expect(await thief.place()).toBe('details')
    expect(await thief.view()).toMatchObject({ credentials: [], savedIdentities: [], lost: null })
    expect(await saysOf(thief.act({ act: 'start_signing', credential: first }))).toMatch(/^STATE_CONFLICT/)
  })

  it('what is not theirs to choose is refused alike', async () => {
    const other = await asked({ name: 'Anna Nowak', email: 'anna@example.com' })
    expect(await saysOf(choose(other.walk, first))).toMatch(/^STATE_CONFLICT/)
    for (const id of ['cred_0000000000000000', first.toUpperCase()]) expect(await saysOf(choose(at.walk, id))).toBe(UNUSABLE)
    expect(await at.walk.place()).toBe('saved_identity')
  })
})

describe('with several', () => {
  let at: Asked
  beforeEach(async () => {
    await two()
    test.advance(60_000)
    at = await asked()
  })

  it('their holder chooses, the newest first, and signs with that one and no other', async () => {
    await prove(at.walk)
    expect((await facts(at.request)).at(-1)).toEqual({ type: 'holder_proven', signer: at.signer, credential: second, others: [first] })
    expect(await shown(at.walk)).toEqual([second, first])
    await choose(at.walk, first)
    await at.walk.to('sign')
    expect((await at.walk.view()).credentials.map(({ id }) => id)).toEqual([first])
    expect(await saysOf(at.walk.act({ act: 'start_signing', credential: second }))).toBe(UNUSABLE)
    await at.walk.to('signed')
    expect((await facts(at.request)).find(({ type }) => type === 'signature_authorised')).toMatchObject({ credential: first })
  })

  it('another one is chosen at the act of signing, and signs; the code that went to the first does not', async () => {
    await prove(at.walk)
    await choose(at.walk, second)
    await at.walk.to('sign')
    expect((await at.walk.view()).otherCertificates).toMatchObject([{ id: first, proven: true }])
    await at.walk.act({ act: 'start_signing', credential: second })
    const { activation } = await at.walk.view()
    const code = await at.walk.lastCode('signing_code')
    await choose(at.walk, first)
    expect(await at.walk.place()).toBe('sign')
    expect(await at.walk.view()).toMatchObject({ activation: null, credentials: [{ id: first }], otherCertificates: [{ id: second }] })
    expect(await saysOf(at.walk.act({ act: 'sign', activation: activation?.id ?? '', pin: '490731', code }))).not.toBe('done')
    // A new check is begun by other buttons there.
    expect(await saysOf(choose(at.walk, null))).toMatch(/^STATE_CONFLICT/)
    await at.walk.to('signed')
    expect((await facts(at.request)).find(({ type }) => type === 'signature_authorised')).toMatchObject({ credential: first })
  })

  it('those of another phone are not proven with it', async () => {
    const row = await test.context.db.credential.findUniqueOrThrow({ where: { id: first } })
    const subject = sealSubject(test.context, first, { ...openSubject(test.context, row), phone: '+48601000999' })
    await test.context.db.credential.update({ where: { id: first }, data: { subject } })
    await prove(at.walk)
    expect(await shown(at.walk)).toEqual([second])
    expect(await saysOf(choose(at.walk, first))).toBe(UNUSABLE)
  })

  describe('with another phone', () => {
    const OTHER = '+48601000999'
    const sent = async () => {
      const rows = await test.context.db.outboxMessage.findMany({ where: { signerId: at.signer, channel: 'sms' } })
      return rows.map((row) => readContent(test.context, row).to)
    }
    const ask = (credential: string) => saysOf(at.walk.act({ act: 'send_other_code', credential }))
    const answer = (code: string, credential = first) => saysOf(at.walk.act({ act: 'prove_other', credential, code }))
    beforeEach(async () => {
      const row = await test.context.db.credential.findUniqueOrThrow({ where: { id: first } })
      const subject = sealSubject(test.context, first, { ...openSubject(test.context, row), phone: OTHER })
      await test.context.db.credential.update({ where: { id: first }, data: { subject } })
    })

    it('is told of to nobody who has proven none, and nothing goes to it', async () => {
      expect((await at.walk.view()).otherCertificates).toEqual([])
      expect(await ask(first)).toMatch(/^STATE_CONFLICT/)
      expect(await sent()).toEqual([])
    })

    it.each(['saved_identity', 'sign'] as const)('is proven by a code to it at %s, and signs', async (place) => {
      await prove(at.walk)
      if (place === 'sign') {
        await choose(at.walk, second)
        await at.walk.to('sign')
      }
      test.advance(60_000)
      expect((await at.walk.view()).otherCertificates).toMatchObject([
        { id: first, proven: false, phoneMasked: expect.stringContaining('0999') },
      ])
      expect(await ask(second)).toBe(UNUSABLE)
      expect(await ask('cred_0000000000000000')).toBe(UNUSABLE)
      expect(await ask(first)).toBe('done')
      expect((await sent()).at(-1)).toBe(OTHER)
      expect(await answer('000000')).toBe('CODE_INVALID.wrong')
      expect(await saysOf(choose(at.walk, first))).toBe(UNUSABLE)
      const code = await at.walk.lastCode('holder_code')
      expect(await answer(code)).toBe('done')
      // Sent twice.
      expect(await answer(code)).toBe('done')
      expect(await at.walk.place()).toBe('saved_identity')
      expect(await shown(at.walk)).toEqual([second, first])
      await choose(at.walk, first)
      expect(await at.walk.place()).toBe(place === 'sign' ? 'sign' : 'review')
      await at.walk.to('signed')
      expect((await facts(at.request)).find(({ type }) => type === 'signature_authorised')).toMatchObject({ credential: first })
    })

    it('is told of to nobody who goes on at another screen', async () => {
      await prove(at.walk)
      await choose(at.walk, second)
      await at.walk.to('sign')
      const thief = await Walk.open(test, at.signer)
      await takeOver(test.context, thief.caller)
      Object.assign(thief.caller, { active: true })
      expect((await thief.view()).otherCertificates).toEqual([])
      expect(await saysOf(thief.act({ act: 'send_other_code', credential: first }))).toMatch(/^STATE_CONFLICT/)
    })
  })

  it('when the chosen one is lost the other one is offered, and after that the reason is told', async () => {
    await prove(at.walk)
    await choose(at.walk, second)
    await at.walk.to('sign')
    await change(second, { revokedAt: test.context.machineNow() })
    expect(await at.walk.place()).toBe('saved_identity')
    expect(await shown(at.walk)).toEqual([first])
    await change(first, { lockedAt: test.context.machineNow() })
    expect(await at.walk.place()).toBe('details')
    expect((await at.walk.view()).lost).toMatchObject({ because: 'revoked' })
  })
})

describe('with none that signs any more', () => {
  beforeEach(() => one())
  const day = new Date('2026-01-02T03:04:05.000Z')
  const LOST = {
    revoked: { change: { revokedAt: day }, at: day },
    expired: { change: { expiresAt: day }, at: day },
    locked: { change: { lockedAt: day }, at: day },
    other_name: { name: 'Łukasz Nowak', at: null },
  } as const

  it.each(Object.keys(LOST) as (keyof typeof LOST)[])(
    'its holder is told that it is lost (%s), by the code alone, and goes the whole way',
    async (because) => {
      const lost = LOST[because]
      if ('change' in lost) await change(first, lost.change)
      const at = await asked('name' in lost ? { name: lost.name } : {})
      const unknown = await asked({ name: 'Anna Nowak', email: 'nobody@example.com' })
      for (const { walk } of [at, unknown]) {
        await walk.act({ act: 'send_holder_code' })
        expect(await saysOf(walk.act({ act: 'prove_holder', code: '000000' }))).toBe('CODE_INVALID.wrong')
        expect(await walk.view()).toMatchObject({ lost: null, savedIdentities: [], place: { step: 'details' } })
      }
      const code = await at.walk.lastCode('holder_code')
      await at.walk.act({ act: 'prove_holder', code })
      // The answer was lost on its way, and the code is sent again.
      await at.walk.act({ act: 'prove_holder', code })
      expect(await at.walk.view()).toMatchObject({ lost: { because, at: lost.at }, savedIdentities: [], place: { step: 'details' } })
      await at.walk.act({ act: 'confirm_details' })
      expect(await at.walk.place()).toBe('issuance_terms')
    },
  )

  it('a name that was wrong here is corrected, and the certificate is there', async () => {
    const { walk } = await asked({ name: 'Łukasz Nowak' })
    await prove(walk)
    await walk.act({ act: 'correct_details', name: KNOWN.name })
    expect(await walk.place()).toBe('saved_identity')
    expect(await shown(walk)).toEqual([first])
  })

  it('who claims its address by a correction is told nothing, and nothing goes to its phone', async () => {
    await change(first, { revokedAt: day })
    const { walk, signer } = await asked({ email: 'claimant@example.com', phone: '+48601000999' })
    await walk.act({ act: 'correct_details', email: KNOWN.email })
    await walk.to('issuance_terms')
    await walk.to('identity')
    await walk.act({ act: 'restart' })
    await walk.to('details')
    await walk.act({ act: 'send_holder_code' })
    const texts = await test.context.db.outboxMessage.findMany({ where: { signerId: signer, channel: 'sms' } })
    expect(texts.map((row) => readContent(test.context, row)).filter(({ to }) => to === KNOWN.phone)).toEqual([])
  })
})
