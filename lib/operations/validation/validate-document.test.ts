// Validation of what somebody sends in: our own documents, changed, revoked, unsigned and foreign ones, and bytes made to break the reader.

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sha256 } from '../../crypto/algorithms'
import { samplePdf } from '../../../scripts/sample-pdf'
import { openSampleTrust } from '../../../scripts/sample-signer'
import type { Mode } from '../../domain/event'
import { Problem } from '../../domain/problem'
import { fill } from '../../signature/hole'
import { emptySignature, sign } from '../../signature/pades'
import { memorySource } from '../../signature/pdf/source'
import type { OrganisationCaller } from '../../domain/caller'
import { completeRequest } from '../completion/complete-request'
import { downloadSignedDocument } from '../completion/download-signed-document'
import { wholeOf } from '../../testing/whole-of'
import { testContext, type TestContext } from '../../testing/test-context'
import { newRequest, Walk } from '../../testing/journey-walk'
import { sampleDocx } from '../../testing/sample-files'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { validateDocument } from './validate-document'

let t: TestContext
let signed: Buffer
let signer: string

beforeAll(async () => {
  t = await testContext({ identity: scriptedIdentity().identity })
  const request = await newRequest(t, [{ name: 'Łukasz Jan Żółć', email: 'lukasz@example.com' }])
  signer = request.signers[0]?.id ?? ''
  await (await Walk.open(t, signer)).to('signed')
  await completeRequest(t.context, { request: request.id })
  signed = Buffer.from(
    await wholeOf((await downloadSignedDocument(t.context, t.caller, { requestId: request.id, documentId: null, archive: false })).bytes),
  )
})
afterAll(async () => {
  await t.close()
})

const validate = (bytes: Uint8Array, caller: OrganisationCaller = t.caller) =>
  validateDocument(t.context, caller, { file: { name: 'a.pdf', mimeType: 'application/pdf', bytes } })
const refusal = async (bytes: Uint8Array) =>
  validate(bytes).then(
    () => 'accepted',
    (error: { code: string; status: number }) => `${error.code} ${error.status}`,
  )

test('the status of a certificate is asked once, however many signatures bear it', async () => {
  const contents = Buffer.from(/\/Contents <([0-9a-f]+)>/.exec(signed.toString('latin1'))?.[1] ?? '', 'hex')
  let file = signed
  for (const field of ['copy-1', 'copy-2', 'copy-3']) {
    const { tail, byteRange } = emptySignature(memorySource(file), { field, now: new Date(), size: contents.length })
    fill(tail.bytes, contents, byteRange, file.length)
    file = Buffer.concat([file, tail.bytes])
  }
  const asked = vi.spyOn(t.context.trust('test'), 'ocspFor')
  const { signatures } = await validate(file)
  expect(signatures.map(({ ocspStatus }) => ocspStatus)).toEqual(['good', 'good', 'good', 'good'])
  expect(asked).toHaveBeenCalledTimes(1)
  asked.mockRestore()
})

test('a signature of ours is shown with every field, and as a test', async () => {
  const { valid, signatures } = await validate(signed)
  expect(valid).toBe(true)
  expect(signatures[0]?.signedAt?.toISOString()).toMatch(/^2026-11-20T10:/)
  expect(signatures).toMatchObject([
    {
      signerName: expect.stringContaining('Żółć'),
      level: 'QES',
      certificateValid: true,
      certificateIssuer: 'QSignHub TEST',
      trustedList: 'TEST',
      documentIntegrity: true,
      timestampValid: true,
      ocspStatus: 'good',
      test: true,
      indication: 'TOTAL-PASSED',
      reasons: [],
      format: 'PAdES',
      baseline: 'PAdES-B-LTA',
      timestampQualification: 'QTSA',
      claims: {
        policies: ['0.4.0.194112.1.2', expect.any(String)],
        qcStatements: expect.arrayContaining(['0.4.0.1862.1.1', '0.4.0.1862.1.4']),
      },
      qualification: {
        result: 'QESig',
        reason: null,
        test: true,
        atIssuance: { qualified: true, type: 'esig', qscd: true },
        atSigning: { qualified: true, type: 'esig', qscd: true, service: { territory: 'UT', status: 'granted', test: true } },
      },
    },
  ])
})

test('an archive time-stamp is shown, and named when it is broken', async () => {
  const whole = await validate(signed)
  expect(whole.timestamps).toMatchObject([
    { valid: true, reasons: [], authority: expect.stringContaining('TSA'), coversWholeDocument: true, qualification: 'QTSA', test: true },
  ])
  expect(whole.timestamps[0]?.stampedAt?.toISOString()).toMatch(/^2026-11-20T10:/)
  const broken = Buffer.from(signed)
  // The tag of the outermost SEQUENCE.
  broken.write('31', broken.lastIndexOf('/Contents <') + '/Contents <'.length)
  const { valid, timestamps, signatures } = await validate(broken)
  expect({ valid, timestamps }).toMatchObject({ valid: true, timestamps: [{ valid: false, reasons: ['TIMESTAMP_INVALID'] }] })
  expect(signatures[0]?.baseline).not.toBe('PAdES-B-LTA')
})

