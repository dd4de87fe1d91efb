// A code signs one act, of one signer, on documents as they were accepted, once; and whatever stops in between, one signature comes of it.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readCertificate } from '../../crypto/certificate'
import type { SignerCaller } from '../../domain/caller'
import type { Fact } from '../../domain/event'
import type { Trust } from '../../domain/ports'
import type { Rewind } from '../../testing/checkpoint'
import { newRequest, Walk } from '../../testing/journey-walk'
import { saysOf } from '../../testing/refusal'
import { testContext, type TestContext } from '../../testing/test-context'
import { takeOver } from '../access/take-over'
import { loadEvents } from '../kernel/evidence'
import { addSigner } from '../requests/add-signer'
import { cancelSignatureRequest } from '../requests/cancel-signature-request'
import { signByCode } from '../steps/sign/sign-by-code'
import { standing } from '../journey/standing'
import { signOnce as signAfterCode } from './afterwards/sign-once'
import { sealSignature } from './seal-signature'

const ANNA = { name: 'Łukasz Żółć', email: 'lukasz@example.com', phone: '+48500123456' }
const MARIA = { name: 'Μαρία Παπαδοπούλου', email: 'maria@example.com', phone: '+306912345678' }

let test: TestContext
let back: Rewind

beforeAll(async () => {
  test = await testContext({ start: new Date() })
  back = await test.checkpoint()
})
beforeEach(() => back())
afterAll(() => test.close())

const facts = async (request: string) => (await loadEvents(test.context, test.context.db, request)).map(({ fact }) => fact)
const ofType = async <T extends Fact['type']>(request: string, type: T) =>
  (await facts(request)).filter((fact): fact is Extract<Fact, { type: T }> => fact.type === type)

async function atSign(people = [ANNA]) {
  const request = await newRequest(test, people, { signatureType: 'aes' })
  const walks: Walk[] = []
  for (const { id } of request.signers) {
    const walk = await Walk.open(test, id)
    await walk.to('sign')
    walks.push(walk)
  }
  const [walk] = walks
  if (!walk) throw new Error('no signer')
  return { request, walks, walk }
}

const typed = (walk: Walk, activation: string, code: string) => saysOf(walk.act({ act: 'sign_by_code', activation, code }))
/** A code of six digits that is not this one. */
const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const unsigned = async (request: string) => {
  expect((await facts(request)).map(({ type }) => type)).not.toContain('signature_authorised')
  expect(await ofType(request, 'one_shot_certificate_issued')).toEqual([])
}

