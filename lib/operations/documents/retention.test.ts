// The end of retention: bytes go when nobody needs them, stay while somebody does, and shared content outlives the first who had it.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { samplePdf } from '../../../scripts/sample-pdf'
import { announceExpiry } from '../requests/announce-expiry'
import { testContext, type TestContext } from '../../testing/test-context'
import { newRequest } from '../../testing/journey-walk'
import { getDocument } from './get-document'
import { openLinkedFile } from '../completion/open-linked-file'
import { purgeDocuments } from './purge-documents'
import { uploadDocument } from './upload-document'

const DAY = 86_400_000
let t: TestContext
beforeAll(async () => {
  t = await testContext()
})
afterAll(async () => {
  await t.close()
})

const upload = async (pages: number) =>
  uploadDocument(t.context, t.caller, { file: { name: 'a.pdf', mimeType: 'application/pdf', bytes: samplePdf({ pages }) } })
const kept = (sha256: string) =>
  t.context.blobs.get(sha256).then(
    () => true,
    () => false,
  )
const show = (documentId: string) => getDocument(t.context, t.caller, { documentId })
const open = (url: string) => openLinkedFile(t.context, { token: url.split('/').at(-2) ?? '', name: url.split('/').at(-1) ?? '' })

test('a document has pictures of every page while it is kept, and is refused as gone afterwards', async () => {
  const { id, sha256, previewUrls } = await upload(3)
  expect(previewUrls.map((url) => url.split('/').at(-1))).toEqual(['page-1.png', 'page-2.png', 'page-3.png'])
  expect((await open(previewUrls[2] ?? '')).mimeType).toBe('image/png')
  await expect(open((previewUrls[0] ?? '').replace('page-1', 'page-4'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  t.advance(89 * DAY)
  await purgeDocuments(t.context)
  expect((await show(id)).id).toBe(id)
  t.advance(DAY)
  await expect(show(id)).rejects.toMatchObject({ code: 'DOCUMENT_GONE', status: 410 })
  await expect(open(previewUrls[0] ?? '')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await kept(sha256)).toBe(true)
  t.advance(DAY)
  await purgeDocuments(t.context)
  expect(await kept(sha256)).toBe(false)
  await purgeDocuments(t.context)
})

test('content that two uploads share is deleted with the second', async () => {
  const first = await upload(2)
  t.advance(10 * DAY)
  const second = await upload(2)
  expect(second.sha256).toBe(first.sha256)
  t.advance(81 * DAY)
  await purgeDocuments(t.context)
  await expect(show(first.id)).rejects.toMatchObject({ code: 'DOCUMENT_GONE' })
  expect(await kept(first.sha256)).toBe(true)
  t.advance(10 * DAY)
  await purgeDocuments(t.context)
  expect(await kept(first.sha256)).toBe(false)
})

test('an open request keeps its documents beyond their time; once it has expired they are deleted, and the fields placed on them', async () => {
  const expiresAt = new Date(t.context.now().getTime() + 100 * DAY)
  const request = await newRequest(t, [{ name: 'Anna Kowalska', email: 'anna@example.com' }], { expiresAt })
  const parts = (await t.context.db.revision.findMany({ where: { requestDocument: { requestId: request.id } } })).flatMap(
    (revision) => revision.parts,
  )
  expect(parts.length).toBeGreaterThan(1)
  t.advance(95 * DAY)
  await purgeDocuments(t.context)
  for (const part of parts) expect(await kept(part)).toBe(true)
  t.advance(6 * DAY)
  await announceExpiry(t.context, { request: request.id })
  // A document that is still needed is looked at again after a day.
  t.advance(DAY)
  await purgeDocuments(t.context)
  for (const part of parts) expect(await kept(part)).toBe(false)
})
