// A certificate of before is neither shown nor counted against before its holder has typed the code that went to its phone.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Rewind } from '../../../testing/checkpoint'
import { newRequest, Walk } from '../../../testing/journey-walk'
import { scriptedIdentity } from '../../../testing/scripted-identity'
import { testContext, type TestContext } from '../../../testing/test-context'
import { takeOver } from '../../access/take-over'
import { standing } from '../../journey/standing'
import { readContent } from '../../kernel/outbox'
import { saysOf } from '@/lib/testing/refusal'

const KNOWN = { name: 'Łukasz Żółć', email: 'lukasz@example.com', phone: '+48500123456' }
const ELSEWHERE = '+48601000999'

let test: TestContext
let before: Rewind
/** Of the holder, and of somebody nobody knows; both requests name a phone of the requester's choice. */
let known: Walk
let unknown: Walk

beforeAll(async () => {
  test = await testContext({ identity: scriptedIdentity().identity })
  const first = await newRequest(test, [KNOWN])
  await (await Walk.open(test, first.signers[0]?.id ?? '')).to('signed')
  const open = async (person: typeof KNOWN) => {
    const request = await newRequest(test, [{ ...person, phone: ELSEWHERE }])
    const walk = await Walk.open(test, request.signers[0]?.id ?? '')
    await walk.to('details')
    return walk
  }
  known = await open(KNOWN)
  unknown = await open({ ...KNOWN, email: 'nobody@example.com' })
  before = await test.checkpoint()
})
afterAll(() => test.close())
beforeEach(async () => {
  await before()
  Object.assign(known.caller, { active: true })
})

const messages = async (walk: Walk) => {
  const rows = await test.context.db.outboxMessage.findMany({ where: { signerId: walk.caller.signerId, channel: 'sms' } })
  return rows.map((row) => readContent(test.context, row))
}

describe('to a stranger with the link', () => {
  it('everything looks as it does where there is no certificate', async () => {
    const seen = []
    for (const walk of [known, unknown]) {
      const { itinerary, credentials, place } = await walk.view()
      const answers = [await saysOf(walk.act({ act: 'send_holder_code' })), await saysOf(walk.act({ act: 'send_holder_code' }))]
      for (let tries = 0; tries < 4; tries++) answers.push(await saysOf(walk.act({ act: 'prove_holder', code: '000000' })))
      answers.push(await saysOf(walk.act({ act: 'start_signing', credential: 'cred_1' })))
      seen.push({ itinerary, credentials, place, answers })
    }
    expect(seen[0]).toEqual(seen[1])
    expect(seen[0]).toMatchObject({
      credentials: [],
      place: { step: 'details' },
      answers: [
        'done',
        'RESEND_TOO_SOON.code',
        'CODE_INVALID.wrong',
        'CODE_INVALID.wrong',
        'CODE_INVALID.wrong',
        'CODE_INVALID.used_up',
        'STATE_CONFLICT.other_step',
      ],
    })
    expect(await messages(unknown)).toEqual([])
    expect((await messages(known)).map(({ to }) => to)).toEqual([KNOWN.phone])
    expect(await test.context.db.credential.findFirstOrThrow({})).toMatchObject({ failures: 0, lockedAt: null })
  })
})

