// What a request may be made of: a document that comes along, signatures at texts, up to twenty signers; and what each use is counted as.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { samplePdf } from '@/scripts/sample-pdf'
import { sampleContract } from '@/lib/sample-contract'
import type { Problem } from '../../domain/problem'
import type { Anchor } from '../../signature/anchor/anchor-place'
import { auditTrail } from '../trail/audit-trail'
import { loadEvents } from '../kernel/evidence'
import { readRevision } from '../kernel/revisions'
import { Walk } from '../../testing/journey-walk'
import { PLAIN_REQUEST } from './request-rules'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { getUsage } from '../usage/get-usage'
import { completeRequest } from '../completion/complete-request'
import { createSignatureRequest, type NewRequestInOne } from './create-signature-request'
import { requestRow } from './request-row'
import type { NewSigner } from './request-rules'

let test: TestContext
const folder = mkdtempSync(path.join(tmpdir(), 'requests-'))
const lukasz: NewSigner = {
  name: 'Łukasz Żółć',
  email: 'lukasz@example.com',
  phone: '+48500123456',
  locale: null,
  order: null,
  method: null,
  country: 'PL',
}

beforeAll(async () => {
  test = await testContext({ identity: scriptedIdentity().identity, start: new Date(Math.floor(Date.now() / 1000) * 1000) })
})
afterAll(async () => {
  await test.close()
  rmSync(folder, { recursive: true, force: true })
})

const inOne = (bytes: Uint8Array, more: Partial<NewRequestInOne> = {}) =>
  createSignatureRequest(test.context, test.caller, {
    ...PLAIN_REQUEST,
    documentIds: [],
    documentTitle: 'Service Agreement',
    file: { name: 'document.pdf', mimeType: 'application/pdf', bytes },
    signers: [lukasz],
    ...more,
  })
const anchored = (text: string, more: Partial<Anchor> = {}): Partial<NewRequestInOne> => ({
  fields: [{ signerIndex: 0, documentId: null, place: { text, xOffset: 0, yOffset: 0, width: 200, height: 60, ...more } }],
})
const contract = () => sampleContract({ borrower: 'Lukasz Zolc', reference: 'L 1', date: test.context.now() })

async function signedFile(request: string): Promise<string> {
  const row = await test.context.db.requestDocument.findFirstOrThrow({ where: { requestId: request } })
  const file = path.join(folder, `${request}.pdf`)
  writeFileSync(
    file,
    await readRevision(
      test.context,
      await test.context.db.revision.findFirstOrThrow({ where: { requestDocumentId: row.id }, orderBy: { number: 'desc' } }),
    ),
  )
  return file
}

it('brings its document along, signs at the text, covers it, and says so in evidence and audit trail', async () => {
  const tag = 'Annual percentage rate of charge'
  const request = await inOne(await contract(), anchored(tag))
  expect(request.documents).toMatchObject([{ name: 'Service Agreement', pages: 2 }])
  expect(request.fields).toMatchObject([{ page: 1, width: 200, height: 60, anchorPlacement: { found: true, occurrences: 1, note: null } }])
  await (await Walk.open(test, request.signers[0]?.id ?? '')).to('signed')
  const file = await signedFile(request.id)
  expect(execFileSync('pdfsig', ['-nocert', file], { encoding: 'utf8' })).toMatch(/Signature is Valid/)
  // Where another program sees the text: in points from the top left corner, like the field.
  const words = execFileSync('pdftotext', ['-bbox', '-l', '1', file, '-'], { encoding: 'utf8' })
  const [, xMin = '', yMin = '', , yMax = ''] =
    /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">Annual</.exec(words) ?? []
  const [field] = request.fields
  expect(field?.x).toBeCloseTo(Number(xMin), 0)
  expect(field?.y).toBeLessThan(Number(yMin))
  expect((field?.y ?? 0) + (field?.height ?? 0)).toBeGreaterThanOrEqual(Number(yMax) - 0.01)

  await completeRequest(test.context, { request: request.id })
  const events = await loadEvents(test.context, test.context.db, request.id)
  const placed = events.find(({ fact }) => fact.type === 'fields_placed')?.fact
  expect(placed).toMatchObject({ fields: 1, anchors: [{ signer: request.signers[0]?.id, found: true, occurrences: 1 }] })
  expect(JSON.stringify(events)).not.toContain(tag)
  const trail = await auditTrail(test.context, await requestRow(test.context, test.caller, request.id), 'Example Bank', events)
  expect(trail.documents[0]?.lines).toContainEqual({ label: 'Place of signature 1', value: 'text found on page 1, occurrences: 1.' })
})

