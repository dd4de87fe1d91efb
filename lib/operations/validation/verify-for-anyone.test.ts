// What somebody without an account is told of a file, and that nothing of it stays.

import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { samplePdf } from '../../../scripts/sample-pdf'
import { openSampleTrust } from '../../../scripts/sample-signer'
import { sha256Hex } from '../../crypto/algorithms'
import { Problem } from '../../domain/problem'
import type { Trust } from '../../domain/ports'
import { memorySource } from '../../signature/pdf/source'
import { sign } from '../../signature/pades'
import { revised } from '../../testing/later-revision'
import { wholeOf } from '../../testing/whole-of'
import { testContext, type TestContext } from '../../testing/test-context'
import { listedServices, listFiles, wholeUnion } from '../../testing/trusted-lists/list-files'
import { toyUnion } from '../../testing/trusted-lists/toy-union'
import type { TrustedLists } from '../../domain/ports'
import { lookAtLists } from './known-lists'
import { comparePages } from './compare-pages'
import { validateDocument } from './validate-document'
import { reportForAnyone, verifyForAnyone } from './verify-for-anyone'

let t: TestContext
const signed: Record<string, Buffer> = {}
let trusts: Record<string, Trust>
let testList: TestContext['context']['testList']
let trustedLists: TrustedLists

beforeAll(async () => {
  t = await testContext()
  const [real, test, foreign] = await Promise.all([0, 1, 2].map(() => openSampleTrust(() => t.context.machineNow())))
  if (!real || !test || !foreign) throw new Error('no trust')
  trusts = { live: { ...real.trust, qualified: true }, test: test.trust }
  testList = test.trust.testList
  const union = toyUnion(t.context.machineNow())
  trustedLists = listFiles(union, new Map(wholeUnion(union, listedServices(real.trust.chain[0])).map((bytes, at) => [String(at), bytes])))
  await lookAtLists({ ...t.context, trustedLists })
  for (const [name, sample] of Object.entries({ real, test, foreign })) {
    const pdf = samplePdf({ pages: 1 })
    const signer = await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' })
    const tails = await sign(memorySource(pdf), { field: 'one', level: 'B-LTA', trust: sample.trust, signer, now: t.context.machineNow() })
    signed[name] = Buffer.concat([pdf, ...tails])
  }
})
afterAll(() => t.close())

const under = (available: Record<string, Trust>): TestContext['context'] => ({
  ...t.context,
  testList,
  trustedLists,
  trust: (mode) => {
    const trust = available[mode]
    if (!trust) throw new Problem('UNAVAILABLE.no_live_provider')
    return trust
  },
})
const CLIENT = 'a digest'
const fileOf = (bytes: Uint8Array) => ({ name: 'file', mimeType: '', bytes })
const verify = (bytes: Uint8Array, available: Record<string, Trust>) =>
  verifyForAnyone(under(available), { file: fileOf(bytes), client: CLIENT })
const told = async (bytes: Uint8Array, available = trusts) => {
  const { valid, signatures, sha256 } = await verify(bytes, available)
  expect(sha256).toBe(sha256Hex(bytes))
  return [valid, ...signatures.map(({ trustedList, test: isTest, level }) => `${trustedList} ${isTest} ${level}`)]
}

test('a signature of the connected provider, of the test service, and of somebody else are told apart', async () => {
  expect(await told(signed['real'] ?? Buffer.of())).toEqual([true, 'EU_TRUSTED false QES'])
  expect(await told(signed['test'] ?? Buffer.of())).toEqual([true, 'TEST true QES'])
  expect(await told(signed['foreign'] ?? Buffer.of())).toEqual([false, 'NOT_TRUSTED false AdES'])
})

test('a file is judged once, and once more only where the test service may have signed it', async () => {
  const judged = async (bytes: Buffer): Promise<number> => {
    const run = vi.spyOn(t.context.documents, 'run')
    await verify(bytes, trusts)
    const asked = run.mock.calls.filter(([task]) => task === 'validate').length
    run.mockRestore()
    return asked
  }
  for (const name of ['real', 'test', 'foreign']) expect(await judged(signed[name] ?? Buffer.of())).toBe(1)
})

