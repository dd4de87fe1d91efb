// What is accepted at upload can be signed: hostile files and honest odd ones are refused there, or signed by all and found valid.

import { beforeAll, describe, expect, it } from 'vitest'
import { PDFDocument } from '@cantoo/pdf-lib'
import { pdfsig, qpdfCheck } from '@/scripts/judges'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { samplePdf } from '@/scripts/sample-pdf'
import { signedBytes, signUpload } from '@/scripts/sign-upload'
import { sign, type Signer } from '../signature/pades'
import { PdfDocument } from '../signature/pdf/document'
import { Ref } from '../signature/pdf/objects'
import { memorySource, withTails } from '../signature/pdf/source'
import { Update } from '../signature/pdf/update'
import { Draft, repeated } from '../testing/hostile/draft'
import { hostileDocuments } from '../testing/hostile/documents'
import { GIANTS } from '../testing/hostile/giants'
import { oddDocuments } from '../testing/hostile/odd'

/** The bench sends hundreds more to the running product. */
const HOSTILE = [3]
const ODD = [1, 2]

let trust: SampleTrust
let signer: Signer

beforeAll(async () => {
  trust = await openSampleTrust()
  signer = await trust.signer({ givenNames: 'Anna', surname: 'Kowalska' })
})

/** `refused` with its words, or what the judge says after the last signature. Whatever else is thrown fails the test. */
async function fate(bytes: Uint8Array, signers = 1): Promise<string> {
  const outcome = await signUpload(bytes, { trust, signer, signers })
  if ('refused' in outcome) return `refused: ${outcome.refused}`
  return 'failed' in outcome ? `a bad signature: ${outcome.failed}` : 'signed'
}

describe('what is uploaded', () => {
  it.each(HOSTILE)('of the hostile files of seed %i, is signed or refused with a code', async (seed) => {
    for (const { name, bytes } of hostileDocuments(seed).filter((file) => file.name.endsWith('.pdf')))
      expect(await fate(bytes), name).toMatch(/^(signed|refused: DOCUMENT_\w+ This PDF |refused: DOCUMENT_\w+ A signature )/)
  })

  it.each(ODD)('of the odd but honest files of seed %i, is signed', async (seed) => {
    for (const { name, bytes } of oddDocuments(seed)) expect(await fate(bytes), name).toBe('signed')
  })

  it('is signed by one after the other', async () => {
    expect(await fate(samplePdf({ pages: 3 }), 3)).toBe('signed')
  })
})

describe('a file that programs outside find well signed, too', () => {
  const plain = new Draft().bytes()
  it.each<[string, () => Buffer]>([
    ['with nothing behind its end', () => plain],
    ['with no line end', () => Buffer.from(plain.toString('latin1').trimEnd(), 'latin1')],
    ['with zeros that fill it up', () => Buffer.concat([plain, Buffer.alloc(70_000)])],
    [
      'with a line of a mail gateway',
      () => Buffer.concat([plain, Buffer.from('\r\n--=_boundary_42--\r\nScanned by mail.example.com\r\n')]),
    ],
    ['with a comment of a web server', () => Buffer.concat([plain, Buffer.from('<!-- served in 12 ms -->'), Buffer.alloc(9000, ' ')])],
    ['as a cross-reference stream, with a line', () => Buffer.concat([new Draft('packed').bytes(), Buffer.from('Grüße\n', 'latin1')])],
    ['with a field of the name that a rehearsal gives', () => withField('rehearsal-0')],
  ])('%s', async (_, make) => {
    const pdf = signedBytes(await signUpload(make(), { trust, signer, signers: 2 }))
    expect(pdfsig(pdf).filter(({ verdict }) => verdict === 'Signature is Valid.')).toHaveLength(2)
    expect(qpdfCheck(pdf)).toContain('No syntax or stream encoding errors found')
  })

  const withField = (name: string): Buffer => {
    const draft = new Draft()
    draft.fields.push(draft.add(`<< /FT /Tx /T (${name}) >>`))
    return draft.bytes()
  }
})

