// A request of two signers and two documents, completed: its archive is intact, judged by the offline verifier, openssl, pdfsig and
// qpdf; and one byte changed anywhere is found and located.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CHECKS, verifyEvidence } from '../../../scripts/verify-evidence.mjs'
import { Problem } from '../../domain/problem'
import { loadEvents } from '../kernel/evidence'
import { readContent } from '../kernel/outbox'
import { completeRequest } from './complete-request'
import { downloadSignedDocument } from './download-signed-document'
import { wholeOf } from '../../testing/whole-of'
import { getSignatureRequest, type RequestView } from '../requests/get-signature-request'
import { testContext, type TestContext } from '../../testing/test-context'
import { newRequest, Walk } from '../../testing/journey-walk'
import { ELENI, scriptedIdentity } from '../../testing/scripted-identity'
import { sweep } from '../maintenance/sweep'
import { readStoredZip, storedZip } from '../../signature/zip/stored'
import { verifyForAnyone } from '../validation/verify-for-anyone'
import { cadesVerification } from '../../testing/crypto/judge-arguments'

let t: TestContext
let request: RequestView
let zip: Buffer
const directory = mkdtempSync(path.join(tmpdir(), 'archive-'))

beforeAll(async () => {
  const { identity, script } = scriptedIdentity()
  t = await testContext({ identity })
  const { context, caller } = t
  const created = await newRequest(
    t,
    [
      { name: 'Łukasz Jan Żółć', email: 'lukasz@example.com' },
      { name: 'Ελένη Παπαδοπούλου', email: 'eleni@example.com' },
    ],
    { documents: 2 },
  )
  for (const [index, { id }] of created.signers.entries()) {
    if (index === 1) script.mrz = ELENI
    await (await Walk.open(t, id)).to('signed')
    await completeRequest(context, { request: created.id })
  }
  await completeRequest(context, { request: created.id })
  request = await getSignatureRequest(context, caller, { requestId: created.id })
  zip = await archive()
  writeFileSync(path.join(directory, 'evidence.zip'), zip)
  for (const { name, bytes } of readStoredZip(zip)) writeFileSync(path.join(directory, path.basename(name)), bytes)
})
afterAll(async () => {
  await t.close()
})

const archive = async () =>
  Buffer.from(
    await wholeOf((await downloadSignedDocument(t.context, t.caller, { requestId: request.id, documentId: null, archive: true })).bytes),
  )
const raise = (error: Error): never => {
  throw error
}
const run = (command: string, ...parameters: string[]) =>
  execFileSync(command, parameters, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

test('the completed request shows certificate and time-stamp of each signer', () => {
  expect(request.status).toBe('completed')
  expect(request.completedAt).not.toBeNull()
  for (const { certificate, timestamp, status } of request.signers) {
    expect(status).toBe('signed')
    expect(certificate).toMatchObject({
      issuer: 'QSignHub TEST',
      serial: expect.stringMatching(/^([0-9A-F]{2}:){15}[0-9A-F]{2}$/),
      qualified: false,
    })
    expect(timestamp).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), authority: expect.stringContaining('TSA') })
  }
})

test('the evidence was sealed once, the second signer invited once, and everybody mailed with both documents', async () => {
  const types = (await loadEvents(t.context, t.context.db, request.id)).map(({ fact }) => fact.type)
  expect(types.filter((type) => type === 'evidence_sealed' || type === 'request_completed')).toEqual([
    'request_completed',
    'evidence_sealed',
  ])
  expect(types.filter((type) => type === 'signer_invited')).toHaveLength(2)
  const mails = (await t.context.db.outboxMessage.findMany({ where: { requestId: request.id, template: 'completed' } })).map((mail) =>
    readContent(t.context, mail),
  )
  expect(mails.map(({ attachments }) => attachments.length)).toEqual([2, 2])
})

test('the archive is intact for the verifier, which is a file of its own', () => {
  writeFileSync(path.join(directory, 'published-root.pem'), t.pki.rootPem)
  const copy = path.join(directory, 'verify-evidence.mjs')
  run('cp', path.resolve('scripts/verify-evidence.mjs'), copy)
  expect(run('node', copy, 'evidence.zip', '--root', 'published-root.pem')).toMatch(/the root is the one you gave[\s\S]*Intact: /)
  expect(run('node', copy, 'evidence.zip')).toMatch(/\? the root was not checked: .* under \/pki\/root\.pem[\s\S]*Intact, but for what/)
  expect(run('unzip', '-tq', 'evidence.zip')).toContain('No errors detected')
})

test('openssl, pdfsig and qpdf agree', () => {
  run('sh', '-c', 'cat issuing.pem root.pem > chain.pem')
  expect(run('openssl', ...cadesVerification('manifest.p7s', 'manifest.json', 'chain.pem'))).toBe('')
  expect(run('qpdf', '--check', 'audit-trail.pdf')).toContain('No syntax or stream encoding errors')
  expect(run('pdfsig', 'audit-trail.pdf')).toMatch(/Signature is Valid/)
  const signatures = run('pdfsig', '1-Contract 1.pdf')
  expect(signatures.match(/Signature is Valid/g)?.length).toBeGreaterThanOrEqual(2)
  expect(signatures).not.toMatch(/Invalid/)
  expect(run('pdftotext', 'audit-trail.pdf', '-')).toMatch(/Łukasz Jan Żółć[\s\S]*Ελένη Παπαδοπούλου/)
})

