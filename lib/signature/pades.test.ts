// Signs PDFs of many kinds and has pdfsig, qpdf and openssl check the result.

import { validatePdf } from '@/lib/validation/validate'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { PDFDocument } from '@cantoo/pdf-lib'
import { beforeAll, describe, expect, it } from 'vitest'
import { openssl, pdfsig, pdfText, qpdfCheck, scratchFile } from '@/scripts/judges'
import { samplePdf } from '@/scripts/sample-pdf'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { placeFields } from './fields'
import { LevelNotReached } from './level'
import { extend } from './long-term'
import { complete, finish, prepare, sign, type Prepared, type Signer } from './pades'
import { memorySource, withTails } from './pdf/source'
import { automaticPlace, placeOf } from './placement'
import { sealPdf } from './seal'

const now = new Date()
let sample: SampleTrust
let polish: Signer
let greek: Signer

beforeAll(async () => {
  sample = await openSampleTrust()
  polish = await sample.signer({ givenNames: 'Zażółć', surname: 'Gęślą-Łódź', country: 'PL' })
  greek = await sample.signer({ givenNames: 'Μαρία', surname: 'Παπαδοπούλου', country: 'GR' })
})

const mark = (title: string) => ({ title, lines: ['Electronic signature', '2026-11-21 14:03 UTC'], warning: 'TEST – NOT QUALIFIED' })

async function withForm(): Promise<Buffer> {
  const document = await PDFDocument.create()
  const page = document.addPage([595, 842])
  document.getForm().createTextField('salary').addToPage(page, { x: 50, y: 600 })
  return Buffer.from(await document.save())
}

function withObjectStreams(pdf: Buffer): Buffer {
  const file = scratchFile('', 'pdf')
  execFileSync('qpdf', ['--object-streams=generate', scratchFile(pdf, 'pdf'), file])
  return readFileSync(file)
}

function hybrid(pdf: Buffer): Buffer {
  const file = scratchFile('', 'pdf')
  execFileSync('qpdf', ['--linearize', scratchFile(pdf, 'pdf'), file])
  return readFileSync(file)
}

/** Two signers in order, the first with a place of their own, the second with an automatic one. */
async function signedTwice(pdf: Buffer): Promise<Buffer> {
  const original = memorySource(pdf)
  const first = placeOf(original, { page: 1, x: 72, y: 300, width: 200, height: 80 })
  const second = automaticPlace(original, [first])
  const tails = [
    placeFields(original, [
      { name: 'first', ...first },
      { name: 'second', ...second },
    ]),
  ]
  for (const [field, signer, title] of [
    ['first', polish, 'Zażółć Gęślą-Łódź'],
    ['second', greek, 'Μαρία Παπαδοπούλου'],
  ] as const) {
    const source = withTails(original, [...tails])
    tails.push(...(await sign(source, { field, level: 'B-LTA', trust: sample.trust, signer, now, mark: mark(title) })))
  }
  const signed = Buffer.concat([pdf, ...tails])
  expect(signed.subarray(0, pdf.length).equals(pdf)).toBe(true)
  return signed
}

function expectValid(signed: Buffer, fields: readonly string[]): void {
  const verdicts = pdfsig(signed).filter(({ field }) => fields.includes(field))
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(fields.map(() => 'Signature is Valid.'))
  expect(qpdfCheck(signed)).toContain('No syntax or stream encoding errors found')
}

describe('two signers in order, B-LTA', () => {
  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['a cross-reference table', () => samplePdf({ pages: 1 })],
    ['object and cross-reference streams', () => withObjectStreams(samplePdf({ pages: 3 }))],
    ['a linearized file', () => hybrid(samplePdf({ pages: 3 }))],
    ['form fields', withForm],
    ['100 pages', () => samplePdf({ pages: 100 })],
    ['a rotated, cropped page', () => samplePdf({ pages: 1, rotate: 90, mediaBox: '[-20 -30 595 842]', cropBox: '[30 20 500 800]' })],
  ])('%s', async (_, make) => {
    const signed = await signedTwice(await make())
    expectValid(signed, ['first', 'second'])
    const verdicts = openssl(signed, sample.trust.rootPem, sample.trust.chain[0] ?? new Uint8Array())
    const one = ['CAdES Verification successful', 'Verification: OK', 'Verification: OK']
    expect(verdicts).toEqual([...one, ...one])
    const text = pdfText(signed)
    for (const words of ['Zażółć Gęślą-Łódź', 'Μαρία Παπαδοπούλου', 'TEST – NOT QUALIFIED']) expect(text).toContain(words)
  })
})

