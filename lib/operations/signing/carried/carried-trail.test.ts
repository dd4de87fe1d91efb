// The audit trail of each signer from the act to the file: what programs outside take out of the PDF is what the API answers, the evidence names it
// by its digest, and nothing in it is anybody's personal data but the name that the signature has.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '../../../crypto/algorithms'
import { TASKS } from '../../../documents/tasks'
import { LONGEST_TRAIL } from '../../../signature/trail/carried-trail'
import { memorySource } from '../../../signature/pdf/source'
import { AuditTrail, presentAuditTrail } from '../../../http/schemas/audit-trail'
import { newRequest, Walk } from '../../../testing/journey-walk'
import { scriptedIdentity } from '../../../testing/scripted-identity'
import { testContext, type TestContext } from '../../../testing/test-context'
import { validatePdf } from '../../../validation/validate'
import { loadEvents } from '../../kernel/evidence'
import { readRevision } from '../../kernel/revisions'
import { getAuditTrail } from '../../trail/get-audit-trail'
import { LANGUAGES } from '../../../wording/catalogue'
import { toldTrail, trailJson } from './told'
import { trailPage } from './trail-page'

const PEOPLE = [
  { name: 'Łukasz Żółć', email: 'lukasz@example.com' },
  { name: 'Μαρία Παπαδοπούλου', email: 'maria@example.com', phone: '+306912345678' },
]
const folder = mkdtempSync(path.join(tmpdir(), 'carried-'))
let t: TestContext
let request: Awaited<ReturnType<typeof newRequest>>
let files: Buffer[]

beforeAll(async () => {
  const { identity, script } = scriptedIdentity()
  t = await testContext({ identity })
  request = await newRequest(t, PEOPLE, { documents: 2 })
  for (const [index, { id }] of request.signers.entries()) {
    if (index === 1) script.mrz = { issuer: 'GRC', surname: 'PAPADOPOULOU', givenNames: ['MARIA'], nationality: 'GRC' }
    await (await Walk.open(t, id)).to('signed')
  }
  const rows = await t.context.db.requestDocument.findMany({ where: { requestId: request.id }, orderBy: { position: 'asc' } })
  files = await Promise.all(
    rows.map(async ({ id }) => {
      const last = await t.context.db.revision.findFirstOrThrow({ where: { requestDocumentId: id }, orderBy: { number: 'desc' } })
      return Buffer.from(await readRevision(t.context, last))
    }),
  )
})
afterAll(async () => {
  await t.close()
  rmSync(folder, { recursive: true, force: true })
})

const answerOf = async (signer: number) => {
  const view = await getAuditTrail(t.context, t.caller, { requestId: request.id, signerId: request.signers[signer]?.id ?? '' })
  return AuditTrail.parse(presentAuditTrail(view))
}

function detached(pdf: Buffer): Record<string, Buffer> {
  const file = path.join(folder, 'signed.pdf')
  writeFileSync(file, pdf)
  const listed = execFileSync('pdfdetach', ['-list', file], { encoding: 'utf8' })
  execFileSync('pdfdetach', ['-saveall', '-o', folder, file])
  const names = [...listed.matchAll(/^\d+: (.*)$/gm)].map(([, name = '']) => name)
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name))]))
}

it('is attached for the first signer, and stands in the signature of the second; both are what the API answers', async () => {
  const [first, second] = [await answerOf(0), await answerOf(1)]
  for (const pdf of files) {
    const name = `audit-trail-${request.signers[0]?.id}`
    const found = detached(pdf)
    expect(Object.keys(found).sort()).toEqual([`${name}.json`, `${name}.txt`])
    const json = found[`${name}.json`]
    expect(JSON.parse(json?.toString() ?? '')).toEqual(first.audit_trail)
    expect(sha256Hex(json ?? Buffer.alloc(0))).toBe(first.signatures[0]?.audit_trail_sha256)
    const { valid, signatures } = validatePdf(pdf, { anchors: t.context.trust('test').chain.slice(-1), now: new Date() })
    expect(valid).toBe(true)
    expect(signatures.map(({ auditTrail }) => auditTrail)).toEqual([
      { sha256: first.signatures[0]?.audit_trail_sha256, attached: true },
      { sha256: second.signatures[0]?.audit_trail_sha256, attached: false },
    ])
  }
  expect(first.signatures.map(({ carried }) => carried)).toEqual(['attached', 'attached'])
  expect(second.signatures.map(({ carried }) => carried)).toEqual(['in_signature', 'in_signature'])
})

