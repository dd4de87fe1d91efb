// Where fields are placed on files of others: in the author's own field, invisibly on a certified file, and all before the first signature.

import { beforeAll, describe, expect, it } from 'vitest'
import { pdfsig, qpdfCheck } from '@/scripts/judges'
import { samplePdf } from '@/scripts/sample-pdf'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { signedBytes, signUpload } from '@/scripts/sign-upload'
import { placeFields } from '../signature/fields'
import { sign, type Signer } from '../signature/pades'
import { PdfDocument } from '../signature/pdf/document'
import { fieldsOf } from '../signature/pdf/form'
import { memorySource } from '../signature/pdf/source'
import { Draft } from '../testing/hostile/draft'
import { place, type Placing } from './place'
import { saysOf } from '@/lib/testing/refusal'

let trust: SampleTrust
let signer: Signer

beforeAll(async () => {
  trust = await openSampleTrust()
  signer = await trust.signer({ givenNames: 'Anna', surname: 'Kowalska' })
})

/** A form with an empty signature field of each given kind: entries beside those that each has. */
function formWith(fields: Readonly<Record<string, string>>, layout: 'table' | 'packed' = 'table'): Buffer {
  const draft = new Draft(layout)
  const numbers = Object.entries(fields).map(([name, entries]) =>
    draft.add(`<< /Type /Annot /Subtype /Widget /FT /Sig /T (${name}) /P 3 0 R ${entries} >>`),
  )
  draft.fields.push(...numbers)
  draft.page.set('Annots', `[${numbers.map((number) => `${number} 0 R`).join(' ')}]`)
  return draft.bytes()
}

const SEEN = '/Rect [20 20 180 80]'
const asked = (...places: Placing['asked'][number]['place'][]) => places.map((place, index) => ({ signer: `sgn_${index}`, index, place }))

async function placed(pdf: Buffer, placing: Partial<Placing>) {
  return (await place(memorySource(pdf), { asked: [], signers: ['sgn_0'], taken: [], ...placing })).fields.map(({ name, width }) => ({
    name,
    width,
  }))
}

describe("the author's own empty field", () => {
  it('is the place of the only signer, and is signed there', async () => {
    for (const layout of ['table', 'packed'] as const) {
      const pdf = formWith({ Tenant: SEEN }, layout)
      expect(await placed(pdf, {})).toEqual([{ name: 'Tenant', width: 160 }])
      const signed = signedBytes(await signUpload(pdf, { trust, signer }))
      expect(pdfsig(signed)).toMatchObject([{ field: 'Tenant', verdict: 'Signature is Valid.' }, { field: 'Tenant-time' }])
      expect(qpdfCheck(signed)).toContain('No syntax or stream encoding errors found')
      expect(fieldsOf(new PdfDocument(memorySource(signed))).map(({ name }) => name)).toEqual(['Tenant', 'Tenant-time'])
    }
  })

  it('is taken by whom the requester says, and by nobody else', async () => {
    const pdf = formWith({ Tenant: SEEN, Landlord: '/Rect [20 120 180 180]' })
    const signers = ['sgn_0', 'sgn_1']
    expect(await placed(pdf, { signers })).toEqual(
      [
        { name: 'sgn_0', width: 190 },
        { name: 'sgn_1', width: 190 },
      ].map((field) => ({ ...field, width: expect.any(Number) })),
    )
    const named = asked({ fieldName: 'Landlord' }, { fieldName: 'Tenant' })
    expect(await placed(pdf, { signers, asked: named })).toMatchObject([{ name: 'Landlord' }, { name: 'Tenant' }])
    const signed = signedBytes(await signUpload(pdf, { trust, signer, signers: 2, asked: named.map((one) => one.place) }))
    const verdicts = pdfsig(signed).filter(({ field }) => !field.endsWith('-time'))
    expect(verdicts.map(({ field, verdict }) => `${field} ${verdict}`).sort()).toEqual([
      'Landlord Signature is Valid.',
      'Tenant Signature is Valid.',
    ])
    const twice = asked({ fieldName: 'Tenant' }, { fieldName: 'Tenant' })
    expect(await saysOf(placed(pdf, { signers, asked: twice }))).toBe('VALIDATION_FAILED.no_empty_field')
  })

  it.each([
    ['that nobody sees', '/Rect [0 0 0 0]'],
    ['that is hidden', `${SEEN} /F 2`],
    ['with conditions', `${SEEN} /SV << /Ff 1 >>`],
    ['with a lock', `${SEEN} /Lock << /Action /All >>`],
    ['that is signed', `${SEEN} /V << /Type /Sig /ByteRange [0 1 2 3] >>`],
  ])('%s is left alone', async (_, entries) => {
    expect(await placed(formWith({ Tenant: entries }), {})).toMatchObject([{ name: 'sgn_0' }])
    const named = asked({ fieldName: 'Tenant' })
    expect(await saysOf(placed(formWith({ Tenant: entries }), { asked: named }))).toBe('VALIDATION_FAILED.no_empty_field')
  })
})