describe('a code', () => {
  it('signs once: used again it does nothing, and makes no second signature', async () => {
    const { request, walk } = await atSign()
    const activation = await walk.sendCode()
    const code = await walk.lastCode()
    expect(await Promise.all([1, 2].map(() => typed(walk, activation, code)))).toEqual(['done', 'done'])
    expect(await typed(walk, activation, code)).toBe('done')
    await walk.to('signed')
    for (const type of ['signature_authorised', 'document_signed', 'signer_signed'] as const)
      expect(await ofType(request.id, type)).toHaveLength(1)
  })

  it('of another request, or of another signer, signs nothing', async () => {
    const first = await atSign([ANNA, MARIA])
    const second = await atSign([ANNA])
    const [mine, theirs] = [await first.walk.sendCode(), await second.walk.sendCode()]
    const codes = [await first.walk.lastCode(), await second.walk.lastCode()]
    const [own = '', foreign = ''] = codes
    if (own !== foreign) expect(await typed(first.walk, mine, foreign)).toBe('CODE_INVALID.wrong')
    expect(await typed(first.walk, theirs, foreign)).toBe('ACTIVATION_EXPIRED.code')
    expect(await typed(first.walks[1] ?? first.walk, mine, own)).toBe('ACTIVATION_EXPIRED.code')
    await unsigned(first.request.id)
    // An act that the database moves to another signer has no MAC there.
    await test.context.db.activation.update({ where: { id: theirs }, data: { signerId: first.walk.caller.signerId } })
    expect(await typed(first.walk, theirs, foreign)).toBe('INTEGRITY_FAULT.changed')
    await unsigned(first.request.id)
  })

  it('is dead once the documents were changed, and the signer reads them again', async () => {
    const { request, walk } = await atSign()
    const activation = await walk.sendCode()
    const code = await walk.lastCode()
    await addSigner(test.context, test.caller, {
      requestId: request.id,
      signer: { ...MARIA, locale: null, order: null, method: null, country: null },
      fields: [],
    })
    expect(await typed(walk, activation, code)).toBe('STATE_CONFLICT.other_step')
    expect(await walk.place()).toBe('review')
    await walk.to('sign')
    expect(await typed(walk, activation, code)).toBe('ACTIVATION_EXPIRED.code')
    // Also where the act was opened again in the database: the code is of other bytes.
    await test.context.db.activation.update({ where: { id: activation }, data: { state: 'open' } })
    expect(await typed(walk, activation, code)).not.toBe('done')
    await test.context.db.activation.update({ where: { id: activation }, data: { state: 'void' } })
    await unsigned(request.id)
    await walk.to('signed')
  })

  it('is dead after a restart, after ten minutes, and once another one was sent', async () => {
    const { request, walk } = await atSign()
    const first = await walk.sendCode()
    const old = await walk.lastCode()
    test.advance(31_000)
    await walk.act({ act: 'resend_code', activation: first })
    const fresh = await walk.lastCode()
    if (old !== fresh) expect(await typed(walk, first, old)).toBe('CODE_INVALID.wrong')
    test.advance(11 * 60_000)
    expect(await typed(walk, first, fresh)).toBe('ACTIVATION_EXPIRED.code')
    const second = await walk.sendCode()
    const code = await walk.lastCode()
    await walk.act({ act: 'restart' })
    await walk.to('sign')
    expect(await typed(walk, second, code)).toBe('ACTIVATION_EXPIRED.code')
    await unsigned(request.id)
  })

  it('is not guessed: three tries each, five for an act, and 25 for a signer, whatever is asked for', async () => {
    const { request, walk } = await atSign()
    const answers: string[] = []
    for (let acts = 0; acts < 5; acts++) {
      const session = await Walk.open(test, walk.caller.signerId)
      await takeOver(test.context, session.caller)
      Object.assign(session.caller, { active: true, client: `client ${acts}` })
      const activation = await session.sendCode()
      for (let tries = 0; tries < 5; tries++) {
        if (tries === 3) {
          expect(await typed(session, activation, other(await session.lastCode()))).toBe('CODE_INVALID.used_up')
          test.advance(31_000)
          await session.act({ act: 'resend_code', activation })
        }
        answers.push(await typed(session, activation, other(await session.lastCode())))
      }
      if (acts < 4) continue
      expect(await saysOf(session.act({ act: 'send_signing_code' }))).toBe('CREDENTIAL_LOCKED.codes')
      // A restart gives none back.
      await session.act({ act: 'restart' })
      await session.to('sign')
      expect(await saysOf(session.act({ act: 'send_signing_code' }))).toBe('CREDENTIAL_LOCKED.codes')
    }
    expect(answers).toEqual(
      Array.from({ length: 5 }, () => [...Array.from({ length: 4 }, () => 'CODE_INVALID.wrong'), 'ACTIVATION_EXPIRED.codes_used']).flat(),
    )
    expect(await ofType(request.id, 'activation_failed')).toHaveLength(25)
    await unsigned(request.id)
  })

  it('comes again after 30 seconds, five times for an act', async () => {
    const { walk } = await atSign()
    const activation = await walk.sendCode()
    const again = () => saysOf(walk.act({ act: 'resend_code', activation }))
    expect(await again()).toBe('RESEND_TOO_SOON.code')
    for (let sends = 2; sends <= 5; sends++) {
      test.advance(31_000)
      expect(await again()).toBe('done')
    }
    test.advance(31_000)
    expect(await again()).toBe('RATE_LIMITED.codes')
  })

  it('signs nothing after the request was withdrawn, after its deadline, or in a browser from which another one has taken over', async () => {
    for (const end of ['withdrawn', 'expired', 'taken over'] as const) {
      const { request, walk } = await atSign()
      const activation = await walk.sendCode()
      const code = await walk.lastCode()
      if (end === 'withdrawn') await cancelSignatureRequest(test.context, test.caller, { requestId: request.id })
      if (end === 'expired') test.advance(40 * 86_400_000)
      if (end === 'taken over') await takeOver(test.context, (await Walk.open(test, walk.caller.signerId)).caller)
      const expected = end === 'taken over' ? 'OTHER_DEVICE_ACTIVE.continued' : 'STATE_CONFLICT.other_step'
      expect([end, await typed(walk, activation, code)]).toEqual([end, expected])
      await unsigned(request.id)
    }
  })
})

describe('the routes of other levels', () => {
  it('lead an advanced signer nowhere', async () => {
    const { request, walk } = await atSign()
    const activation = await walk.sendCode()
    const code = await walk.lastCode()
    expect(await saysOf(walk.act({ act: 'sign_by_click', texts: ['a'.repeat(64)] }))).toBe('STATE_CONFLICT.other_factors')
    expect(await saysOf(walk.act({ act: 'start_signing', credential: 'cred_1' }))).toBe('CREDENTIAL_LOCKED.unusable')
    expect(await saysOf(walk.act({ act: 'sign', activation, pin: '4907', code }))).toBe('ACTIVATION_EXPIRED.code')
    await unsigned(request.id)
    await walk.act({ act: 'restart' })
    await walk.to('details')
    expect(await saysOf(walk.act({ act: 'send_holder_code' }))).toBe('STATE_CONFLICT.other_factors')
  })

  it.each(['qes', 'ses'] as const)('that an advanced signer takes lead one of a %s request nowhere', async (signatureType) => {
    const request = await newRequest(test, [ANNA], { signatureType })
    const walk = await Walk.open(test, request.signers[0]?.id ?? '')
    if (signatureType === 'ses') await walk.to('sign')
    const expected = signatureType === 'ses' ? 'STATE_CONFLICT.other_factors' : 'STATE_CONFLICT.other_step'
    expect(await saysOf(walk.act({ act: 'send_signing_code' }))).toBe(expected)
    expect(await typed(walk, 'act_1', '123456')).toBe(expected)
    await unsigned(request.id)
  })
})

