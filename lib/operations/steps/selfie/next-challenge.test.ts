// How long the page may film a movement: never longer than the judgement allows, however long the way to the screen may be.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newRequest, Walk } from '../../../testing/journey-walk'
import { scriptedIdentity } from '../../../testing/scripted-identity'
import { testContext, type TestContext } from '../../../testing/test-context'
import { nextChallenge } from './next-challenge'

const STEP = { nonce: 'a nonce of one step', kind: 'smile', holdMs: 900, gapMs: 1_500, deadlineMs: 6_000 } as const
let test: TestContext

beforeAll(async () => {
  const { identity } = scriptedIdentity()
  test = await testContext({ identity: { ...identity, planChallenges: () => [STEP] } })
})
afterAll(() => test.close())

describe('the time for a movement', () => {
  it('is its deadline, and less when a page that was left asks for the same movement again', async () => {
    const created = await newRequest(test, [{ name: 'Łukasz Żółć', email: 'lukasz@example.com' }])
    const walk = await Walk.open(test, created.signers[0]?.id ?? '')
    await walk.to('selfie')
    expect((await nextChallenge(test.context, walk.caller))?.remainingMs).toBe(STEP.deadlineMs)
    test.advance(5_000)
    expect((await nextChallenge(test.context, walk.caller))?.remainingMs).toBe(STEP.gapMs + STEP.deadlineMs - 5_000)
  })
})
