// A still selfie: chosen before it begins, never read where no comparison is wanted and decided by a person.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { newRequest, placesAlong, Walk } from '../../testing/journey-walk'
import { scriptedIdentity, type Script } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { loadEvents } from '../kernel/evidence'
import { nextChallenge } from '../steps/selfie/next-challenge'
import { decideVerification } from './decision/decide-verification'
import { getVerificationEvidence } from './decision/get-evidence'
import { openPlan, openResult } from './verification-store'

let test: TestContext
let script: Script
let walk: Walk
let ids: { requestId: string; signerId: string }
let from: (place: 'selfie') => Promise<void>

beforeAll(async () => {
  const scripted = scriptedIdentity()
  script = scripted.script
  test = await testContext({ identity: scripted.identity })
  const created = await newRequest(test, [{ name: 'Łukasz Żółć', email: 'lukasz@example.com' }])
  ids = { requestId: created.id, signerId: created.signers[0]?.id ?? '' }
  walk = await Walk.open(test, ids.signerId)
  from = await placesAlong(test, walk, ['selfie'])
})
afterAll(() => test.close())
beforeEach(async () => {
  Object.assign(script, { verdict: null, referral: null, accommodations: [], approved: [] })
  await from('selfie')
})

const choose = (accommodation: 'no_movement' | 'no_comparison' | null) => walk.act({ act: 'choose_accommodation', accommodation })
const steps = async () => {
  const next = await nextChallenge(test.context, walk.caller)
  return next?.challenge ? next.count : next
}
const chosen = async () => (await walk.view()).verification?.accommodation

it('asks for no movement, and for all of them again where the signer thinks better of it', async () => {
  await nextChallenge(test.context, walk.caller)
  await choose('no_movement')
  expect([await chosen(), await steps()]).toEqual(['no_movement', 1])
  await choose(null)
  expect([await chosen(), await steps()]).toEqual([null, 2])
  await walk.selfie()
  expect([script.accommodations, await walk.place()]).toEqual([[null], 'extracted_data'])
})

it('gives whoever changes their mind no more runs of movements than others', async () => {
  const starts = async () => {
    const row = await test.context.db.verification.findFirstOrThrow({ where: { signerId: ids.signerId } })
    return openPlan(test.context, row).starts
  }
  await nextChallenge(test.context, walk.caller)
  test.advance(60_000)
  await nextChallenge(test.context, walk.caller)
  const before = await starts()
  await choose('no_movement')
  await choose(null)
  expect([before, await starts()]).toEqual([2, 2])
})

it.each(['no_movement', 'no_comparison'] as const)('%s: a person decides, and the signer goes on', async (accommodation) => {
  script.referral = accommodation === 'no_movement' ? 'MOVEMENT_NOT_POSSIBLE' : 'FACE_NOT_COMPARED'
  await choose(accommodation)
  await walk.selfie()
  expect([script.accommodations, await walk.place()]).toEqual([[accommodation], 'decision'])
  const row = await test.context.db.verification.findFirstOrThrow({ where: { signerId: ids.signerId } })
  const portraits = openResult(test.context, row)?.sides.map(({ portrait }) => portrait !== null)
  expect(portraits).toEqual(accommodation === 'no_movement' ? [true, true] : [false, false])
  const captured = (await loadEvents(test.context, test.context.db, ids.requestId)).find(({ fact }) => fact.type === 'selfie_captured')
  expect(captured?.fact).toMatchObject({ challenges: ['neutral'] })

  const { verificationId, resultSha256 } = await getVerificationEvidence(test.context, test.caller, ids)
  await decideVerification(test.context, test.caller, {
    ...ids,
    verificationId,
    resultSha256,
    decision: 'approve',
    reasons: ['FACE_SAME'],
    note: null,
  })
  await walk.to('pin')
})
