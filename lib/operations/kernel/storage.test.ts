// What an organisation stores is counted with whatever changes it, and an upload for which there is no room is refused.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Problem } from '../../domain/problem'
import { newRequest, Walk } from '../../testing/journey-walk'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { completeRequest } from '../completion/complete-request'
import { purgeDocuments } from '../documents/purge-documents'
import { uploadDocument } from '../documents/upload-document'
import { deleteSignatureRequest } from '../requests/delete-signature-request'
import { presentUsage } from '../../http/schemas/usage'
import { sampleContract } from '../../sample-contract'
import { getUsage } from '../usage/get-usage'

let t: TestContext
beforeAll(async () => {
  t = await testContext({ identity: scriptedIdentity().identity })
})
afterAll(() => t.close())

/** As the account reads it over the API. */
async function shown(): Promise<{ used_bytes: number; quota_bytes: number }> {
  const usage = await getUsage(t.context, t.caller, { month: null, from: null, to: null })
  return presentUsage(usage).storage
}
const stored = async () => (await shown()).used_bytes

/** What lies in the files of this organisation: each blob that one of its rows names. */
async function held(): Promise<number> {
  const { db, blobs } = t.context
  const { tenantId } = t.caller
  const documents = await db.document.findMany({ where: { tenantId, purgedAt: null } })
  const revisions = await db.revision.findMany({ where: { requestDocument: { request: { tenantId } } } })
  const requests = await db.signatureRequest.findMany({ where: { tenantId } })
  const names = new Set([
    ...documents.map(({ sha256 }) => sha256),
    ...revisions.flatMap(({ parts }) => parts),
    ...requests.flatMap(({ evidenceBlob, auditBlob }) => [evidenceBlob, auditBlob].flatMap((name) => name ?? [])),
  ])
  const sizes = await Promise.all([...names].map(async (name) => (await blobs.get(name)).length))
  return sizes.reduce((total, size) => total + size, 0)
}

async function upload(reference: string): Promise<string> {
  const bytes = await sampleContract({ borrower: 'Anna', reference, date: t.context.now() })
  return (await uploadDocument(t.context, t.caller, { file: { name: 'a.pdf', mimeType: 'application/pdf', bytes } })).id
}

test('from the upload to the archive, and back to nothing', async () => {
  const { id, signers } = await newRequest(t, [{ name: 'Łukasz Żółć', email: 'lukasz@example.com' }])
  expect(await stored()).toBe(await held())
  await (await Walk.open(t, signers[0]?.id ?? '')).to('signed')
  await completeRequest(t.context, { request: id })
  expect(await stored()).toBeGreaterThan(100_000)
  expect(await stored()).toBe(await held())
  await deleteSignatureRequest(t.context, t.caller, { requestId: id })
  expect([await stored(), await held()]).toEqual([0, 0])
})

test('until the end of retention', async () => {
  await upload('kept')
  expect(await stored()).toBe(await held())
  t.advance(92 * 86_400_000)
  await purgeDocuments(t.context)
  expect([await stored(), await held()]).toEqual([0, 0])
})

test('no further than the organisation may, also when many upload at once', async () => {
  await upload('the first')
  const size = await stored()
  expect((await shown()).quota_bytes).toBe(100_000_000_000)
  await t.context.db.tenant.update({ where: { id: t.caller.tenantId }, data: { storageBytes: BigInt(3 * size + 2000) } })
  expect(await shown()).toEqual({ used_bytes: size, quota_bytes: 3 * size + 2000 })
  const outcomes = await Promise.all(
    Array.from({ length: 5 }, (_, number) =>
      upload(`number ${number}`).then(
        () => 'kept',
        (error: Problem) => error.says,
      ),
    ),
  )
  expect(outcomes.filter((outcome) => outcome === 'kept')).toHaveLength(2)
  expect(outcomes.filter((outcome) => outcome === 'STORAGE_FULL.quota')).toHaveLength(3)
  expect(await stored()).toBe(await held())
})
