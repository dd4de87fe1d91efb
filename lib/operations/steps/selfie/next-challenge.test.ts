// When a movement is given out, and how long the page may film it: never longer than the judgement allows, however long the way to the
// screen may be.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closesAt } from '../../../identity/liveness/challenge'
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

async function atSelfie(name: string): Promise<() => ReturnType<typeof nextChallenge>> {
  const created = await newRequest(test, [{ name, email: `${name.split(' ')[0]?.toLowerCase()}@example.com` }])
  const walk = await Walk.open(test, created.signers[0]?.id ?? '')
  await walk.to('selfie')
  return () => nextChallenge(test.context, walk.caller)
}

describe('a movement', () => {
  it('is given out only when its random pause is over, however often the page asks', async () => {
    const ask = await atSelfie('Anna Kowalska')
    expect(await ask()).toEqual({ waitMs: STEP.gapMs })
    test.advance(STEP.gapMs - 200)
    expect(await ask()).toEqual({ waitMs: 200 })
    test.advance(200)
    const shown = await ask()
    expect(shown?.challenge).toMatchObject({ nonce: STEP.nonce, revealedAt: test.context.now().getTime() })
    expect((await ask())?.challenge).toEqual(shown?.challenge)
  })

  it('may be filmed until its deadline, and for less when a page that was left asks for the same movement again', async () => {
    const ask = await atSelfie('Jan Nowak')
    await ask()
    test.advance(STEP.gapMs)
    const shown = await ask()
    expect(shown).toMatchObject({ remainingMs: STEP.deadlineMs })
    test.advance(5_000)
    expect(await ask()).toMatchObject({ remainingMs: closesAt({ ...STEP, ...shown?.challenge }) - test.context.now().getTime() })
  })
})