it("leaves somebody else's signature valid", async () => {
  const foreign = await openSampleTrust()
  const stranger = await foreign.signer({ givenNames: 'Jane', surname: 'Doe', country: 'IE', rsa: true })
  const original = samplePdf({ pages: 2 })
  const tails = await sign(memorySource(original), { field: 'theirs', level: 'B-T', trust: foreign.trust, signer: stranger, now })
  const signed = await signedTwice(Buffer.concat([original, ...tails]))
  expectValid(signed, ['theirs', 'first', 'second'])
  const theirs = validatePdf(signed, { anchors: [], now }).signatures.find(({ field }) => field === 'theirs')
  expect(theirs?.modifiedAfterwards).toBe(false)
})

describe('a prepared signature', () => {
  async function prepared(): Promise<{ pdf: Buffer; stored: string }> {
    const pdf = samplePdf({ pages: 1 })
    const place = placeOf(memorySource(pdf), { page: 1, x: 10, y: 10, width: 120, height: 40 })
    const placed = Buffer.concat([pdf, placeFields(memorySource(pdf), [{ name: 'only', ...place }])])
    const { certificate, chain } = greek
    const data = await prepare(memorySource(placed), { field: 'only', certificate, chain, now, mark: mark('Μαρία'), reason: 'Συμφωνώ' })
    return { pdf: placed, stored: JSON.stringify(data) }
  }

  it('is plain data that another process can complete', async () => {
    const { pdf, stored } = await prepared()
    const data = JSON.parse(stored) as Prepared
    const signature = await greek.sign(Buffer.from(data.toSign, 'base64'))
    const signed = Buffer.concat([pdf, ...(await finish(memorySource(Buffer.from(pdf)), data, signature, sample.trust))])
    await expect(finish(memorySource(pdf.subarray(1)), data, signature, sample.trust)).rejects.toBeInstanceOf(TypeError)
    expectValid(signed, ['only'])
  })

  it('waits for a time-stamp with the same signature value when the authority fails', async () => {
    const { pdf, stored } = await prepared()
    const data = JSON.parse(stored) as Prepared
    const signature = await greek.sign(Buffer.from(data.toSign, 'base64'))
    const down = complete(data, signature, { stamp: () => Promise.reject(new Error('503')) })
    await expect(down).rejects.toMatchObject({ name: 'LevelNotReached', level: 'B-T', step: 'signature_timestamp' })
    const tail = await complete(data, signature, { stamp: sample.trust.stamp })
    expectValid(Buffer.concat([pdf, tail]), ['only'])
  })

  it('refuses a signature of another key', async () => {
    const data = JSON.parse((await prepared()).stored) as Prepared
    const wrong = await polish.sign(Buffer.from(data.toSign, 'base64'))
    await expect(complete(data, wrong, { stamp: sample.trust.stamp })).rejects.toBeInstanceOf(TypeError)
  })

  it('never settles for a lower level', async () => {
    const { pdf, stored } = await prepared()
    const data = JSON.parse(stored) as Prepared
    const tail = await complete(data, await greek.sign(Buffer.from(data.toSign, 'base64')), { stamp: sample.trust.stamp })
    const source = withTails(memorySource(pdf), [tail])
    const serial = (await import('../crypto/certificate')).readCertificate(greek.certificate).serialHex
    const deaf = { ...sample.trust, ocspFor: () => Promise.reject(new Error('503')) }
    await expect(extend(source, deaf, { field: 'only' })).rejects.toMatchObject({ level: 'B-LTA', step: 'ocsp' })
    const foreign = await openSampleTrust()
    await expect(extend(source, foreign.trust, { field: 'only' })).rejects.toBeInstanceOf(LevelNotReached)
    await sample.trust.revoke(serial, 1)
    await expect(extend(source, sample.trust, { field: 'only' })).rejects.toMatchObject({ step: 'ocsp' })
  })
})

it('seals a file of the platform', async () => {
  const sealed = await sealPdf(samplePdf({ pages: 1 }), polish, { trust: sample.trust, now, reason: 'Audit trail' })
  expectValid(sealed, ['Seal'])
})

it('signs with RSA too', async () => {
  const signer = await sample.signer({ givenNames: 'Jiří', surname: 'Dvořák', country: 'CZ', rsa: true })
  const pdf = samplePdf({ pages: 1 })
  const tails = await sign(memorySource(pdf), { field: 'rsa', level: 'B-LTA', trust: sample.trust, signer, now })
  expectValid(Buffer.concat([pdf, ...tails]), ['rsa'])
})
