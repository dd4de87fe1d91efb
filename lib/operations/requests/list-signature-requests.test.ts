// The list by status and cursor: equal moments, time that passes without events, and inserting while somebody walks.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RequestStatus } from '../../domain/request'
import { append } from '../kernel/evidence'
import { testContext, type TestContext } from '../../testing/test-context'
import { newRequest } from '../../testing/journey-walk'
import { listSignatureRequests } from './list-signature-requests'

const HOUR = 3_600_000
const DAY = 24 * HOUR
let t: TestContext
beforeAll(async () => {
  t = await testContext()
})
afterAll(async () => {
  await t.close()
})

const make = async (expiresAt: Date | null = null): Promise<string> =>
  (await newRequest(t, [{ name: 'Anna Kowalska', email: 'anna@example.com' }], { expiresAt })).id

async function walk(status?: RequestStatus, between: () => Promise<unknown> = async () => undefined): Promise<string[]> {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const { requests, nextCursor } = await listSignatureRequests(t.context, t.caller, { limit: 2, status, cursor })
    seen.push(...requests.map(({ id }) => id))
    for (const request of requests) if (status) expect(request.status).toBe(status)
    cursor = nextCursor ?? undefined
    await between()
  } while (cursor !== undefined)
  return seen
}

test('requests made in one millisecond are listed once each, also while others are made', async () => {
  const made = [await make(), await make(), await make(), await make(), await make()]
  // While a client walks the list, one request appears that is older than all, as from a process whose transaction took long, and one that
  // is newer: neither disturbs the client.
  const seen = await walk(undefined, async () => {
    t.advance(-1)
    await make()
    t.advance(2)
    await make()
  })
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toEqual(expect.arrayContaining(made))
})

test('a request past its deadline, by its own clock, is listed as expired before its expiry is announced', async () => {
  const before = await walk('expired')
  t.advance(1000)
  const soon = new Date(t.context.now().getTime() + HOUR)
  const [late, early, sealing, ahead, announced] = [await make(soon), await make(), await make(soon), await make(), await make()]
  t.advance(HOUR + 1)
  const { db } = t.context
  await db.signer.updateMany({ where: { requestId: sealing }, data: { status: 'signing' } })
  const seconds = (200 * DAY) / 1000
  await db.$transaction(async (tx) => {
    await append(t.context, tx, ahead, [{ by: t.caller, fact: { type: 'clock_moved', seconds } }])
    await tx.signatureRequest.update({ where: { id: ahead }, data: { clockOffset: seconds } })
  })
  await db.signatureRequest.update({ where: { id: announced }, data: { status: 'expired' } })
  const idsIn = async (status: RequestStatus) =>
    (await listSignatureRequests(t.context, t.caller, { limit: 100, status })).requests.map(({ id }) => id)
  expect(new Set(await idsIn('expired'))).toEqual(new Set([...before, late, ahead, announced]))
  const pending = await idsIn('pending')
  expect(pending).toEqual(expect.arrayContaining([early, sealing]))
  for (const id of [late, ahead, announced]) expect(pending).not.toContain(id)
})
