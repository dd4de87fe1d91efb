// One statement must give what Prisma reads from the same tables, column by column: a column added later may be a moment or bytes.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadEvents } from '../kernel/evidence'
import { checkedEvents } from '../kernel/stored-evidence'
import { testContext, type TestContext } from '../../testing/test-context'
import { newRequest } from '../../testing/journey-walk'
import { loadRequests, SHOWN } from './load-requests'

let t: TestContext
beforeAll(async () => {
  t = await testContext()
})
afterAll(async () => {
  await t.close()
})

test('a request is loaded as Prisma reads it, with its evidence, and only for its own account and mode', async () => {
  const { context, caller } = t
  const { id } = await newRequest(
    t,
    [
      { name: 'Anna Kowalska', email: 'anna@example.com' },
      { name: 'John Smith', email: 'john@example.com', phone: null },
    ],
    { documents: 2 },
  )
  const other = await newRequest(t, [{ name: 'Zażółć Nowak', email: 'z@example.com' }])
  // Every column that may be empty is filled once.
  const moment = new Date('2026-11-21T10:00:00.123Z')
  await context.db.signatureRequest.update({
    where: { id },
    data: { completedAt: moment, deletedAt: moment, cancelReason: 'a "reason"\n\\x00', metadata: { createdAt: 'soon' } },
  })
  await context.db.signer.updateMany({ where: { requestId: other.id }, data: { profileKey: null } })
  const loaded = await loadRequests(context, caller, [other.id, 'sreq_0000000000000000', id])
  expect(loaded.map(({ row }) => row.id)).toEqual([other.id, id])
  for (const { row } of loaded) {
    const expected = await context.db.signatureRequest.findUniqueOrThrow({ where: { id: row.id }, select: SHOWN })
    expect(row).toEqual(expected)
  }
  await context.db.signatureRequest.update({ where: { id }, data: { completedAt: null, deletedAt: null } })
  for (const { row, evidence } of await loadRequests(context, caller, [other.id, id]))
    expect(checkedEvents(context, row.id, evidence)).toEqual(await loadEvents(context, context.db, row.id))
  const stranger = await t.newCaller()
  expect(await loadRequests(context, stranger.caller, [id])).toEqual([])
  expect(await loadRequests(context, { ...caller, mode: 'live' }, [id])).toEqual([])
})