test('one byte changed anywhere is found', () => {
  const offsets = Array.from({ length: 120 }, (_, i) => Math.floor((i * 2_654_435_761) % zip.length))
  const structure = zip.lastIndexOf('PK\x01\x02', zip.length - 200, 'latin1')
  for (const offset of [
    ...offsets,
    0,
    5,
    14,
    18,
    26,
    30,
    structure + 6,
    structure + 20,
    structure + 30,
    structure + 42,
    structure + 46,
    zip.length - 22,
    zip.length - 10,
    zip.length - 1,
  ]) {
    const changed = Buffer.from(zip)
    changed[offset] = (changed[offset] ?? 0) ^ (1 << (offset % 8))
    const { problems } = verifyEvidence(changed)
    expect([offset, problems.length > 0, problems.some((problem) => problem.includes(String(offset)))]).toEqual([offset, true, true])
  }
  for (const other of [Buffer.concat([zip, Buffer.of(0)]), zip.subarray(0, -1), Buffer.concat([Buffer.of(0), zip])]) {
    expect(verifyEvidence(other).problems).not.toEqual([])
  }
})

test('a forgery with repaired checksums is found too, with the event, document or file that does not fit', () => {
  const rebuilt = (name: string, change: (text: string) => string) =>
    verifyEvidence(
      storedZip(
        readStoredZip(zip).map((entry) =>
          entry.name === name ? { name, bytes: Buffer.from(change(Buffer.from(entry.bytes).toString('latin1')), 'latin1') } : entry,
        ),
      ),
    ).problems.join('\n')
  expect(rebuilt('events.json', (text) => text.replace('"type": "signer_signed"', '"type": "signer_refused"'))).toMatch(
    /events.json is not the file[\s\S]*event \d+ \(evt_\w+, signer_refused, .*\) was changed/,
  )
  expect(rebuilt('events.json', (text) => JSON.stringify((JSON.parse(text) as unknown[]).toSpliced(3, 1)))).toMatch(
    /event 4 .* an event was removed/,
  )
  expect(rebuilt('documents/1-Contract 1.pdf', (text) => text.replace('/Count 2', '/Count 3'))).toMatch(
    /does not begin with the document as it was uploaded/,
  )
  expect(rebuilt('manifest.json', (text) => text.replace('"qualified": false', '"qualified": true '))).toMatch(
    /the seal over manifest.json does not hold/,
  )
  expect(rebuilt('audit-trail.pdf', (text) => text.replace('/EvidenceEvents', '/EvidenceEvidence'))).toMatch(
    /a seal in audit-trail.pdf does not hold|not covered/,
  )
  expect(verifyEvidence(storedZip([...readStoredZip(zip), { name: 'extra.txt', bytes: Buffer.from('x') }])).problems).toEqual([
    'extra.txt was added after the sealing',
  ])
})

test('anybody is told what it says: of the request, of each check, and of the signatures on its documents', async () => {
  const told = (bytes: Uint8Array, context = t.context) =>
    verifyForAnyone(context, { file: { name: 'file', mimeType: '', bytes }, client: 'a digest' })
  const { verdict, evidence } = await told(zip)
  expect(verdict).toBe('test')
  expect(evidence).toMatchObject({
    request: request.id,
    mode: 'test',
    root: 'test',
    ended: { how: 'request_completed' },
    signers: { asked: 2, signed: 2 },
    checks: CHECKS.map((name) => ({ name, state: 'passed' })),
    documents: [1, 2].map((number) => ({ name: `Contract ${number}`, judged: { valid: true } })),
  })
  expect(evidence?.documents[0]?.judged?.signatures.map(({ signerName, test: isTest }) => [signerName, isTest])).toEqual([
    [expect.stringContaining('Żółć'), true],
    [expect.any(String), true],
  ])
  const elsewhere = { ...t.context, trust: () => raise(new Problem('UNAVAILABLE.no_live_provider')) }
  const { verdict: unsure, evidence: stranger } = await told(zip, elsewhere)
  expect([unsure, stranger?.root, stranger?.checks.filter(({ state }) => state !== 'passed').map(({ name }) => name)]).toEqual([
    'unsure',
    null,
    ['root'],
  ])
  const changed = storedZip(
    readStoredZip(zip).map(({ name, bytes }) =>
      name === 'events.json'
        ? { name, bytes: Buffer.from(Buffer.from(bytes).toString('utf8').replace('"signer_signed"', '"signer_refused"')) }
        : { name, bytes },
    ),
  )
  const { verdict: broken, evidence: forged } = await told(changed)
  expect([broken, forged?.checks.filter(({ state }) => state === 'failed').map(({ name }) => name)]).toEqual([
    'broken',
    ['files', 'events', 'time_stamps'],
  ])
})

test('the pictures leave with their retention, and the archive stays intact', async () => {
  const names = () => readStoredZip(zip).map(({ name }) => name)
  expect(names()).toEqual(
    expect.arrayContaining(['identity/1-document-front.jpg', 'identity/1-selfie.jpg', 'identity/2-document-back.jpg']),
  )
  t.advance(91 * 86_400_000)
  await sweep(t.context, 'running')
  zip = await archive()
  expect(names().filter((name) => name.startsWith('identity/'))).toEqual([])
  const { problems, warnings } = verifyEvidence(zip, { root: t.pki.rootPem })
  expect(problems).toEqual([])
  expect(warnings).toEqual([expect.stringMatching(/^missing: \d+ of the files that were sealed \(.*identity\/1-selfie\.jpg.*\)/)])
})
