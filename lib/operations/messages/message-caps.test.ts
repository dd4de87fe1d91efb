// Text messages and reminders are capped by the machine's clock: who moves the test clock, makes more requests or names more signers sends no
// more of them to one number, and somebody else's cap is not touched.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MODES, type Mode } from '../../domain/event'
import { Problem } from '../../domain/problem'
import { newRequest } from '../../testing/journey-walk'
import { testContext, type TestContext } from '../../testing/test-context'
import { TEST_PHONE } from '../kernel/magic-address'
import { atTimeOf } from '../kernel/request-clock'
import { remindSigner } from '../requests/remind-signer'
import { moveSandboxClock } from '../sandbox/move-sandbox-clock'
import { requireTextAllowed, type TextTemplate } from './message-caps'

const DAY_SECONDS = 86_400

let test: TestContext
beforeAll(async () => {
  test = await testContext()
})
afterAll(() => test.close())

/** As one who would annoy somebody: three reminders to each signer, a day of the test clock between them. */
async function remind(phone: string, channel: 'sms' | 'email', email = 'victim@example.com'): Promise<Problem | null> {
  const request = await newRequest(test, [{ name: 'Anna Kowalska', email, phone }])
  for (let time = 0; time < 3; time++) {
    const at = await atTimeOf(test.context, test.context.db, { request: request.id })
    try {
      await remindSigner(at, test.caller, { requestId: request.id, signerId: request.signers[0]?.id ?? '', channel, message: null })
    } catch (error) {
      if (error instanceof Problem) return error
      throw error
    }
    await moveSandboxClock(test.context, test.caller, { signatureRequestId: request.id, advanceSeconds: DAY_SECONDS })
  }
  return null
}

/** How many were counted in each window. */
const counted = async (name: string) =>
  (await test.context.db.rateWindow.findMany({ where: { subject: { startsWith: `${name}:` } } })).map(({ count }) => count)

/** As if so many had gone out in this hour. */
const asIf = (name: string, count: number) =>
  test.context.db.rateWindow.updateMany({ where: { subject: { startsWith: `${name}:` } }, data: { count } })

it('sends a number no more than so many in an hour, whatever test clocks say, and tells when the next may go', async () => {
  expect(await remind('+48500123456', 'sms')).toBeNull()
  expect(await counted('notices-number')).toEqual([3])
  await asIf('notices-tenant-number', 7)
  const refusal = await remind('+48500123456', 'sms')
  expect(await test.context.db.outboxMessage.count({ where: { template: 'reminder' } })).toBe(4)
  expect(refusal?.says).toBe('RATE_LIMITED.messages_number')
  const seconds = refusal?.extra.retryAfterSeconds ?? 0
  expect([seconds > 0, refusal?.parameters]).toEqual([true, { minutes: Math.ceil(seconds / 60) }])
  // Another number is not touched, nor is one that reaches nobody counted.
  expect([await remind('+48500123457', 'sms'), await remind(TEST_PHONE, 'sms')]).toEqual([null, null])
  expect((await counted('notices-number')).sort()).toEqual([3, 4])
  // By the machine's clock the hour is over.
  test.advance(3_600_000)
  expect(await remind('+48500123456', 'sms')).toBeNull()
})

it('reminds an address no more than so often in an hour, however it is written', async () => {
  expect(await remind('+48500123458', 'email', 'Other@example.com')).toBeNull()
  await asIf('reminders-tenant-address', 6)
  expect((await remind('+48500123458', 'email', 'other@example.com'))?.says).toBe('RATE_LIMITED.messages_address')
})

it('ends for an account, whomever it writes to', async () => {
  await asIf('texts-tenant', 1000)
  expect((await remind('+48500123459', 'sms'))?.says).toBe('RATE_LIMITED.messages_account')
})

describe('what one sender sends until it is refused', () => {
  type Sender = { tenantId: string; mode: Mode; template: TextTemplate }
  let number = 500_200_000
  const send = (to: string, sender: Sender) => requireTextAllowed(test.context, test.context.db, { ...sender, to })

  async function untilRefused(to: string, sender: Sender): Promise<number> {
    for (let sent = 0; sent < 1000; sent++) {
      const refusal = await send(to, sender).catch((error: unknown) => error)
      if (refusal !== undefined) {
        expect(refusal).toMatchObject({ code: 'RATE_LIMITED' })
        return sent
      }
    }
    throw new Error('nobody was refused')
  }

  const TENANTS = ['ten_a', 'ten_b']
  const TEMPLATES = ['signing_code', 'reminder'] as const
  const senders = TENANTS.flatMap((tenantId) =>
    MODES.flatMap((mode) => TEMPLATES.map((template): Sender => ({ tenantId, mode, template }))),
  )
  const pairs = senders.flatMap((one) => senders.filter((two) => two !== one).map((two) => [one, two] as const))

  it.each(pairs)('%o leaves %o alone', async (one, two) => {
    const to = `+48${++number}`
    await untilRefused(to, one)
    await send(to, two)
  })

  it('ends for a number whatever organisations send; its codes then still go, and so does the other mode', async () => {
    const to = `+48${++number}`
    const notices = { mode: 'live', template: 'reminder' } as const
    let sent = 0
    for (let index = 0; index < 20; index++) sent += await untilRefused(to, { ...notices, tenantId: `ten_${index}` })
    expect(sent).toBe(32)
    await send(to, { ...notices, tenantId: 'ten_b', template: 'phone_code' })
    await send(to, { ...notices, tenantId: 'ten_b', mode: 'test' })
  })
})
