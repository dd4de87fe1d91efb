// A PDF, a Word document, a workbook and an XML file in one request of two signers: from the upload to the evidence, judged by
// unzip, openssl and xmlsec1.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyEvidence } from '../../../scripts/verify-evidence.mjs'
import { Problem } from '../../domain/problem'
import { sampleContract } from '../../sample-contract'
import { validateDocument } from '../../validation/formats/document'
import { loadEvents } from '../kernel/evidence'
import { readContent } from '../kernel/outbox'
import { completeRequest } from '../completion/complete-request'
import { createSignatureRequest } from '../requests/create-signature-request'
import { downloadSignedDocument } from '../completion/download-signed-document'
import { getSignatureRequest, type RequestView } from '../requests/get-signature-request'
import type { NewField } from '../requests/request-rules'
import { downloadAllDocuments, downloadDocument } from '../steps/review/download-documents'
import { addSigner } from '../requests/add-signer'
import { wholeOf } from '../../testing/whole-of'
import type { Sendable } from '../kernel/stored-bytes'
import { testContext, type TestContext } from '../../testing/test-context'
import { Walk } from '../../testing/journey-walk'
import { PLAIN_REQUEST } from '../requests/request-rules'
import { sampleDocx, sampleXlsx, sampleXml } from '../../testing/sample-files'
import { ELENI, scriptedIdentity } from '../../testing/scripted-identity'
import { uploadDocument } from './upload-document'
import { cadesVerification, xadesVerification } from '../../testing/crypto/judge-arguments'

let t: TestContext
let created: RequestView
let request: RequestView
let firstWalk: Walk
const seen: Record<string, unknown>[] = []
const directory = mkdtempSync(path.join(tmpdir(), 'formats-'))
const docx = sampleDocx('Umowa kredytu')

const contents = async ({ bytes }: { bytes: Sendable }): Promise<Buffer> => Buffer.from(await wholeOf(bytes))
const upload = (name: string, bytes: Uint8Array) =>
  uploadDocument(t.context, t.caller, { file: { name, mimeType: 'application/octet-stream', bytes } })
const SIGNER = { locale: 'en-GB', order: null, method: null, country: 'PL', phone: '+48500123456' }
const create = (documentIds: readonly string[], fields: readonly NewField[] = []) =>
  createSignatureRequest(t.context, t.caller, {
    ...PLAIN_REQUEST,
    documentIds,
    fields,
    signers: [{ ...SIGNER, name: 'Łukasz Jan Żółć', email: 'lukasz@example.com' }],
  })

beforeAll(async () => {
  const { identity, script } = scriptedIdentity()
  t = await testContext({ identity })
  const { context, caller } = t
  const uploads = [
    await upload('contract.pdf', await sampleContract({ borrower: 'A', reference: 'Loan 1', date: context.now() })),
    await upload('Umowa – kredyt.docx', docx),
    await upload('plan.xlsx', sampleXlsx()),
    await upload('invoice.xml', sampleXml()),
  ]
  created = await create(uploads.map(({ id }) => id))
  await addSigner(context, caller, {
    requestId: created.id,
    signer: { ...SIGNER, name: 'Ελένη Παπαδοπούλου', email: 'eleni@example.com' },
    fields: [],
  })
  const { signers } = await getSignatureRequest(context, caller, { requestId: created.id })
  for (const [index, { id }] of signers.entries()) {
    if (index === 1) script.mrz = ELENI
    const walk = await Walk.open(t, id)
    await walk.to('review')
    const { documents } = await walk.view()
    for (const { id: document, kind, file, field } of documents) {
      const keep = await downloadDocument(context, walk.caller, { document, keep: true })
      const show = await downloadDocument(context, walk.caller, { document, keep: false })
      seen.push({
        kind,
        field: field !== null,
        name: keep.name,
        type: keep.mimeType,
        inPage: show.mimeType,
        same: (await contents(keep)).length === file.sizeBytes,
        content: await contents(keep),
      })
    }
    // A file without pages counts as read once it was downloaded; the PDF only once its last page was shown.
    expect((await walk.view()).documents.map(({ viewed }) => viewed)).toEqual([false, true, true, true])
    await walk.to('signed')
    firstWalk ??= walk
    await completeRequest(context, { request: created.id })
  }
  request = await getSignatureRequest(context, caller, { requestId: created.id })
})
afterAll(async () => {
  await t.close()
})

const signed = async (index: number) => {
  const file = await downloadSignedDocument(t.context, t.caller, {
    requestId: request.id,
    documentId: request.documents[index]?.id ?? '',
    archive: false,
  })
  const bytes = await contents(file)
  writeFileSync(path.join(directory, `signed-${index}`), bytes)
  return { ...file, bytes }
}
const run = (command: string, ...parameters: string[]): string => {
  const { stdout, stderr } = spawnSync(command, parameters, { cwd: directory, encoding: 'utf8' })
  return stdout + stderr
}

test('signers read the files as they were uploaded, and no script in a file runs in the page', () => {
  expect(seen.map(({ content: _, ...rest }) => rest)).toEqual(
    [0, 1].flatMap(() => [
      { kind: 'pdf', field: true, name: 'contract.pdf', type: 'application/pdf', inPage: 'application/pdf', same: true },
      {
        kind: 'docx',
        field: false,
        name: 'Umowa – kredyt.docx',
        type: expect.stringContaining('wordprocessingml'),
        inPage: 'application/octet-stream',
        same: true,
      },
      {
        kind: 'xlsx',
        field: false,
        name: 'plan.xlsx',
        type: expect.stringContaining('spreadsheetml'),
        inPage: 'application/octet-stream',
        same: true,
      },
      { kind: 'xml', field: false, name: 'invoice.xml', type: 'application/xml', inPage: 'text/plain', same: true },
    ]),
  )
  expect(seen.filter(({ kind }) => kind === 'docx').every(({ content }) => Buffer.from(docx).equals(content as Buffer))).toBe(true)
})