test('an installation without a provider, or without tests, says what it can', async () => {
  expect(await told(signed['test'] ?? Buffer.of(), { test: trusts['test'] as Trust })).toEqual([true, 'TEST true QES'])
  expect(await told(signed['test'] ?? Buffer.of(), { live: trusts['live'] as Trust })).toEqual([false, 'NOT_TRUSTED false AdES'])
  expect(await told(samplePdf({ pages: 1 }), {})).toEqual([false])
})

test('the pages of a file that was changed are drawn by a worker, from the number of signed bytes that the report says', async () => {
  const changed = revised(signed['test'] ?? Buffer.of(), (revision) =>
    revision.rewrite(revision.ref(revision.page(0), 'Contents'), '0 0 300 300 re f'),
  )
  const [signature] = (await verify(changed, trusts)).signatures
  expect(signature?.changes).toContainEqual({ kind: 'page_content', page: 1, allowed: false })
  const file = fileOf(changed)
  const { pages, next } = await comparePages(t.context, { file, client: CLIENT, signedBytes: signature?.signedBytes ?? 0, from: 1 })
  expect([pages.map(({ page }) => page), next]).toEqual([[1], null])
  expect(Buffer.from(pages[0]?.now ?? []).toString('latin1', 1, 4)).toBe('PNG')
  expect(pages[0]?.marks[0]?.change).toMatchObject({ kind: 'page_content' })
})

test('a report is a file of its own, for people or for programs, about the file with this digest', async () => {
  const bytes = signed['real'] ?? Buffer.of()
  const report = async (format: 'pdf' | 'xml', file = bytes) =>
    reportForAnyone(under(trusts), { file: fileOf(file), client: CLIENT, format, language: 'en' })
  const pdf = await report('pdf')
  expect([pdf.name, pdf.mimeType]).toEqual(['validation-report.pdf', 'application/pdf'])
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: Buffer.from(await wholeOf(pdf.bytes)), encoding: 'utf8' })
  expect(text).toMatch(/Anna Kowalska/)
  expect(text.replaceAll(/\s/g, '')).toContain(sha256Hex(bytes))
  expect(text).not.toMatch(/TEST, NOT QUALIFIED/)
  const tested = await report('pdf', signed['test'])
  expect(execFileSync('pdftotext', ['-', '-'], { input: Buffer.from(await wholeOf(tested.bytes)), encoding: 'utf8' })).toMatch(
    /TEST, NOT QUALIFIED/,
  )
  const xml = await report('xml')
  expect([xml.name, xml.mimeType]).toEqual(['validation-report.xml', 'application/xml'])
  expect(Buffer.from(await wholeOf(xml.bytes)).toString('utf8')).toMatch(
    /mainindication:total-passed<[\s\S]*validationObject:certificate<[\s\S]*mainindication:passed</,
  )
  const asked = { file: fileOf(signed['test'] ?? Buffer.of()), report: 'xml' } as const
  expect((await validateDocument(t.context, t.caller, asked)).report?.name).toBe('validation-report.xml')
  expect((await validateDocument(t.context, t.caller, { file: asked.file })).report).toBeNull()
})

test.each(['pdf', 'xml'] as const)(
  'a %s report that somebody with a key asks for bears the seal of the platform, if they say so',
  async (report) => {
    const asked = { file: fileOf(signed['test'] ?? Buffer.of()), report, sealed: true }
    const file = (await validateDocument(under(trusts), t.caller, asked)).report
    const sealedReport = await verify(await wholeOf(file?.bytes ?? Buffer.of()), trusts)
    expect(sealedReport.signatures).toMatchObject([
      {
        indication: 'TOTAL-PASSED',
        test: true,
        coversWholeDocument: report === 'xml',
        baseline: report === 'xml' ? 'XAdES-B-LTA' : 'PAdES-B-LTA',
      },
    ])
    await expect(validateDocument(under({}), t.caller, asked)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  },
)