describe('a crash', () => {
  /** The job that signs, with a trust service of the test. Answers what it came to. */
  const sealedBy = (activation: string, trust: Partial<Trust>) =>
    saysOf(sealSignature({ ...test.context, trust: (mode) => ({ ...test.context.trust(mode), ...trust }) }, { activation }))
  const authorised = async () => {
    const at = await atSign()
    const activation = await at.walk.sendCode()
    await signByCode(test.context, at.walk.caller as SignerCaller, { activation, code: await at.walk.lastCode() })
    return { ...at, activation }
  }
  const reasonOf = async (serialHex: string) => (await test.context.db.issuedCertificate.findFirstOrThrow({ where: { serialHex } })).reason

  it('between certificate and signature costs the signer nothing: another certificate signs, and the first is revoked', async () => {
    const { request, walk, activation } = await authorised()
    let lost = ''
    const signOnce: Trust['signOnce'] = (person, toSign) =>
      test.context.trust('test').signOnce(person, async (certificate) => {
        lost = readCertificate(certificate).serialHex
        await toSign(certificate)
        throw new Error('stopped')
      })
    expect(await sealedBy(activation, { signOnce })).toBe('bug: Error: stopped')
    expect([await walk.place(), await ofType(request.id, 'one_shot_certificate_issued')]).toEqual(['seal', []])
    expect(await reasonOf(lost)).toBe(5)
    await walk.to('signed')
    const issued = await ofType(request.id, 'one_shot_certificate_issued')
    expect([issued.length, issued[0]?.serial === lost]).toEqual([1, false])
    expect(await ofType(request.id, 'document_signed')).toHaveLength(1)
  })

  it('after the signature was stored asks for no other certificate', async () => {
    const { request, walk, activation } = await authorised()
    expect(await sealedBy(activation, { stamp: () => Promise.reject(new Error('away')) })).toContain('bug')
    expect(await ofType(request.id, 'one_shot_certificate_issued')).toHaveLength(1)
    await walk.to('signed')
    expect(await ofType(request.id, 'one_shot_certificate_issued')).toHaveLength(1)
    expect(await ofType(request.id, 'one_shot_key_destroyed')).toHaveLength(1)
  })

  it('of the time-stamps for a day ends with a certificate that is still valid', async () => {
    const { request, walk, activation } = await authorised()
    await sealedBy(activation, { stamp: () => Promise.reject(new Error('away')) })
    test.advance(23 * 3_600_000)
    await walk.to('signed')
    expect(await ofType(request.id, 'one_shot_certificate_issued')).toHaveLength(2)
    expect(await ofType(request.id, 'document_signed')).toHaveLength(1)
  })

  it('or a second process at the same moment makes no second signature', async () => {
    const { request, walk, activation } = await authorised()
    const real = test.context.trust('test')
    let arrived = 0
    let both: () => void = () => {}
    const isBoth = new Promise<void>((resolve) => {
      both = resolve
    })
    const signOnce: Trust['signOnce'] = (person, toSign) =>
      real.signOnce(person, async (certificate) => {
        arrived += 1
        if (arrived === 2) both()
        await isBoth
        return toSign(certificate)
      })
    const journeyOf = () => standing(test.context, test.context.db, walk.caller.signerId)
    const row = await test.context.db.activation.findUniqueOrThrow({ where: { id: activation } })
    const context = { ...test.context, trust: (mode: 'test' | 'live') => ({ ...test.context.trust(mode), signOnce }) }
    const [one, two] = await Promise.all([signAfterCode(context, await journeyOf(), row), signAfterCode(context, await journeyOf(), row)])
    expect(one.signatures).toEqual(two.signatures)
    expect(await ofType(request.id, 'one_shot_key_destroyed')).toHaveLength(1)
    await walk.to('signed')
    expect(await ofType(request.id, 'document_signed')).toHaveLength(1)
  })

  it('keeps both signatures when two people type their codes at the same moment', async () => {
    const { request, walks } = await atSign([ANNA, MARIA])
    const acts: [Walk, string, string][] = []
    for (const walk of walks) acts.push([walk, await walk.sendCode(), await walk.lastCode()])
    expect(await Promise.all(acts.map((act) => typed(...act)))).toEqual(['done', 'done'])
    for (const walk of walks) await walk.to('signed')
    expect(await ofType(request.id, 'signature_failed')).toEqual([])
    expect(await ofType(request.id, 'document_signed')).toHaveLength(2)
  })
})
