// A request that is cancelled or refused, or has expired: its evidence is time-stamped and sealed as that of a completed one, and its archive
// is judged by the offline verifier, also when it was rewritten and sealed once more.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { verifyEvidence } from '../../../scripts/verify-evidence.mjs'
import type { EvidenceEvent } from '../../domain/event'
import { readStoredZip } from '../../signature/zip/stored'
import type { Rewind } from '../../testing/checkpoint'
import { newRequest, Walk } from '../../testing/journey-walk'
import { rewriteEvidence } from '../../testing/rewrite-evidence'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { wholeOf } from '../../testing/whole-of'
import { loadEvents } from '../kernel/evidence'
import { sweep } from '../maintenance/sweep'
import { cancelSignatureRequest } from '../requests/cancel-signature-request'
import { deleteSignatureRequest } from '../requests/delete-signature-request'
import { moveSandboxClock } from '../sandbox/move-sandbox-clock'
import { refuse } from '../steps/any-time/refuse'
import { completeRequest } from './complete-request'
import { downloadSignedDocument } from './download-signed-document'
import { stampEvidence } from './stamp-evidence'

const DAY = 86_400_000
let t: TestContext
let walk: Walk
let request: string
let rewind: Rewind
beforeAll(async () => {
  t = await testContext({ identity: scriptedIdentity().identity })
  const created = await newRequest(t, [{ name: 'Lukasz Jan Zolc', email: 'lukasz@example.com' }], { documents: 2 })
  request = created.id
  walk = await Walk.open(t, created.signers[0]?.id ?? '')
  await walk.to('extracted_data')
  await stampEvidence(t.context, { request })
  rewind = await t.checkpoint()
})
beforeEach(() => rewind())
afterAll(() => t.close())

const ids = () => ({ requestId: request, documentId: null, archive: true })
const archive = async () => Buffer.from(await wholeOf((await downloadSignedDocument(t.context, t.caller, ids())).bytes))
const types = async () => (await loadEvents(t.context, t.context.db, request)).map(({ fact }) => fact.type)

const ENDS: readonly (readonly [string, string, () => Promise<unknown>])[] = [
  ['cancelled', 'request_cancelled', () => cancelSignatureRequest(t.context, t.caller, { requestId: request })],
  ['refused', 'signer_refused', () => refuse(t.context, walk.caller, { reason: 'Not my loan.' })],
  [
    'expired, by a clock that was moved',
    'request_expired',
    () => moveSandboxClock(t.context, t.caller, { signatureRequestId: request, advanceSeconds: 31 * 86_400 }),
  ],
]

describe.each(ENDS)('a request that was %s', (_, fact, end) => {
  beforeEach(async () => {
    t.jobs.length = 0
    await end()
  })

  it('is sealed by the job that its end queues, once, and mails nobody a document', async () => {
    await expect(archive()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(t.jobs).toContainEqual(expect.objectContaining({ job: 'complete_request', payload: { request } }))
    await completeRequest(t.context, { request })
    await completeRequest(t.context, { request })
    expect((await types()).filter((type) => type === fact || type === 'evidence_sealed')).toEqual([fact, 'evidence_sealed'])
    expect(await t.context.db.outboxMessage.count({ where: { requestId: request, template: 'completed' } })).toBe(0)
    expect(await t.context.db.webhookEvent.count({ where: { requestId: request, type: 'signature_request.completed' } })).toBe(0)
  })

  it('has an archive that is intact, with the time-stamps of what was proven and of the end', async () => {
    await completeRequest(t.context, { request })
    const zip = await archive()
    expect(verifyEvidence(zip, { root: t.pki.rootPem })).toMatchObject({
      problems: [],
      notes: expect.arrayContaining(['2 time-stamps of events']),
    })
    const names = readStoredZip(zip).map(({ name }) => name)
    expect(names.filter((name) => name.startsWith('time-stamps/')).map((name) => name.split('-').at(-1))).toEqual([
      'verification_passed.tst',
      `${fact}.tst`,
    ])
    expect(names.filter((name) => name.startsWith('documents/'))).toHaveLength(2)
    expect((await types()).at(-1)).toBe('evidence_downloaded')
  })

  it('is intact without its documents, once their retention has ended', async () => {
    await completeRequest(t.context, { request })
    t.advance(92 * DAY)
    await sweep(t.context, 'running')
    const zip = await archive()
    expect(readStoredZip(zip).filter(({ name }) => /^(?:documents|identity)\//.test(name))).toEqual([])
    expect(verifyEvidence(zip).problems).toEqual([])
  })
})

it('leaves nothing behind of a request that is deleted while its evidence is sealed', async () => {
  await cancelSignatureRequest(t.context, t.caller, { requestId: request })
  const put = t.context.blobs.put.bind(t.context.blobs)
  const kept: string[] = []
  const deleting = async (bytes: Uint8Array) => {
    if (kept.length === 0) await deleteSignatureRequest(t.context, t.caller, { requestId: request })
    kept.push(await put(bytes))
    return kept.at(-1) ?? ''
  }
  await completeRequest({ ...t.context, blobs: { ...t.context.blobs, put: deleting } }, { request })
  expect(kept).toHaveLength(2)
  for (const name of kept) await expect(t.context.blobs.get(name)).rejects.toThrow()
  expect((await types()).at(-1)).toBe('request_deleted')
})

it('does not hand out the archive of another request', async () => {
  const other = (await newRequest(t, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])).id
  for (const id of [request, other]) {
    await cancelSignatureRequest(t.context, t.caller, { requestId: id })
    await completeRequest(t.context, { request: id })
  }
  const { evidenceBlob } = await t.context.db.signatureRequest.findUniqueOrThrow({ where: { id: other } })
  await t.context.db.signatureRequest.update({ where: { id: request }, data: { evidenceBlob } })
  await expect(archive()).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
})

describe('evidence that its operator rewrote with all keys', () => {
  /** The history without one event; its time-stamps have to be made anew, and are of now. */
  const rewritten = async (change: (events: readonly EvidenceEvent[]) => readonly EvidenceEvent[]) => {
    await cancelSignatureRequest(t.context, t.caller, { requestId: request })
    await t.context.db.evidenceStamp.deleteMany()
    await rewriteEvidence(t, request, change)
    await completeRequest(t.context, { request })
    return verifyEvidence(await archive()).problems.join('\n')
  }

  it('days later, has time-stamps that are later than the events', async () => {
    t.advance(3 * DAY)
    const problems = await rewritten((events) => events.filter(({ fact }) => fact.type !== 'link_opened'))
    expect(problems).toMatch(
      /event \d+ \(verification_passed\) says 2026-11-20T.*, but was time-stamped at 2026-11-23T.* only: nothing proves/,
    )
    expect(problems).not.toMatch(/request_cancelled/)
  })

  it('with times of the future, says so', async () => {
    const at = new Date(t.context.now().getTime() + DAY).toISOString()
    const problems = await rewritten((events) =>
      events.map((event) => (event.fact.type === 'verification_passed' ? { ...event, at } : event)),
    )
    expect(problems).toMatch(/event \d+ \(verification_passed\) says 2026-11-21T.*the event was made after its time-stamp/)
  })
})
