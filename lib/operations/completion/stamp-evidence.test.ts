// The time-stamps of the evidence: an authority that does not answer delays them and loses none, none is made twice, and a row that was
// changed or moved is found.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { STAMPED_FACTS } from '../../domain/event'
import { STAMPED_FACTS as STAMPED_BY_THE_VERIFIER } from '../../../scripts/verify-evidence.mjs'
import type { Rewind } from '../../testing/checkpoint'
import { newRequest, Walk } from '../../testing/journey-walk'
import { rewriteEvidence } from '../../testing/rewrite-evidence'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import type { Context } from '../kernel/context'
import { loadEvents } from '../kernel/evidence'
import { sweep } from '../maintenance/sweep'
import { stampEvidence, stampsOf } from './stamp-evidence'

let t: TestContext
let request: string
let rewind: Rewind
beforeAll(async () => {
  t = await testContext({ identity: scriptedIdentity().identity })
  const created = await newRequest(t, [{ name: 'Lukasz Jan Zolc', email: 'lukasz@example.com' }])
  request = created.id
  await (await Walk.open(t, created.signers[0]?.id ?? '')).to('signed')
  rewind = await t.checkpoint()
})
beforeEach(() => rewind())
afterAll(() => t.close())

const events = () => loadEvents(t.context, t.context.db, request)
const stamps = async () => (await stampsOf(t.context, request, await events())).map(({ event }) => event.fact.type)
const due = async () => (await t.context.db.signatureRequest.findUniqueOrThrow({ where: { id: request } })).stampsDueAt
const stampJobs = () => t.jobs.filter(({ job }) => job === 'stamp_evidence').map(({ payload }) => payload)
const SIGNED = ['verification_passed', 'certificate_issued', 'signature_authorised']

test('the verifier demands the time-stamps that are made', () => {
  expect(STAMPED_BY_THE_VERIFIER).toEqual([...STAMPED_FACTS])
})

test('each event that binds the person has its own, and none is made twice', async () => {
  expect(stampJobs()).toHaveLength(SIGNED.length)
  expect([await stamps(), await due()]).toEqual([[], expect.any(Date)])
  await Promise.all([stampEvidence(t.context, { request }), stampEvidence(t.context, { request })])
  await stampEvidence(t.context, { request })
  expect([await stamps(), await due()]).toEqual([SIGNED, null])
})

test('an authority that fails in the middle leaves what it gave, and the sweep asks again', async () => {
  let given = 0
  const failing = (): ReturnType<Context['trust']> => ({
    ...t.pki,
    stamp: (digest) => (++given === 2 ? Promise.reject(new Error('no answer')) : t.pki.stamp(digest)),
  })
  await expect(stampEvidence({ ...t.context, trust: failing }, { request })).rejects.toThrow('no answer')
  expect(await stamps()).toEqual(SIGNED.slice(0, 1))
  t.jobs.length = 0
  t.advance(60_000)
  await sweep(t.context, 'running')
  expect(stampJobs()).toEqual([{ request }])
  await stampEvidence(t.context, { request })
  expect(await stamps()).toEqual(SIGNED)
  t.jobs.length = 0
  await sweep(t.context, 'start')
  expect(stampJobs()).toEqual([])
})

test('a token over something else is not kept', async () => {
  const wrong = (): ReturnType<Context['trust']> => ({ ...t.pki, stamp: () => t.pki.stamp(new Uint8Array(32)) })
  await expect(stampEvidence({ ...t.context, trust: wrong }, { request })).rejects.toThrow('something else')
  expect(await stamps()).toEqual([])
})

test('a time-stamp that was changed or moved is found, and the events that it covers cannot be put back to an earlier state', async () => {
  await stampEvidence(t.context, { request })
  const stamped = await t.checkpoint()
  const refused = { code: 'INTEGRITY_FAULT' }
  const rows = await t.context.db.evidenceStamp.findMany({ orderBy: { sequence: 'asc' } })
  const [first, second, last] = rows
  if (!first || !second || !last) throw new Error('three were made')
  const where = { requestId_sequence: { requestId: request, sequence: first.sequence } }
  for (const data of [{ token: second.token }, { mac: second.mac }, { token: second.token, mac: second.mac }, { hash: second.hash }]) {
    await t.context.db.evidenceStamp.update({ where, data })
    await expect(stamps()).rejects.toMatchObject(refused)
    await stamped()
  }
  // All rows of the request as they were before the last time-stamp, with MACs that were right then.
  await rewriteEvidence(t, request, (all) => all.slice(0, last.sequence - 1))
  await expect(events()).rejects.toMatchObject(refused)
  expect(t.errors.at(-1)).toEqual({ place: request, what: `event ${last.sequence}, which was time-stamped` })
})