test('the request is completed, with certificate and time-stamp of both', () => {
  expect(request.status).toBe('completed')
  expect(request.documents.map(({ pages, signedUrl }) => [pages, signedUrl?.split('/').at(-1)])).toEqual([
    [expect.any(Number), 'signed.pdf'],
    [0, 'signed.asice'],
    [0, 'signed.asice'],
    [0, 'signed.xml'],
  ])
  for (const { certificate, timestamp } of request.signers) expect([certificate, timestamp]).not.toContain(null)
})

test('every document bears two signatures of level B-LTA', async () => {
  const anchors = [t.pki.chain.at(-1) ?? new Uint8Array()]
  for (const index of [0, 1, 2, 3]) {
    const { valid, signatures } = await validateDocument((await signed(index)).bytes, { anchors, now: t.context.now() })
    expect([valid, signatures.map(({ level, signerName }) => [level, signerName])]).toEqual([
      true,
      [
        ['B-LTA', expect.stringContaining('ukasz')],
        ['B-LTA', expect.any(String)],
      ],
    ])
  }
  const facts = (await loadEvents(t.context, t.context.db, request.id)).flatMap(({ fact }) =>
    fact.type === 'document_signed' ? [fact.level] : [],
  )
  expect(facts).toEqual([0, 1].flatMap(() => ['PAdES-B-LTA', 'CAdES-B-LTA', 'CAdES-B-LTA', 'XAdES-B-LTA']))
})

test('unzip finds the container intact, and openssl its signatures valid', async () => {
  const { name, mimeType, bytes } = await signed(1)
  expect([name, mimeType]).toEqual(['Umowa _ kredyt.asice', 'application/vnd.etsi.asic-e+zip'])
  expect(run('unzip', '-t', 'signed-1')).toContain('No errors detected')
  const files = unzipSync(bytes)
  expect(Object.entries(files).find(([file]) => file.endsWith('.docx'))?.[1]).toEqual(docx)
  writeFileSync(path.join(directory, 'root.pem'), t.pki.rootPem)
  for (const number of ['001', '002']) {
    writeFileSync(path.join(directory, 'a.p7s'), files[`META-INF/signature${number}.p7s`] ?? '')
    writeFileSync(path.join(directory, 'a.xml'), files[`META-INF/ASiCManifest${number}.xml`] ?? '')
    const at = String(Math.floor(t.context.machineNow().getTime() / 1000))
    expect(run('openssl', ...cadesVerification('a.p7s', 'a.xml', 'root.pem'), '-attime', at)).toContain('CAdES Verification successful')
  }
})

test('xmlsec1 finds each signature of the XML file valid', async () => {
  const { mimeType } = await signed(3)
  expect(mimeType).toBe('application/xml')
  writeFileSync(path.join(directory, 'root.pem'), t.pki.rootPem)
  writeFileSync(path.join(directory, 'issuing.der'), t.pki.chain[0] ?? '')
  const at = t.context.machineNow().toISOString().slice(0, 19).replace('T', ' ')
  for (const { id } of request.signers) {
    expect(run('xmlsec1', ...xadesVerification('signed-3', id, '--verification-gmt-time', at))).toMatch(/^OK/m)
  }
})

test('the signers get the signed files, by mail and from the page', async () => {
  const zip = unzipSync(await contents(await downloadAllDocuments(t.context, firstWalk.caller)))
  const names = ['contract (signed).pdf', 'Umowa – kredyt (signed).asice', 'plan (signed).asice', 'invoice (signed).xml']
  expect(Object.keys(zip)).toEqual(names.map((name, index) => `0${index + 1} ${name}`))
  const mail = await t.context.db.outboxMessage.findFirstOrThrow({ where: { requestId: request.id, template: 'completed' } })
  expect(readContent(t.context, mail).attachments.map(({ name }) => path.extname(name))).toEqual(['.pdf', '.asice', '.asice', '.xml'])
})

test('the evidence is intact for the offline verifier', async () => {
  const archive = await contents(
    await downloadSignedDocument(t.context, t.caller, { requestId: request.id, documentId: null, archive: true }),
  )
  const report = verifyEvidence(archive)
  expect(report.problems).toEqual([])
  expect(
    Object.keys(unzipSync(archive))
      .filter((name) => name.startsWith('documents/'))
      .map((name) => path.extname(name)),
  ).toEqual(['.pdf', '.asice', '.asice', '.xml'])
})

test('a field on a file without pages is refused, with its place in the body, also for a signer who is added', async () => {
  const { id } = await upload('a.docx', sampleDocx())
  const fields = [{ signerIndex: 0, documentId: null, place: { page: 1, x: 1, y: 1, width: 100, height: 40 } }]
  const { id: requestId } = await create([id])
  const signer = { ...SIGNER, name: 'Maria Nowak', email: 'maria@example.com' }
  for (const ask of [() => create([id], fields), () => addSigner(t.context, t.caller, { requestId, signer, fields })]) {
    const refusal: unknown = await ask().catch((error: unknown) => error)
    expect(refusal instanceof Problem && [refusal.code, refusal.extra.errors?.[0]?.path]).toEqual(['DOCUMENT_NOT_PDF', ['fields', 0]])
  }
})

test('no error was logged', () => expect(t.errors).toEqual([]))