describe('codes that are guessed', () => {
  /** As the product judged it: null where the right code was taken. */
  const guess = (walk: Walk, code: string) => saysOf(walk.act({ act: 'prove_holder', code }))
  /** A session more for the same signer, from an address of its own. */
  const more = async (walk: Walk, client: string) => {
    const session = await Walk.open(test, walk.caller.signerId)
    await takeOver(test.context, session.caller)
    Object.assign(session.caller, { active: true, client })
    return session
  }
  const kept = async (walk: Walk) => (await standing(test.context, test.context.db, walk.caller.signerId)).profile.holderProof

  it('are neither made nor judged where none was sent', async () => {
    const seen = []
    for (const walk of [known, unknown]) {
      const texts = []
      for (let asked = 0; asked < 12; asked++) {
        const session = await more(walk, `a${asked}`)
        await session.act({ act: 'send_holder_code' })
        texts.push((await messages(walk)).filter(({ to }) => to === KNOWN.phone).length)
        if (asked < 10) continue
        // Whatever is typed, there is no code that could be right.
        expect(await kept(walk)).toMatchObject({ mac: '', credential: null, phone: null })
        seen.push(await guess(session, '000000'))
      }
      expect(texts.at(-1)).toBe(walk === known ? 10 : 0)
    }
    expect(seen).toEqual(Array.from({ length: 4 }, () => 'CODE_INVALID.wrong'))
  })

  it('are fifteen an hour for a signer, whatever sessions and addresses they come from, and look alike', async () => {
    const seen = []
    for (const walk of [known, unknown]) {
      const answers = []
      for (let asked = 0; asked < 6; asked++) {
        const session = await more(walk, `${walk.caller.signerId} ${asked}`)
        await session.act({ act: 'send_holder_code' })
        for (let tries = 0; tries < 3; tries++) answers.push(await guess(session, '000000'))
      }
      seen.push(answers)
    }
    expect(seen[0]).toEqual(seen[1])
    expect(seen[0]?.map((answer) => answer.split('.')[0])).toEqual([
      ...Array.from({ length: 15 }, () => 'CODE_INVALID'),
      ...Array.from({ length: 3 }, () => 'RATE_LIMITED'),
    ])
  })

  it('are thirty an hour by one address', async () => {
    Object.assign(known.caller, { client: 'one' })
    await known.act({ act: 'send_holder_code' })
    await guess(known, '000000')
    await test.context.db.rateWindow.updateMany({ where: { subject: { startsWith: 'holder-code-typed-client:' } }, data: { count: 30 } })
    expect(await guess(known, '000000')).toMatch(/^RATE_LIMITED/)
    expect(await guess(await more(known, 'another'), '000000')).toBe('CODE_INVALID.used_up')
  })

  it('are twenty an hour for a phone: then none is right, and nothing tells so', async () => {
    await known.act({ act: 'send_holder_code' })
    await guess(known, '000000')
    await test.context.db.rateWindow.updateMany({ where: { subject: { startsWith: 'holder-code-typed-number:' } }, data: { count: 20 } })
    expect(await guess(known, await known.lastCode('holder_code'))).toBe('CODE_INVALID.wrong')
    expect(await known.place()).toBe('details')
  })
})

describe('its holder', () => {
  it('goes on to the documents by the code to its phone', async () => {
    await known.act({ act: 'send_holder_code' })
    await known.act({ act: 'prove_holder', code: await known.lastCode('holder_code') })
    expect(await known.place()).toBe('saved_identity')
    // The code of a double click arrives again, and does nothing.
    expect(await saysOf(known.act({ act: 'prove_holder', code: await known.lastCode('holder_code') }))).toBe('done')
    expect((await known.view()).itinerary.map(({ step }) => step)).toEqual(['terms', 'saved_identity', 'review', 'sign'])
    await known.to('signed')
  })

  it('proves it again after another session has gone on', async () => {
    await known.act({ act: 'send_holder_code' })
    await known.act({ act: 'prove_holder', code: await known.lastCode('holder_code') })
    const thief = await Walk.open(test, known.caller.signerId)
    await takeOver(test.context, thief.caller)
    expect(await thief.place()).toBe('details')
    expect((await standing(test.context, test.context.db, known.caller.signerId)).credentials).toEqual([])
  })

  it('cannot use a code that another session asked for', async () => {
    await known.act({ act: 'send_holder_code' })
    const code = await known.lastCode('holder_code')
    const thief = await Walk.open(test, known.caller.signerId)
    await takeOver(test.context, thief.caller)
    Object.assign(thief.caller, { active: true })
    expect(await saysOf(thief.act({ act: 'prove_holder', code }))).toBe('CODE_INVALID.used_up')
  })
})