it('tells the digests before each signature, the steps with their events, and the end of the evidence as it was', async () => {
  const events = await loadEvents(t.context, t.context.db, request.id)
  for (const signer of [0, 1]) {
    const { audit_trail: trail, signatures } = await answerOf(signer)
    expect(trail).toMatchObject({ intent_to_sign: true, consent_to_electronic: null, factors: ['pin', 'otp_sms'], origin_sha256: null })
    expect(trail?.signer).toMatchObject({ name: PEOPLE[signer]?.name, verification_method: 'video_id', tier: 'eIDAS QES' })
    expect(trail?.documents.map(({ sha256_before_signing }) => sha256_before_signing)).toEqual(
      signatures.map(({ sha256_before_signing }) => sha256_before_signing),
    )
    expect(trail?.steps.map(({ step }) => step)).toEqual(expect.arrayContaining(['terms', 'identity', 'selfie', 'certificate', 'review']))
    for (const { at, sequence } of trail?.steps ?? []) expect(events[sequence - 1]?.at).toBe(at)
    expect(events[(trail?.evidence.events ?? 0) - 1]?.hash).toBe(trail?.evidence.head)
    expect(trail?.accepted.map(({ text }) => text)).toContain('document-approval')
  }
  expect((await answerOf(1)).signatures[0]?.sha256_before_signing).toBe((await answerOf(0)).signatures[0]?.sha256_after_signing)
})

it('can be uploaded and signed again, as anything that others have signed', async () => {
  for (const pdf of files) expect((await TASKS.inspect(memorySource(pdf), { acceptDecrypted: false })).kind).toBe('pdf')
})

it('holds nobody’s address, number or document title', () => {
  const text = files.map((pdf) => Object.values(detached(pdf)).map(String).join('\n')).join('\n')
  for (const word of ['@', 'example', '48500', '3069', 'Contract', '127.0.0.1', 'Mozilla']) expect(text).not.toContain(word)
})

describe('the page', () => {
  it.each(LANGUAGES.map((language) => [language]))('says the same in words: %s', async (language) => {
    const events = await loadEvents(t.context, t.context.db, request.id)
    const trail = toldTrail(events, {
      signer: request.signers[0]?.id ?? '',
      name: 'Łukasz Żółć',
      method: 'video_id',
      phone: null,
      at: t.context.now().toISOString(),
    })
    const page = trailPage(trail, language)
    for (const word of ['Łukasz Żółć', trail.request, trail.evidence.head, ...trail.documents.map((one) => one.sha256_before_signing)])
      expect(page).toContain(word)
    expect(trailJson(trail)).toMatch(/^[\x20-\x7e]+$/)
    expect(JSON.parse(trailJson(trail))).toEqual(trail)
  })
})

it('fits into a string of a PDF, however often somebody began again', async () => {
  const events = await loadEvents(t.context, t.context.db, request.id)
  const signer = request.signers[0]?.id ?? ''
  const begun = events.filter(({ fact }) => fact.type === 'terms_accepted')
  const [created, ...rest] = events
  if (created?.fact.type !== 'request_created') throw new Error('no request')
  const [document] = created.fact.documents
  const documents = Array.from({ length: 20 }, (_, index) => ({
    ...document,
    id: `doc_${String(index).padStart(16, '0')}`,
  })) as (typeof created.fact)['documents']
  const often = [{ ...created, fact: { ...created.fact, documents } }, ...rest, ...Array.from({ length: 300 }, () => begun).flat()]
  const told = toldTrail(often, { signer, name: 'Ж'.repeat(64), method: 'video_id', phone: null, at: t.context.now().toISOString() })
  expect(trailJson(told).length).toBeLessThan(LONGEST_TRAIL)
})

it('is nobody else’s, and none before the signature', async () => {
  const signerId = request.signers[0]?.id ?? ''
  await expect(getAuditTrail(t.context, { ...t.caller, tenantId: 'ten_other' }, { requestId: request.id, signerId })).rejects.toThrow(
    expect.objectContaining({ code: 'NOT_FOUND' }),
  )
  const waiting = await newRequest(t, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])
  const none = await getAuditTrail(t.context, t.caller, { requestId: waiting.id, signerId: waiting.signers[0]?.id ?? '' })
  expect(none).toMatchObject({ trail: null, signatures: [], signedAt: null })
})