describe('a file of which its author says what may be added', () => {
  const withSignature = (reference: string, fields: Readonly<Record<string, string>> = {}): Buffer =>
    formWith({
      ...fields,
      Author: `/Rect [0 0 0 0] /V << /Type /Sig /Filter /X /SubFilter /X /ByteRange [0 1 2 3] /Contents <00> /Reference [${reference}] >>`,
    })
  const certified = (level: number) => `<< /TransformMethod /DocMDP /TransformParams << /P ${level} /V /1.2 >> >>`
  const locked = (action: string) => `<< /TransformMethod /FieldMDP /TransformParams << /Action ${action} /V /1.2 >> >>`

  it.each([2, 3])('certified with P=%i: the signature is invisible, or stands in an empty field', async (level) => {
    expect(await placed(withSignature(certified(level)), { signers: ['sgn_0', 'sgn_1'] })).toEqual([
      { name: 'sgn_0', width: 0 },
      { name: 'sgn_1', width: 0 },
    ])
    expect(await placed(withSignature(certified(level), { Tenant: SEEN }), {})).toEqual([{ name: 'Tenant', width: 160 }])
    const box = asked({ page: 1, x: 10, y: 10, width: 100, height: 40 })
    expect(await saysOf(placed(withSignature(certified(level)), { asked: box }))).toBe('DOCUMENT_LOCKED.certified')
    expect(await signUpload(withSignature(certified(level)), { trust, signer, signers: 2 })).not.toHaveProperty('refused')
  })

  it.each<[string, string, RegExp | null]>([
    ['certified with P=1', certified(1), /certified it and allows no further signatures/],
    ['a lock of all fields', locked('/All'), /locks its form/],
    ['a lock of all fields but some', locked('/Exclude /Fields [(Tenant)]'), /locks its form/],
    ['a lock of some fields', locked('/Include /Fields [(Salary)]'), null],
  ])('%s', async (_, reference, words) => {
    const outcome = await signUpload(withSignature(reference), { trust, signer })
    if (words) expect(outcome).toEqual({ refused: expect.stringMatching(words) })
    else expect(outcome).not.toHaveProperty('refused')
  })
})

it('a mark keeps off the text of its page, where there is room for that', async () => {
  const withText = (lines: readonly string[]): Buffer => {
    const draft = new Draft()
    draft.page.set('MediaBox', '[0 0 595 842]')
    const font = draft.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
    draft.page.set('Resources', `<< /Font << /F1 ${font} 0 R >> >>`)
    draft.page.set('Contents', `${draft.stream('', `BT /F1 10 Tf ${lines.join(' ')} ET`)} 0 R`)
    return draft.bytes()
  }
  const boxOf = async (pdf: Buffer) => (await place(memorySource(pdf), { asked: [], signers: ['sgn_0'], taken: [] })).fields[0]
  const foot = await boxOf(withText([]))
  expect(foot).toMatchObject({ x: 36, y: 748 })
  // The first free place is beside a short footer, and above a long one.
  expect(await boxOf(withText(['1 0 0 1 40 50 Tm (Page 1 of 1) Tj']))).toMatchObject({ x: 236, y: 748 })
  expect(await boxOf(withText([`1 0 0 1 40 50 Tm (${'Footer of the company, '.repeat(5)}) Tj`]))).toMatchObject({ x: 36, y: 680 })
  const full = Array.from({ length: 80 }, (_, line) => `1 0 0 1 20 ${10 * line + 12} Tm (${'text '.repeat(25)}) Tj`)
  expect(await boxOf(withText(full))).toEqual(foot)
})

it('after the first signature nothing is added to a page or to the form: the field of each time-stamp stands there before it', async () => {
  const draft = new Draft()
  // An annotation that is no object of its own, as some programs write them.
  draft.page.set('Annots', '[<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] >>]')
  const pdf = draft.bytes()
  const signed = signedBytes(await signUpload(pdf, { trust, signer, signers: 2 }))
  const pages = [...signed.toString('latin1').matchAll(/^3 0 obj/gm)]
  const forms = [...signed.toString('latin1').matchAll(/\/SigFlags 3/g)]
  expect([pages.length, forms.length]).toEqual([2, 1])
})

it('so is that of a signature without a place', async () => {
  const pdf = samplePdf({ pages: 1 })
  const tails = await sign(memorySource(pdf), { field: 'Seal', level: 'B-LTA', trust: trust.trust, signer, now: new Date() })
  expect(tails.map((tail) => (tail.toString('latin1').match(/\/Annots/g) ?? []).length)).toEqual([1, 0])
})

it('and a field of another kind that has its name keeps it', () => {
  const draft = new Draft()
  draft.fields.push(draft.add('<< /FT /Tx /T (a-time) >>'))
  const pdf = draft.bytes()
  const whole = Buffer.concat([pdf, placeFields(memorySource(pdf), [{ name: 'a', page: 0, rect: [0, 0, 9, 9] }])])
  expect(fieldsOf(new PdfDocument(memorySource(whole))).map(({ name }) => name)).toEqual(['a-time', 'a'])
})
