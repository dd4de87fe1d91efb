// A session of the console is a row: it ends with the sign-out, with its key and after twelve hours, whatever its cookie says.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { changeBound } from '../kernel/bound-rows'
import { testContext, type TestContext } from '../../testing/test-context'
import { endConsoleSession, endOtherConsoleSessions, findConsoleSession, listConsoleSessions, startConsoleSession } from './console-session'

let test: TestContext
beforeAll(async () => {
  test = await testContext()
})
afterAll(() => test.close())

const start = () => startConsoleSession(test.context, test.caller)
const find = (token: string) => findConsoleSession(test.context, token)

it('is found by its value alone, of which only a digest is kept', async () => {
  const token = await start()
  expect(await find(token)).toMatchObject({ caller: test.caller, tenant: { name: 'Example Bank' } })
  expect(await find(`${token.slice(0, -1)}x`)).toBeNull()
  expect(await find('')).toBeNull()
  expect(JSON.stringify(await test.context.db.consoleSession.findMany())).not.toContain(token)
})

it('ends with the sign-out, and the value opens nothing any more', async () => {
  const [mine, other] = [await start(), await start()]
  await endConsoleSession(test.context, mine)
  expect([await find(mine), (await find(other)) !== null]).toEqual([null, true])
})

it('ends twelve hours after the sign-in, however often it is used', async () => {
  const token = await start()
  for (let hour = 0; hour < 11; hour++) {
    test.advance(3_600_000)
    expect(await find(token)).not.toBeNull()
  }
  test.advance(3_600_000 - 1)
  expect(await find(token)).not.toBeNull()
  test.advance(1)
  expect(await find(token)).toBeNull()
})

it('ends with its key', async () => {
  const { caller } = await test.newCaller()
  const token = await startConsoleSession(test.context, caller)
  await changeBound(test.context, test.context.db, 'apiKey', { id: caller.apiKeyId }, { revokedAt: test.context.machineNow() })
  expect(await find(token)).toBeNull()
})

it('lists those of the same key, and ends all others', async () => {
  const { caller } = await test.newCaller()
  const [first, second] = [await startConsoleSession(test.context, caller), await startConsoleSession(test.context, caller)]
  const stranger = await start()
  const here = await find(second)
  if (!here) throw new Error('the session is gone')
  expect((await listConsoleSessions(test.context, here)).map((one) => one.here).sort()).toEqual([false, true])
  await endOtherConsoleSessions(test.context, here)
  expect([await find(first), (await find(second)) !== null, (await find(stranger)) !== null]).toEqual([null, true, true])
  expect(await listConsoleSessions(test.context, here)).toHaveLength(1)
})