it('signs invisibly, and validly, when the text is not there', async () => {
  const request = await inOne(await contract(), anchored('{{nowhere}}'))
  expect(request.fields).toMatchObject([{ x: 0, y: 0, width: 0, height: 0, anchorPlacement: { found: false, occurrences: 0 } }])
  const walk = await Walk.open(test, request.signers[0]?.id ?? '')
  await walk.to('review')
  expect((await walk.view()).documents).toMatchObject([{ field: null }])
  await walk.to('signed')
  const pdfsig = execFileSync('pdfsig', ['-nocert', await signedFile(request.id)], { encoding: 'utf8' })
  expect(pdfsig).toMatch(/Signature is Valid/)
  expect(pdfsig).toMatch(/Signature Field Name: sgn_/)
})

it('says which signer, anchor or document is wrong, and keeps nothing of a request against the rules', async () => {
  const pathOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      ({ code, extra }: Problem) => `${code} ${extra.errors?.[0]?.path.join(' ') ?? ''}`,
    )
  const before = await test.context.db.document.count()
  expect(await pathOf(inOne(samplePdf({ pages: 1 }), { signers: [{ ...lukasz, phone: '12' }] }))).toBe('PHONE_INVALID signers 0 phone')
  expect(await pathOf(inOne(samplePdf({ pages: 1 }), { signers: [{ ...lukasz, method: 'bank_id' }] }))).toBe(
    'QES_IDENTITY_METHOD signers 0 method',
  )
  expect(await pathOf(inOne(Buffer.from('no document at all')))).toMatch(/^DOCUMENT_/)
  expect(await test.context.db.document.count()).toBe(before)
})

it('has twenty signers at most', async () => {
  const people = (count: number) => Array.from({ length: count }, (_, index) => ({ ...lukasz, email: `person${index}@example.com` }))
  expect((await inOne(samplePdf({ pages: 1 }), { signers: people(20) })).signers).toHaveLength(20)
  await expect(inOne(samplePdf({ pages: 1 }), { signers: people(21) })).rejects.toMatchObject({
    code: 'TOO_MANY_SIGNERS',
    status: 422,
  })
})

it('counts for its key what was done with it, month by month', async () => {
  const month = test.context.machineNow().toISOString().slice(0, 7)
  const { keys, storage } = await getUsage(test.context, test.caller, { month: null, from: null, to: null })
  expect(keys[0]).toMatchObject({
    month,
    mode: 'test',
    apiKey: { id: test.caller.apiKeyId },
    counts: {
      documents_uploaded: 3,
      requests_created: 3,
      requests_completed: 1,
      signatures_completed: 2,
      verifications_completed: 1,
      reminders_sent: 0,
    },
  })
  const ofStranger = await getUsage(test.context, (await test.newCaller()).caller, { month: null, from: null, to: null })
  expect(ofStranger).toEqual({ storage: { used: 0n, quota: storage.quota }, keys: [] })
  expect((await getUsage(test.context, test.caller, { month: '2020-01', from: null, to: null })).keys).toEqual([])
  await expect(getUsage(test.context, test.caller, { month: null, from: '2020-01', to: '2022-01' })).rejects.toMatchObject({
    code: 'MALFORMED_REQUEST',
  })
})