test('for a live key a signature made with the test trust service is not trusted', async () => {
  const trust = (mode: Mode) => {
    if (mode === 'live') throw new Problem('UNAVAILABLE.no_live_provider')
    return t.context.trust(mode)
  }
  const file = { name: 'a.pdf', mimeType: 'application/pdf', bytes: signed }
  const { valid, signatures } = await validateDocument({ ...t.context, trust }, { ...t.caller, mode: 'live' }, { file })
  expect(valid).toBe(false)
  expect(signatures).toMatchObject([
    {
      level: 'AdES',
      trustedList: 'NOT_TRUSTED',
      certificateValid: false,
      documentIntegrity: true,
      test: false,
      timestampQualification: 'N/A',
      qualification: { result: 'N/A', reason: 'NO_LISTS', test: false },
    },
  ])
})

test('a signature of a stranger may be intact, but is not trusted here', async () => {
  const foreign = await openSampleTrust(t.context.now)
  const pdf = samplePdf({ pages: 1 })
  const stranger = await foreign.signer({ givenNames: 'Jane', surname: 'Doe', country: 'IE' })
  const tails = await sign(memorySource(pdf), {
    field: 'theirs',
    level: 'B-LTA',
    trust: foreign.trust,
    signer: stranger,
    now: t.context.now(),
  })
  const { valid, signatures } = await validate(Buffer.concat([pdf, ...tails]))
  expect(valid).toBe(false)
  expect(signatures).toMatchObject([
    {
      signerName: expect.stringContaining('Jane'),
      level: 'AdES',
      qualification: { result: 'N/A', reason: 'NOT_LISTED', test: false },
      trustedList: 'NOT_TRUSTED',
      documentIntegrity: true,
      certificateValid: false,
      ocspStatus: 'good',
      test: false,
      indication: 'INDETERMINATE',
    },
  ])
})

test('one changed byte makes the document invalid', async () => {
  const changed = Buffer.from(signed)
  const at = changed.indexOf('stream') + 20
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
  const { valid, signatures } = await validate(changed)
  expect(valid).toBe(false)
  expect(signatures).toMatchObject([{ documentIntegrity: false, level: 'unknown', indication: 'TOTAL-FAILED' }])
})

test('a document without signatures is an answer; what cannot be read is a coded refusal', async () => {
  expect(await validate(samplePdf({ pages: 1 }))).toEqual({ valid: false, signatures: [], timestamps: [], report: null })
  expect(await validate(sampleDocx())).toEqual({ valid: false, signatures: [], timestamps: [], report: null })
  expect(await refusal(samplePdf({ pages: 1 }).subarray(0, 600))).toBe('DOCUMENT_DAMAGED 422')
  expect(await refusal(new Uint8Array())).toBe('DOCUMENT_DAMAGED 422')
  expect(await refusal(randomBytes(5000))).toBe('DOCUMENT_FORMAT_UNSUPPORTED 422')
  expect(await refusal(Buffer.from('<a><b></a>'))).toBe('DOCUMENT_DAMAGED 422')
})

test('no cut and no flipped byte is ever a fault of the server', async () => {
  const before = t.errors.length
  const seed = sha256('flips')
  for (let run = 0; run < 60; run++) {
    const hostile = Buffer.from(run % 2 === 0 ? signed.subarray(0, Math.floor((signed.length * run) / 60)) : signed)
    for (let flips = 0; flips < 8 && hostile.length > 0; flips++) {
      const at = (seed.readUInt32BE((run + flips * 3) % 28) + run * 7919) % hostile.length
      hostile.writeUInt8(seed.readUInt8((run + flips) % 32), at)
    }
    const outcome = await refusal(hostile)
    expect(outcome).toMatch(/^accepted$|^DOCUMENT_\w+ 422$/)
  }
  expect(t.errors.length).toBe(before)
})

test('revoked after signing: the signature stays valid, and the responder says revoked at this moment', async () => {
  const { serialHex } = await t.context.db.credential.findFirstOrThrow({ where: { signerId: signer } })
  await t.pki.revoke(serialHex ?? '', 1)
  const { valid, signatures } = await validate(signed)
  expect(valid).toBe(true)
  expect(signatures).toMatchObject([{ ocspStatus: 'revoked', certificateValid: true }])
})
