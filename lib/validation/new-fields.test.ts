// Fields that are added to a signed PDF: nothing but a signature that is judged, or a field that shows nothing, may pass as one.

import { beforeAll, describe, expect, it } from 'vitest'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { sign, type Signer } from '../signature/pades'
import { PdfDocument } from '../signature/pdf/document'
import { dict, name, Raw, Ref, text, type Dict, type PdfObject } from '../signature/pdf/objects'
import { memorySource } from '../signature/pdf/source'
import { contractPdf, SALARY, SIGNATURE } from '../testing/contract-pdf'
import { signedElsewhere } from '../testing/foreign-signature'
import { revised, type LaterRevision } from '../testing/later-revision'
import { validatePdf } from './validate'

const now = new Date()
let sample: SampleTrust
let signer: Signer
let contract: Buffer

async function signed(pdf: Buffer, field: string): Promise<Buffer> {
  const tails = await sign(memorySource(pdf), {
    field,
    level: 'B-LT',
    trust: sample.trust,
    signer,
    now,
    mark: { title: 'A', lines: ['b'] },
  })
  return Buffer.concat([pdf, ...tails])
}

beforeAll(async () => {
  sample = await openSampleTrust()
  signer = await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' })
  contract = await signed(contractPdf(), SIGNATURE)
})

const judge = (pdf: Buffer) => validatePdf(pdf, { anchors: [sample.root], now })
const forbidden = (pdf: Buffer) => judge(pdf).signatures.flatMap(({ changes }) => changes.filter(({ allowed }) => !allowed))
const black = (revision: LaterRevision) =>
  revision.add(dict({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 300, 300] }), Buffer.from('0 0 300 300 re f'))

/** ISO 32000-2, table 171, and one that no reader knows. Most are drawn by readers though they have no appearance. */
const TYPES =
  'Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Caret Stamp Ink Popup FileAttachment Sound Movie Screen PrinterMark TrapNet Watermark 3D Redact Projection RichMedia Unknown'
const DRAWN: Readonly<Record<string, PdfObject>> = {
  C: [0, 0, 0],
  IC: [0, 0, 0],
  Contents: text('Another salary'),
  DA: text('/Helv 20 Tf'),
}
const PLACES: readonly [string, (revision: LaterRevision, entries: Readonly<Record<string, PdfObject>>) => void][] = [
  ['a field', (revision, entries) => void revision.addField(entries)],
  [
    'a widget of a field',
    (revision, entries) => void revision.addField({}, [revision.add(dict({ Type: name('Annot'), Rect: [0, 0, 300, 300], ...entries }))]),
  ],
]

describe.each(PLACES)('%s that is an annotation of another type', (_, add) => {
  it.each(TYPES.split(' '))('%s', (type) => {
    const attack = revised(contract, (revision) => add(revision, { Subtype: name(type), ...DRAWN }))
    expect(forbidden(attack)).toContainEqual({ kind: 'form', allowed: false })
  })
})

it.each<[string, Readonly<Record<string, PdfObject>>]>([
  ['a type', { FT: name('Tx') }],
  ['a value', { V: text('Another salary') }],
  ['a name', { T: text('x') }],
  ['an action', { A: dict({ S: name('JavaScript'), JS: text('1') }) }],
])('a widget that has %s of its own', (_, entries) => {
  const attack = revised(contract, (revision) => {
    const kid = revision.add(dict({ Type: name('Annot'), Subtype: name('Widget'), F: 4, Rect: [0, 0, 300, 300], ...entries }))
    revision.addField({}, [kid])
  })
  expect(forbidden(attack)).toContainEqual({ kind: 'form', allowed: false })
})

it.each<[string, PdfObject]>([
  ['a number with more behind it', [0, 0, new Raw(Buffer.from('300-')), 300]],
  ['six numbers', [0, 0, 0, 0, 300, 300]],
  ['what is no number', [0, 0, text('300'), 300]],
  ['what is no list', text('0 0 300 300')],
])('a place given by %s, where some readers show the field', (_, Rect) => {
  const attack = revised(contract, (revision) => void revision.addField({ Rect, AP: dict({ N: black(revision) }) }))
  expect(forbidden(attack)).toMatchObject([{ kind: 'visible_field' }])
})

it.each<[string, PdfObject]>([
  ['do not fit in 32 bits', 2 ** 32 + 2],
  ['are no whole number', 2.5],
  ['are less than nothing', -2],
])('flags that hide the field and %s, which some readers read as others', (_, F) => {
  const attack = revised(contract, (revision) => void revision.addField({ F, AP: dict({ N: black(revision) }) }))
  expect(forbidden(attack)).toMatchObject([{ kind: 'visible_field' }])
})

it.each<[string, Dict, boolean]>([
  ['an empty form', dict({ Subtype: name('Form'), BBox: [0, 0, 9, 9] }), false],
  ['a picture of zeros', dict({ Subtype: name('Image'), Width: 1, Height: 1, ColorSpace: name('DeviceGray'), BitsPerComponent: 8 }), true],
  ['a form whose content stands in another file', dict({ Subtype: name('Form'), BBox: [0, 0, 9, 9], F: text('x') }), true],
  [
    'a form in whose place another document is shown',
    dict({ Subtype: name('Form'), BBox: [0, 0, 9, 9], Ref: dict({ F: text('x') }) }),
    true,
  ],
])('%s as an appearance', (_, form, shows) => {
  const attack = revised(contract, (revision) => void revision.addField({ AP: dict({ N: revision.add(form, Buffer.alloc(1)) }) }))
  expect(forbidden(attack).map(({ kind }) => kind)).toEqual(shows ? ['visible_field'] : [])
})

