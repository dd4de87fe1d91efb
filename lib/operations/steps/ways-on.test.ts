// Where a journey would be stuck there is a way on: a forgotten PIN, another phone, a wrong name, no consent to a comparison by software.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadEvents } from '../kernel/evidence'
import { scriptedIdentity, type Script } from '../../testing/scripted-identity'
import { newRequest, placesAlong, Walk } from '../../testing/journey-walk'
import { testContext, type TestContext } from '../../testing/test-context'
import { saysOf } from '@/lib/testing/refusal'

const PLACES = ['issuance_terms', 'certificate', 'sign'] as const
let test: TestContext
let script: Script
let request: string
let walk: Walk
let standAt: (place: (typeof PLACES)[number]) => Promise<void>

beforeAll(async () => {
  const scripted = scriptedIdentity()
  script = scripted.script
  test = await testContext({ identity: scripted.identity })
  const created = await newRequest(test, [{ name: 'Łukasz Żółć', email: 'lukasz@example.com' }])
  request = created.id
  walk = await Walk.open(test, created.signers[0]?.id ?? '')
  standAt = await placesAlong(test, walk, PLACES)
})
afterAll(() => test.close())

const facts = async () => (await loadEvents(test.context, test.context.db, request)).map(({ fact }) => fact)

describe('a certificate that its holder cannot use', () => {
  it.each(['pin_forgotten', 'phone_changed'] as const)(
    'is set aside (%s): a new check, a new certificate, and the old one stays',
    async (because) => {
      await standAt('sign')
      const activation = await walk.startSigning()
      const { credentials } = await walk.view()
      const credential = credentials[0]?.id ?? ''
      await walk.act({ act: 'set_aside_certificate', credential, because })
      expect(await walk.place()).toBe('identity')
      expect((await facts()).at(-1)).toMatchObject({ type: 'certificate_set_aside', credential, because })
      // Pressed twice, and the code of before.
      await walk.act({ act: 'set_aside_certificate', credential, because })
      expect(await saysOf(walk.act({ act: 'sign', activation, pin: '490731', code: '000000' }))).toMatch(/^STATE_CONFLICT/)

      test.advance(1_000)
      await walk.to('sign')
      const after = (await walk.view()).credentials.map(({ id }) => id)
      expect([after.length, after.includes(credential)]).toEqual([1, false])
      expect(await test.context.db.credential.findUniqueOrThrow({ where: { id: credential } })).toMatchObject({
        revokedAt: null,
        lockedAt: null,
      })
      await walk.to('signed')
    },
  )

  it("is nobody else's: an unknown one changes nothing", async () => {
    await standAt('sign')
    await walk.act({ act: 'set_aside_certificate', credential: 'cred_0000000000000000', because: 'pin_forgotten' })
    expect(await walk.place()).toBe('sign')
  })
})

it('names, phone and PIN can be chosen again until the certificate is made', async () => {
  await standAt('certificate')
  const before = (await walk.view()).certificateRequest
  await walk.act({ act: 'reopen_names' })
  expect(await walk.place()).toBe('names')
  test.advance(1_000)
  await walk.to('certificate')
  expect((await walk.view()).certificateRequest).toEqual(before)
  expect((await facts()).filter(({ type }) => type === 'pin_created')).toHaveLength(2)
  await walk.to('signed')
  expect(await saysOf(walk.act({ act: 'reopen_names' }))).toMatch(/^STATE_CONFLICT/)
})

describe('without the consent to a comparison by software', () => {
  const declineComparison = async () => {
    await standAt('issuance_terms')
    const texts = (await walk.view()).texts.map(({ sha256 }) => sha256)
    await walk.act({ act: 'accept_issuance_terms', texts, biometricConsent: false })
  }

  it('the evidence names the consent as shown, not as given', async () => {
    await declineComparison()
    expect((await facts()).at(-1)).toMatchObject({
      type: 'issuance_terms_accepted',
      texts: [{ id: 'personal-space-terms' }],
      noted: [{ id: 'certificate-privacy' }, { id: 'biometric-consent' }],
    })
  })

  it('a still picture is enough, no software compares, and movements are not to be had', async () => {
    script.accommodations.length = 0
    await declineComparison()
    await walk.to('selfie')
    expect((await walk.view()).verification).toMatchObject({ accommodation: 'no_comparison', comparable: false })
    for (const accommodation of [null, 'no_movement'] as const)
      expect(await saysOf(walk.act({ act: 'choose_accommodation', accommodation }))).toBe('STATE_CONFLICT.no_comparison_agreed')
    await walk.selfie()
    expect(script.accommodations).toEqual(['no_comparison'])
  })

  it('starting over asks for it again', async () => {
    await declineComparison()
    await walk.act({ act: 'restart' })
    await walk.to('issuance_terms')
    await walk.to('selfie')
    expect((await walk.view()).verification).toMatchObject({ accommodation: null, comparable: true })
  })
})
