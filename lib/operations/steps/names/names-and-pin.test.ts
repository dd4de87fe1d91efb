// What follows a passed check: the names of the certificate, the proof of the phone, the PIN. The analysis itself is scripted.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadEvents } from '../../kernel/evidence'
import { newRequest, placesAlong, Walk } from '../../../testing/journey-walk'
import { scriptedIdentity } from '../../../testing/scripted-identity'
import { testContext, type TestContext } from '../../../testing/test-context'
import { codeOf } from '@/lib/testing/refusal'

let test: TestContext
let walk: Walk
let request: string
let from: (place: 'names' | 'pin') => Promise<void>

const PERSON = { name: 'Łukasz Żółć', email: 'lukasz@example.com' }
const PHONE = '+48500123456'

beforeAll(async () => {
  test = await testContext({ identity: scriptedIdentity().identity })
  const created = await newRequest(test, [PERSON])
  request = created.id
  walk = await Walk.open(test, created.signers[0]?.id ?? '')
  from = await placesAlong(test, walk, ['names', 'pin'])
})
afterAll(() => test.close())

const factTypes = async () => (await loadEvents(test.context, test.context.db, request)).map(({ fact }) => fact.type)

const choose = (over: object) =>
  walk.act({ act: 'choose_names', givenNames: ['Łukasz'], surname: 'Żółć', spelling: 'own', phone: PHONE, code: '000000', ...over })

it('lets only names of the document into the certificate, in its letters or the person’s own', async () => {
  await from('names')
  expect((await walk.view()).names).toMatchObject({
    givenNames: ['LUKASZ', 'JAN'],
    ownSpelling: { givenNames: ['Łukasz'], surname: 'Żółć' },
  })
  expect(await codeOf(choose({ surname: 'Żółw' }))).toBe('NAME_NOT_ON_DOCUMENT')
  expect(await codeOf(choose({ givenNames: ['Jan', 'Łukasz'] }))).toBe('NAME_NOT_ON_DOCUMENT')
  expect(await codeOf(choose({ givenNames: ['ZOLC'], surname: 'LUKASZ', spelling: 'document' }))).toBe('NAME_NOT_ON_DOCUMENT')
  await walk.act({ act: 'send_phone_code', phone: PHONE })
  await choose({ givenNames: ['Łukasz', 'Jan'], code: await walk.lastCode('phone_code') })
  expect(await walk.place()).toBe('pin')
})

it('proves every phone number by a code, three tries for each', async () => {
  await from('names')
  const phone = '+48 601 234 567'
  expect(await codeOf(choose({ phone: '+48 22 123 45 67' }))).toBe('PHONE_INVALID')
  expect(await codeOf(choose({ phone }))).toBe('CODE_INVALID')
  await walk.act({ act: 'send_phone_code', phone })
  expect(await codeOf(walk.act({ act: 'send_phone_code', phone }))).toBe('RESEND_TOO_SOON')
  const code = await walk.lastCode('phone_code')
  const wrong = code === '111111' ? '222222' : '111111'
  expect(await codeOf(choose({ phone: '+48601234568', code }))).toBe('CODE_INVALID')
  for (const _ of [1, 2, 3]) expect(await codeOf(choose({ phone, code: wrong }))).toBe('CODE_INVALID')
  expect(await codeOf(choose({ phone, code }))).toBe('CODE_INVALID')
  test.advance(31_000)
  await walk.act({ act: 'send_phone_code', phone })
  await choose({ phone, code: await walk.lastCode('phone_code') })
  expect(
    (await loadEvents(test.context, test.context.db, request)).find(({ fact }) => fact.type === 'phone_confirmed')?.fact,
  ).toMatchObject({
    proof: 'code',
  })
})

it('refuses a PIN that is the birth date, and issues one certificate also when the machine stops in between', async () => {
  await from('pin')
  expect(await codeOf(walk.act({ act: 'create_pin', pin: '220485' }))).toBe('PIN_WEAK')
  await walk.to('certificate')
  const text = (await walk.view()).texts[0]?.sha256 ?? ''
  const { signing } = test.context
  const kept = () => test.context.db.issuedCertificate.count({ where: { issuer: 'issuing' } })
  const before = await kept()
  test.context.signing = (mode) => ({
    ...signing(mode),
    certify: async (...asked) => {
      await signing(mode).certify(...asked)
      throw new Error('stopped before it was written down')
    },
  })
  expect(await codeOf(walk.act({ act: 'accept_certificate_request', text }))).toMatch(/^bug/)
  test.context.signing = signing
  await Promise.all([walk.act({ act: 'accept_certificate_request', text }), walk.act({ act: 'accept_certificate_request', text })])
  const types = await factTypes()
  expect([
    (await kept()) - before,
    types.filter((type) => type === 'certificate_requested').length,
    types.filter((type) => type === 'certificate_issued').length,
  ]).toEqual([1, 1, 1])
  expect((await walk.view()).place).toEqual({ at: 'step', step: 'review' })
})
