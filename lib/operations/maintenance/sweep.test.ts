// The sweep: work that is due is done once, work that fails does not delay the rest, and work that is not due is left alone.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { completeRequest } from '../completion/complete-request'
import { cancelSignatureRequest } from '../requests/cancel-signature-request'
import { sweep } from './sweep'
import { inRounds, AT_ONCE } from '../kernel/sweeping'
import { rewriteEvidence } from '../../testing/rewrite-evidence'
import { testContext, type TestContext } from '../../testing/test-context'
import { newRequest } from '../../testing/journey-walk'

const DAY = 86_400_000
let t: TestContext
beforeAll(async () => {
  t = await testContext()
})
afterAll(async () => {
  await t.close()
})

const newOne = async () => (await newRequest(t, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])).id
const rowOf = (id: string) => t.context.db.signatureRequest.findUniqueOrThrow({ where: { id } })
const expired = (id: string) => t.context.db.event.count({ where: { requestId: id, type: 'request_expired' } })
const completing = () => t.jobs.filter(({ job }) => job === 'complete_request').map(({ payload }) => payload)

test('a request is looked at when its deadline comes, and never again once it has ended', async () => {
  const [open, cancelled, broken, late] = [await newOne(), await newOne(), await newOne(), await newOne()]
  await cancelSignatureRequest(t.context, t.caller, { requestId: cancelled })
  const { sweepAt, expiresAt } = await rowOf(open)
  expect(sweepAt).toEqual(expiresAt)
  await completeRequest(t.context, { request: cancelled })
  expect((await rowOf(cancelled)).sweepAt).toBeNull()
  t.jobs.length = 0
  expect(await sweep(t.context, 'running')).toBe(false)
  expect([await expired(open), completing()]).toEqual([0, []])

  // The oldest request that is due cannot be read.
  await t.context.db.event.deleteMany({ where: { requestId: broken } })
  await t.context.db.signatureRequest.update({ where: { id: broken }, data: { sweepAt: t.context.now() } })
  t.advance(30 * DAY)
  expect(await Promise.all([sweep(t.context, 'running'), sweep(t.context, 'running')])).toEqual([false, false])
  await sweep(t.context, 'running')
  expect(await Promise.all([open, cancelled, late].map(expired))).toEqual([1, 0, 1])
  // What has ended waits for its seal.
  for (const id of [open, late]) await completeRequest(t.context, { request: id })
  expect((await rowOf(open)).sweepAt).toBeNull()
  t.jobs.length = 0
  expect(t.errors.map(({ place }) => place)).toEqual([broken])
  t.advance(61_000)
  await sweep(t.context, 'running')
  expect(t.errors.map(({ place }) => place)).toEqual([broken, broken])
})

test('a request that waits for the machine gets its job back, after the first job had its time', async () => {
  const id = await newOne()
  await rewriteEvidence(t, id, (events) => events.filter(({ fact }) => fact.type !== 'signer_invited'))
  await t.context.db.signatureRequest.update({ where: { id }, data: { sweepAt: new Date(t.context.now().getTime() + 30_000) } })
  await sweep(t.context, 'running')
  expect(completing()).toEqual([])
  t.advance(30_000)
  await sweep(t.context, 'running')
  expect(completing()).toEqual([{ request: id }])
})

test('one pass does a part of what is due, and says that more is left', async () => {
  let left = 10 * AT_ONCE
  const take = () => Promise.resolve(Array.from({ length: Math.min(left, AT_ONCE) }, (_, index) => ({ id: String(index) })))
  const pass = () => inRounds(t.context, take, () => Promise.resolve(left--))
  expect([await pass(), left]).toEqual([true, 7 * AT_ONCE])
  left = AT_ONCE - 1
  expect([await pass(), left]).toEqual([false, 0])
})

test('the pass ends when several rows fail in a row', async () => {
  let tried = 0
  const pass = inRounds(
    t.context,
    () => Promise.resolve(Array.from({ length: AT_ONCE }, () => ({ id: 'x' }))),
    () => {
      tried++
      return Promise.reject(new Error('the database is away'))
    },
  )
  await expect(pass).rejects.toThrow('away')
  expect(tried).toBe(3)
})
