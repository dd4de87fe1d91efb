// Somebody who writes the database gives a document other bytes, or hands out those of another one: everything that reads a revision
// compares it with the evidence, and refuses.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Rewind } from '../../testing/checkpoint'
import { newRequest, Walk } from '../../testing/journey-walk'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { wholeOf } from '../../testing/whole-of'
import { fileLink } from '../documents/file-links'
import { loadEvents, loadRequest } from '../kernel/evidence'
import { newIntegrity } from '../kernel/integrity'
import { addSigner } from '../requests/add-signer'
import { cancelSignatureRequest } from '../requests/cancel-signature-request'
import { getSignatureRequest, type RequestView } from '../requests/get-signature-request'
import { requestRow } from '../requests/request-row'
import { downloadDocument } from '../steps/review/download-documents'
import { completeRequest } from './complete-request'
import { downloadSignedDocument } from './download-signed-document'
import { evidenceArchive } from './evidence-archive'
import { openLinkedFile } from './open-linked-file'

let t: TestContext
let rewind: Rewind
/** One that everybody has signed, and one whose signer is about to; each with two documents. */
let signed: RequestView
let open: RequestView
let walk: Walk

beforeAll(async () => {
  const { identity } = scriptedIdentity()
  t = await testContext({ identity })
  const person = { name: 'Lukasz Jan Zolc', email: 'lukasz@example.com' }
  const made = async (stop: string) => {
    const request = await newRequest(t, [person], { documents: 2, redirectUrl: 'https://example.com/back' })
    walk = await Walk.open(t, request.signers[0]?.id ?? '')
    await walk.to(stop)
    return request
  }
  signed = await made('signed')
  await completeRequest(t.context, { request: signed.id })
  await completeRequest(t.context, { request: signed.id })
  open = await made('sign')
  rewind = await t.checkpoint()
})
beforeEach(async () => {
  await rewind()
  Object.assign(t.context.integrity, newIntegrity())
})
afterAll(() => t.close())

const download = async (archive: boolean, documentId: string | null) => {
  const { bytes } = await downloadSignedDocument(t.context, t.caller, { requestId: signed.id, documentId, archive })
  return wholeOf(bytes)
}
const linked = async (file: Parameters<typeof fileLink>[1]) => {
  const [token = '', name = ''] = fileLink(t.context, file, new Date(t.context.now().getTime() + 1000))
    .split('/')
    .slice(-2)
  return wholeOf((await openLinkedFile(t.context, { token, name })).bytes)
}
const first = (request: RequestView) => request.documents[0]?.id ?? ''
const newSigner = { name: 'Anna Kowalska', email: 'anna@example.com', phone: null, locale: null, order: null, method: null, country: 'PL' }

type Reads = Readonly<Record<string, () => Promise<unknown>>>
/** Everything that sends or works on the bytes of a revision, by the request that it reads. */
const BYTES: Readonly<Record<'signed' | 'open', Reads>> = {
  signed: {
    'the download of a document': () => download(false, first(signed)),
    'the download of all': () => download(false, null),
    'the archive': () => download(true, null),
    'the file link': () => linked({ file: 'signed', request: signed.id, document: first(signed) }),
  },
  open: {
    'the page of the signer': async () => {
      const { bytes } = await downloadDocument(t.context, walk.caller, { document: first(open), keep: false })
      return wholeOf(bytes)
    },
    'the preparation of a signature': () => walk.startSigning(),
    'a field for one more signer': () => addSigner(t.context, t.caller, { requestId: open.id, signer: newSigner, fields: [] }),
    'the sealing of what was cancelled': async () => {
      await cancelSignatureRequest(t.context, t.caller, { requestId: open.id })
      await completeRequest(t.context, { request: open.id })
    },
  },
}
/** What shows its digest. */
const ROWS: Readonly<Record<'signed' | 'open', Reads>> = {
  signed: { 'the answer of the API': () => getSignatureRequest(t.context, t.caller, { requestId: signed.id }) },
  open: {
    'the answer of the API': () => getSignatureRequest(t.context, t.caller, { requestId: open.id }),
    'the view of the journey': () => walk.view(),
  },
}

const OF_FIRST = `"requestDocumentId" = (SELECT "id" FROM "RequestDocument" WHERE "requestId" = 'REQUEST' AND "position" = 0)`
const OF_SECOND = `"requestDocumentId" = (SELECT "id" FROM "RequestDocument" WHERE "requestId" = 'REQUEST' AND "position" = 1)`
const newestOf = (which: string) => `"id" = (SELECT "id" FROM "Revision" WHERE ${which} ORDER BY "number" DESC LIMIT 1)`
const NEWEST = newestOf(OF_FIRST)
const OTHER = newestOf(OF_SECOND)