describe('what looks like a signature and is judged by nobody', () => {
  const fake = (revision: LaterRevision) => ({ V: dict({ Type: name('Sig') }), AP: dict({ N: black(revision) }) })

  it.each([SIGNATURE, SALARY])('at one more place of the field %s', (field) => {
    const attack = revised(contract, (revision) => {
      const { ref } = revision.field(field)
      const own = { Type: name('Annot'), Subtype: name('Widget'), FT: name('Sig'), Parent: ref, F: 4, Rect: [0, 0, 300, 300] }
      const kid = revision.add(dict({ ...own, ...fake(revision) }))
      revision.alter(ref, { Kids: [kid] })
      revision.show([kid])
    })
    expect(forbidden(attack)).toContainEqual({ kind: 'form', allowed: false })
  })

  it('in an empty widget between fields', async () => {
    const prepared = revised(contractPdf(), (revision) => {
      const widget = revision.add(dict({ Type: name('Annot'), Subtype: name('Widget'), F: 4, Rect: [0, 0, 300, 300] }))
      const named = revision.add(dict({ Type: name('Annot'), Subtype: name('Widget'), T: text('named'), F: 4, Rect: [0, 0, 0, 0] }))
      revision.addField({ T: text('both') }, [widget, named])
    })
    const whole = await signed(prepared, SIGNATURE)
    const attack = revised(whole, (revision) => {
      const { document } = revision
      const both = document.array(document.dict(document.root.get('AcroForm')).get('Fields')).at(-1) ?? null
      const [widget] = document.array(document.dict(both).get('Kids'))
      if (widget instanceof Ref) revision.alter(widget, fake(revision))
    })
    expect(forbidden(attack)).toMatchObject([{ kind: 'visible_field' }])
  })
})

it('a copy of a signature is no second one', () => {
  const attack = revised(contract, (revision) => {
    const signature = new Map(revision.document.dict(revision.field(SIGNATURE).dict.get('V')))
    revision.addField({ V: signature.set('Reason', text('I agree to all of it')), Rect: [0, 0, 0, 0] })
  })
  expect(judge(attack)).toMatchObject({
    valid: false,
    signatures: [
      { field: SIGNATURE, integrity: true },
      { field: 'late', reasons: ['BYTE_RANGE_NOT_CONTENTS'] },
    ],
  })
})

it('the same object under another generation, which some readers do not find', () => {
  let number = 0
  const written = revised(contract, (revision) => {
    const content = revision.ref(revision.page(0), 'Contents')
    number = content.number
    revision.set(content, null)
  })
  const location = new PdfDocument(memorySource(contract)).location(number)
  const at = location?.kind === 'plain' ? location.offset : NaN
  const row = new RegExp(`\n${number} 1\n\\d{10} 00000 n`)
  const attack = written.toString('latin1').replace(row, `\n${number} 1\n${String(at).padStart(10, '0')} 00001 n`)
  expect(forbidden(Buffer.from(attack, 'latin1'))).toEqual([{ kind: 'page_content', page: 1, allowed: false }])
})

it.each<[string, number, boolean]>([
  ['that close it, as programs set them when somebody signs', 1 | 2 | 4, true],
  ['by which its value is shown in another way', 1 << 13, false],
])('flags of a field %s', async (_, flags, allowed) => {
  // Another program signs it: our own signatures lock the field.

  const foreign = await signedElsewhere(contractPdf(), { field: SIGNATURE, signer })
  const changes = (pdf: Buffer) => judge(pdf).signatures.flatMap((signature) => signature.changes)
  const closed = (field: string) => revised(foreign, (revision) => revision.alter(revision.field(field).ref, { Ff: flags }))
  expect(changes(closed(SALARY))).toMatchObject([{ kind: allowed ? 'field_visibility' : 'form', allowed }])
  expect(changes(closed(SIGNATURE))).toMatchObject([{ kind: allowed ? 'field_visibility' : 'signature_replaced', allowed }])
})

it('the type of a widget may be added, which it has by its subtype', async () => {
  const untyped = revised(contractPdf(), (revision) => revision.alter(revision.field(SALARY).ref, { Type: null }))
  const foreign = await signedElsewhere(untyped, { field: SIGNATURE, signer })
  const typed = (type: string) => revised(foreign, (revision) => revision.alter(revision.field(SALARY).ref, { Type: name(type) }))
  expect(forbidden(typed('Annot'))).toEqual([])
  expect(forbidden(typed('Other'))).toMatchObject([{ kind: 'form' }])
})

describe('a font for fields that readers draw anew', () => {
  const FONT = dict({ Font: dict({ Helv: dict({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('ZapfDingbats') }) }) })
  const defaults = (revision: LaterRevision, entries: Readonly<Record<string, PdfObject>>) => {
    const form = new Map([...revision.document.dict(revision.document.root.get('AcroForm')), ...Object.entries(entries)])
    revision.alter(revision.catalog, { AcroForm: form })
  }

  it.each<[string, Readonly<Record<string, PdfObject>>]>([
    ['font', { DR: FONT }],
    ['default', { DA: text('/Helv 0 Tf 1 g') }],
  ])('a %s that is added is another appearance of each of them, and our signatures lock it', async (_, entries) => {
    const prepared = revised(contractPdf(), (revision) => defaults(revision, { NeedAppearances: true }))
    const attack = revised(await signed(prepared, SIGNATURE), (revision) => defaults(revision, entries))
    expect(forbidden(attack)).toMatchObject([{ kind: 'field_appearance', field: SALARY }])
  })

  it('is allowed where they have their appearance', () => {
    expect(forbidden(revised(contract, (revision) => defaults(revision, { DR: FONT })))).toEqual([])
  })
})