describe('refuses at upload, with the reason', () => {
  const onPageTwo = (entries: string) => (): Buffer => {
    const draft = new Draft()
    draft.addPage(entries)
    return draft.bytes()
  }
  const ofSize = (box: string) => (): Buffer => {
    const draft = new Draft()
    draft.page.set('MediaBox', box)
    return draft.bytes()
  }
  const behind = (bytes: string) => (): Buffer => Buffer.concat([new Draft().bytes(), Buffer.from(bytes, 'latin1')])
  const end = /the file does not end with startxref and %%EOF/
  it.each<[string, RegExp, () => Buffer]>([
    ['an archive behind its end', end, behind('PK\x05\x06\0\0')],
    ['another PDF behind its end', /damaged/, () => Buffer.concat([new Draft().bytes(), new Draft('packed').bytes()])],
    ['an update that was cut short', end, behind('12 0 obj\n<< /Type')],
    ['an update that was cut very short', end, behind('12 0')],
    ['annotations that are a dictionary', /page 2: its annotations are not a list/, onPageTwo('/Annots << >>')],
    ['annotations that are one annotation', /page 2: its annotations are not a list/, onPageTwo('/Annots 3 0 R')],
    ['a CropBox elsewhere', /page 2: its CropBox lies outside of its MediaBox/, onPageTwo('/CropBox [900 900 999 999]')],
    ['a page without size', /page 1: it has no size/, ofSize('[0 0 0 0]')],
    ['a page that nobody can see', /page 1: it is smaller than 3 points/, ofSize('[0 0 0.000001 0.000001]')],
    ['a strip that nobody can see', /page 2: it is smaller than 3 points/, onPageTwo('/CropBox [0 0 300 2]')],
    ['a page as large as a hall', /page 1: it is larger than 14,400 points/, ofSize('[0 0 14401 9]')],
    ['a box that is none', /page 1: its MediaBox is not a rectangle/, ofSize('[0 0 null 5]')],
    [
      'two values for one key',
      /same key twice, with two values/,
      () => {
        const draft = new Draft()
        draft.page.set('Resources', '<< /Font << /F1 (a) /F1 (b) >> >>')
        return draft.bytes()
      },
    ],
    [
      'a field that is the store of validation data, too',
      /would not hold, because its parts serve two ends: form both/,
      () => {
        const draft = new Draft()
        const both = draft.add('<< /T (both) /FT /Tx >>')
        draft.fields.push(both)
        draft.catalog.set('DSS', `${both} 0 R`)
        return draft.bytes()
      },
    ],
    [
      'validation data that unpacks beyond what judging may cost',
      /too complex to be signed \(.*inflates too far/,
      () => {
        const draft = new Draft()
        const zeros = Array.from({ length: 8 }, () => draft.deflated('', Buffer.alloc(12 << 20)))
        draft.catalog.set('DSS', `<< /Certs [${zeros.map((number) => repeated(number, 1)).join(' ')}] >>`)
        return draft.bytes()
      },
    ],
    [
      'more signatures than are judged',
      /too complex to be signed \(signatures/,
      () => GIANTS['many-signatures']?.().bytes ?? Buffer.alloc(0),
    ],
  ])('%s', async (_, words, make) => {
    expect(await fate(make())).toMatch(words)
  })
})

describe('signatures that the upload bears', () => {
  it('may have been bad before: they are not damaged by one more', async () => {
    const form = await PDFDocument.create()
    form.addPage()
    const pdf = Buffer.from(await form.save({ useObjectStreams: false }))
    const tails = await sign(memorySource(pdf), { field: 'theirs', level: 'B-B', trust: trust.trust, signer, now: new Date() })
    const source = withTails(memorySource(pdf), tails)
    const update = new Update(new PdfDocument(source))
    const { ref, copy } = pageOf(update)
    update.set(ref, copy.set('Rotate', 90))
    expect(await fate(Buffer.concat([pdf, ...tails, update.write().bytes]))).toBe('signed')
  })
})

function pageOf(update: Update) {
  const [ref] = update.document.array(update.document.dict(update.document.root.get('Pages')).get('Kids'))
  if (!(ref instanceof Ref)) throw new Error('no page')
  return { ref, copy: update.copy(ref) }
}