/** Of its bytes: found where they are read. */
const CHANGED_BYTES = {
  'its parts are those of another document': `UPDATE "Revision" SET "parts" = (SELECT "parts" FROM "Revision" WHERE ${OTHER}) WHERE ${NEWEST}`,
  'its last part is missing': `UPDATE "Revision" SET "parts" = trim_array("parts", 1) WHERE ${NEWEST}`,
  'it has no parts': `UPDATE "Revision" SET "parts" = '{}' WHERE ${NEWEST}`,
  'it has another size': `UPDATE "Revision" SET "sizeBytes" = "sizeBytes" + 1 WHERE ${NEWEST}`,
}
/** Of what it is: found where it is shown, too. */
const CHANGED_ROWS = {
  'it is another one, whole': `UPDATE "Revision" SET ("parts", "sha256", "sizeBytes") = (SELECT "parts", "sha256", "sizeBytes" FROM "Revision" WHERE ${OTHER}) WHERE ${NEWEST}`,
  'it has another digest': `UPDATE "Revision" SET "sha256" = '${'f'.repeat(64)}' WHERE ${NEWEST}`,
  'it has changed places with the one before': `UPDATE "Revision" SET "number" = 100 - "number" WHERE ${OF_FIRST}`,
  'it is of another kind': `UPDATE "Revision" SET "kind" = 'uploaded' WHERE ${NEWEST}`,
  'it was made by somebody else': `UPDATE "Revision" SET "signerId" = CASE WHEN "signerId" IS NULL THEN (SELECT "id" FROM "Signer" LIMIT 1) END WHERE ${NEWEST}`,
  'it was removed': `DELETE FROM "Revision" WHERE ${NEWEST}`,
  'its document is another one': `UPDATE "RequestDocument" SET "documentId" = (SELECT "id" FROM "Document" WHERE "id" NOT IN
    (SELECT "documentId" FROM "RequestDocument" WHERE "requestId" = 'REQUEST') LIMIT 1) WHERE "requestId" = 'REQUEST' AND "position" = 0`,
  'its document has changed places with the other': `UPDATE "RequestDocument" SET "position" = 1 - "position" WHERE "requestId" = 'REQUEST'`,
  'its document has other bytes': `UPDATE "Document" SET "sha256" = '${'f'.repeat(64)}' WHERE "id" =
    (SELECT "documentId" FROM "RequestDocument" WHERE "requestId" = 'REQUEST' AND "position" = 0)`,
  'its fields were removed': `DELETE FROM "Field" WHERE ${OF_FIRST}`,
  'its field covers another text': `UPDATE "Field" SET "anchor" = '{"cover": {"x": 0, "y": 0, "width": 500, "height": 500}}' WHERE ${OF_FIRST}`,
}

async function refused(which: 'signed' | 'open', change: string, reads: Reads): Promise<void> {
  const id = { signed, open }[which].id
  await t.context.db.$executeRawUnsafe(change.replaceAll('REQUEST', id))
  for (const [name, read] of Object.entries(reads)) {
    t.errors.length = 0
    await expect(read(), name).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
    const { place, what } = t.errors.at(-1) ?? {}
    expect(t.context.integrity.faults(), name).toContainEqual({ place, what })
  }
  // What was found stays named, although the evidence of the request is read and is whole.
  const found = t.context.integrity.faults()
  await loadEvents(t.context, t.context.db, id).catch(() => [])
  expect(t.context.integrity.faults()).toEqual(expect.arrayContaining([...found]))
}

describe.each(['signed', 'open'] as const)('a document of a request that is %s', (which) => {
  it('is read as it was stored', async () => {
    for (const read of Object.values({ ...ROWS[which], ...BYTES[which] })) await read()
  })
  it.each(Object.entries(CHANGED_BYTES))('is sent to nobody and signed by nobody when %s', (_, change) =>
    refused(which, change, BYTES[which]),
  )
  it.each(Object.entries(CHANGED_ROWS))('is neither when %s, and not shown', (_, change) =>
    refused(which, change, { ...ROWS[which], ...BYTES[which] }),
  )
})

describe('the archive of a request', () => {
  const both = { 'the archive': () => download(true, null), 'the audit trail': () => linked({ file: 'audit_trail', request: signed.id }) }

  it('is handed out as it was sealed', async () => {
    for (const read of Object.values(both)) await read()
  })

  it('is handed out, too, to whoever has read the row before it was sealed', async () => {
    const { id } = signed
    const before = { ...(await requestRow(t.context, t.caller, id)), evidenceBlob: null, auditBlob: null }
    const events = await loadEvents(t.context, t.context.db, id)
    await evidenceArchive(t.context, before, events)
    expect(t.context.integrity.faults()).toEqual([])
  })

  it.each([
    ['is gone', `"evidenceBlob" = NULL`],
    ['is something else', `"evidenceBlob" = (SELECT "sha256" FROM "Document" LIMIT 1)`],
  ])('is not, with its audit trail, when it %s, and is not sealed once more', async (_, change) => {
    await refused('signed', `UPDATE "SignatureRequest" SET ${change} WHERE "id" = 'REQUEST'`, both)
    await completeRequest(t.context, { request: signed.id })
    const events = await t.context.db.event.count({ where: { requestId: signed.id, type: 'evidence_sealed' } })
    expect(events).toBe(1)
    expect((await loadRequest(t.context, t.context.db, signed.id)).sealedAt).toBeDefined()
  })

  it.each(['NULL', `(SELECT "sha256" FROM "Document" LIMIT 1)`])('keeps its audit trail when that is said to be %s', (blob) =>
    refused('signed', `UPDATE "SignatureRequest" SET "auditBlob" = ${blob} WHERE "id" = 'REQUEST'`, {
      'the audit trail': both['the audit trail'],
    }),
  )
})

it('a signer goes nowhere else than the requester has said', async () => {
  await t.context.db.signatureRequest.update({ where: { id: open.id }, data: { redirectUrl: 'https://example.org/elsewhere' } })
  await expect(walk.view()).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
})

it('a signature goes under no certificate but that of the signer', async () => {
  await t.context.db.credential.updateMany({ data: { certificate: new Uint8Array(t.pki.chain[0] ?? []) } })
  expect(await walk.place()).not.toBe('sign')
  expect(t.context.integrity.faults()).toContainEqual({ place: expect.stringMatching(/^credential /), what: 'the row' })
})
