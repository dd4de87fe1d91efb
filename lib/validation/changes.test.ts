// What may happen to a signed PDF, and what was done to one: each known way of changing what it shows, made anew.

import { beforeAll, describe, expect, it } from 'vitest'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { placeFields } from '../signature/fields'
import { emptyTimestamp } from '../signature/long-term'
import { emptySignature, sign, type Signer } from '../signature/pades'
import { PdfDocument } from '../signature/pdf/document'
import { dict, name, Ref, text, type Dict, type PdfObject } from '../signature/pdf/objects'
import { memorySource } from '../signature/pdf/source'
import { Update } from '../signature/pdf/update'
import { contractPdf, SALARY, SIGNATURE } from '../testing/contract-pdf'
import { signedElsewhere } from '../testing/foreign-signature'
import { Draft, startxrefOf, Writer } from '../testing/hostile/draft'
import { revised, type LaterRevision } from '../testing/later-revision'
import type { Change, ChangeKind } from './change-kinds'
import { validatePdf } from './validate'

const now = new Date()
const BLACK = '0 0 300 300 re f'
const MARK = { title: 'Anna', lines: ['signed'] }
let sample: SampleTrust
let signer: Signer
let contract: Buffer

async function signed(pdf: Buffer, field = SIGNATURE): Promise<Buffer> {
  const tails = await sign(memorySource(pdf), { field, level: 'B-LT', trust: sample.trust, signer, now, mark: MARK })
  return Buffer.concat([pdf, ...tails])
}

async function invisibly(pdf: Buffer): Promise<Buffer> {
  const tails = await sign(memorySource(pdf), { field: 'invisible', level: 'B-LT', trust: sample.trust, signer, now })
  return Buffer.concat([pdf, ...tails])
}

beforeAll(async () => {
  sample = await openSampleTrust()
  signer = await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' })
  contract = await signed(contractPdf())
})

function changesTo(pdf: Buffer): readonly Change[] {
  const [report] = validatePdf(pdf, { anchors: [sample.root], now }).signatures
  if (!report?.integrity) throw new Error('no intact signature found')
  return report.changes
}

/** What came after the signature, without the validation data that each signature here gets. */
const shownChanges = (pdf: Buffer) => changesTo(pdf).filter(({ kind }) => kind !== 'validation_data')
const contents = (revision: LaterRevision, page = 0) => revision.ref(revision.page(page), 'Contents')
const blackForm = (revision: LaterRevision) => revision.add(formDict(), Buffer.from(BLACK))
const formDict = (): Dict => dict({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 300, 300] })

const addField = (revision: LaterRevision, entries: Readonly<Record<string, PdfObject>>): Ref => revision.addField(entries)

describe('an object of the signed revision that is named anew and then written anew', () => {
  it.each<[string, (revision: LaterRevision) => void, number]>([
    ['as the document information', (revision) => revision.trailer.set('Info', contents(revision)), 1],
    [
      'as validation data',
      (revision) => revision.alter(revision.ref(revision.catalog, 'DSS'), { VRI: dict({ AA: dict({ TS: contents(revision) }) }) }),
      1,
    ],
    ['as the annotations of a page without any', (revision) => revision.alter(revision.page(1), { Annots: contents(revision, 1) }), 2],
    ['as metadata', (revision) => revision.alter(revision.catalog, { Metadata: contents(revision) }), 1],
    ['as an extension', (revision) => revision.alter(revision.catalog, { Extensions: dict({ X: contents(revision) }) }), 1],
  ])('%s', (_, rename, page) => {
    const attack = revised(contract, (revision) => {
      rename(revision)
      revision.rewrite(contents(revision, page - 1), BLACK)
    })
    expect(changesTo(attack)).toContainEqual({ kind: 'page_content', page, allowed: false })
  })

  it('as a font under a name that leads upward elsewhere', () => {
    const attack = revised(contract, (revision) => {
      const font = revision.ref(revision.ref(revision.page(0), 'Resources'), 'Font', 'P')
      revision.alter(font, { FontMatrix: [0.003, 0, 0, 0.003, 0, 0] })
    })
    expect(shownChanges(attack)).toEqual([{ kind: 'page_content', page: 1, allowed: false }])
  })
})

it('an annotation that is no object of its own', () => {
  const attack = revised(contract, (revision) => {
    const page = revision.page(0)
    const note = dict({ Type: name('Annot'), Subtype: name('FreeText'), Rect: [0, 0, 300, 300], AP: dict({ N: blackForm(revision) }) })
    revision.alter(page, { Annots: [...revision.document.array(revision.document.dict(page).get('Annots')), note] })
  })
  expect(shownChanges(attack)).toEqual([{ kind: 'annotation', page: 1, allowed: false }])
})

describe('what was prepared before signing', () => {
  const preparedBy = (change: (revision: LaterRevision) => void, pdf = contractPdf()) => signed(revised(pdf, change))

  /** A draft with a cross-reference stream of its own for another content of its page; answers where that stands. */
  function withOtherContent(entries: (previous: number) => string): { out: Writer; previous: number; at: number } {
    const draft = new Draft('stream')
    const number = draft.stream('', '1 0 0 rg 10 10 50 50 re f')
    draft.page.set('Contents', `${number} 0 R`)
    const plain = draft.bytes()
    const previous = startxrefOf(plain)
    const out = new Writer(plain)
    const rows = Buffer.alloc(7)
    rows.writeUInt8(1, 0)
    rows.writeUInt32BE(out.object(number, `<< /Length ${BLACK.length} >>`, Buffer.from(BLACK)), 1)
    const own = `/Type /XRef /Size ${number + 3} /W [1 4 2] /Index [${number} 1] /Root 1 0 R /Length ${rows.length}`
    const at = out.object(number + 2, `<< ${own} ${entries(previous)} >>`, rows)
    return { out, previous, at }
  }

  it('a hidden cross-reference section that a later trailer names', async () => {
    const { out, previous, at } = withOtherContent(() => '')
    out.end(previous)
    const whole = await invisibly(out.bytes())
    expect(shownChanges(whole)).toEqual([])
    const attack = revised(whole, (revision) => revision.trailer.set('XRefStm', at))
    expect(shownChanges(attack)).toEqual([{ kind: 'page_content', page: 1, allowed: false }])
  })

  it('an old cross-reference section that a later trailer puts first', async () => {
    const { out, at } = withOtherContent((previous) => `/Prev ${previous}`)
    out.end(at)
    const whole = await invisibly(revised(out.bytes(), (revision) => revision.rewrite(contents(revision), '1 0 0 rg 10 10 50 50 re f')))
    const attack = revised(whole, (revision) => revision.trailer.set('XRefStm', at))
    expect(shownChanges(attack)).toEqual([{ kind: 'page_content', page: 1, allowed: false }])
  })

  it('an object stream, written anew without a word of what it holds', async () => {
    const whole = await signed(contractPdf({ layout: 'packed' }))
    const attack = revised(whole, (revision) => {
      const state = revision.document.location(revision.ref(revision.ref(revision.page(0), 'Resources'), 'ExtGState', 'G').number)
      if (state?.kind !== 'packed') throw new TypeError('not packed')
      const container = new Ref(state.container, 0)
      revision.rewrite(container, revision.document.stream(state.container).toString('latin1').replace('/ca 1', '/ca 0'))
    })
    expect(shownChanges(attack)).toEqual([{ kind: 'page_content', page: 1, allowed: false }])
  })

  it('an object stream with a second object of the same number, which some readers take', async () => {
    const whole = await signed(contractPdf({ layout: 'packed' }))
    const attack = revised(whole, (revision) => {
      const { number } = revision.ref(revision.ref(revision.page(0), 'Resources'), 'ExtGState', 'G')
      const state = revision.document.location(number)
      if (state?.kind !== 'packed') throw new TypeError('not packed')
      const container = new Ref(state.container, 0)
      const [first, count] = ['First', 'N'].map((key) => Number(revision.document.dict(container).get(key)))
      const bytes = revision.document.stream(state.container).toString('latin1')
      const table = `${bytes.slice(0, first).trim()} ${number} ${bytes.length - (first ?? 0)} `
      revision.rewrite(container, `${table}${bytes.slice(first)}<< /ca 0 >>`)
      revision.alter(container, { First: table.length, N: (count ?? 0) + 1 })
    })
    expect(shownChanges(attack)).toContainEqual({ kind: 'page_content', page: 1, allowed: false })
  })

  it('a page content that is a field, too', async () => {
    const whole = await preparedBy((revision) => {
      const content = contents(revision)
      revision.alter(content, { FT: name('Tx'), T: text('content') })
      const form = revision.document.dict(revision.document.root.get('AcroForm'))
      const fields = [...revision.document.array(form.get('Fields')), content]
      revision.alter(revision.catalog, { AcroForm: new Map(form).set('Fields', fields) })
    })
    const attack = revised(whole, (revision) => revision.rewrite(contents(revision), BLACK))
    expect(shownChanges(attack)).toContainEqual({ kind: 'page_content', page: 1, allowed: false })
  })

  it('the appearance of a field that a page draws, too', async () => {
    const whole = await preparedBy((revision) => {
      const drawing = revision.ref(revision.ref(revision.page(0), 'Resources'), 'XObject', 'Fm')
      revision.alter(revision.field(SALARY).ref, { AP: dict({ N: drawing }) })
    })
    const attack = revised(whole, (revision) => revision.rewrite(revision.ref(revision.field(SALARY).ref, 'AP', 'N'), BLACK))
    expect(shownChanges(attack)).toEqual([{ kind: 'page_content', page: 1, allowed: false }])
  })

  it('the appearance that a field and a comment share', async () => {
    const whole = await preparedBy((revision) => {
      const [note] = revision.document.array(revision.document.dict(revision.page(0)).get('Annots'))
      if (note instanceof Ref) revision.alter(note, { AP: dict({ N: revision.ref(revision.field(SALARY).ref, 'AP', 'N') }) })
    })
    const attack = revised(whole, (revision) => revision.rewrite(revision.ref(revision.field(SALARY).ref, 'AP', 'N'), BLACK))
    expect(shownChanges(attack)).toContainEqual({ kind: 'unexplained', allowed: false })
  })

  it('a list of fonts that is a field, too', async () => {
    const whole = await preparedBy((revision) => {
      const resources = revision.ref(revision.page(0), 'Resources')
      const fonts = revision.document.dict(revision.document.dict(resources).get('Font'))
      const field = revision.field(SALARY).ref
      revision.alter(field, { F1: fonts.get('F1') ?? null, P: fonts.get('P') ?? null, V: fonts.get('P') ?? null })
      revision.alter(resources, { Font: field })
    })
    const attack = revised(whole, (revision) => revision.alter(revision.field(SALARY).ref, { V: dict({ Type: name('Font') }) }))
    expect(shownChanges(attack)).toContainEqual({ kind: 'page_content', page: 1, allowed: false })
  })

  it('a signature whose widget is another object than its field', async () => {
    const draft = new Draft()
    const field = draft.reserve()
    const widget = draft.add(`<< /Type /Annot /Subtype /Widget /Parent ${field} 0 R /Rect [10 10 90 50] /F 132 >>`)
    draft.set(field, `<< /FT /Sig /T (${SIGNATURE}) /Kids [${widget} 0 R] >>`)
    draft.fields.push(field)
    draft.page.set('Annots', `[${widget} 0 R]`)
    const whole = await signed(draft.bytes())
    const attack = revised(whole, (revision) => revision.alter(new Ref(widget, 0), { AP: dict({ N: blackForm(revision) }) }))
    expect(shownChanges(attack)).toEqual([{ kind: 'signature_replaced', page: 1, field: SIGNATURE, allowed: false }])
  })
})

describe('a form that others have signed, or we', () => {
  it.each<[ChangeKind, string, (revision: LaterRevision) => void]>([
    ['form_fill', 'another value', (revision) => revision.alter(revision.field(SALARY).ref, { V: text('1000000') })],
    ['field_visibility', 'a hidden field', (revision) => revision.alter(revision.field(SALARY).ref, { F: 2 })],
    [
      'field_appearance',
      'another appearance',
      (revision) => revision.alter(revision.field(SALARY).ref, { AP: dict({ N: blackForm(revision) }) }),
    ],
    [
      'field_appearance',
      'the appearance in its place',
      (revision) => revision.rewrite(revision.ref(revision.field(SALARY).ref, 'AP', 'N'), BLACK),
    ],
  ])('%s: %s', async (kind, _, change) => {
    const theirs = await signedElsewhere(contractPdf(), { field: SIGNATURE, signer })
    expect(shownChanges(revised(theirs, change))).toEqual([{ kind, page: 1, field: SALARY, allowed: true }])
    expect(shownChanges(revised(contract, change))).toEqual([{ kind, page: 1, field: SALARY, allowed: false }])
  })

  it.each<[ChangeKind, boolean, string, (revision: LaterRevision) => void]>([
    [
      'visible_field',
      false,
      'an unsigned field that shows something',
      (revision) => void addField(revision, { AP: dict({ N: blackForm(revision) }) }),
    ],
    ['visible_field', false, 'an unsigned field with a background', (revision) => void addField(revision, { MK: dict({ BG: [0] }) })],
    ['signature_field', true, 'an unsigned field that shows nothing', (revision) => void addField(revision, {})],
    [
      'signature_field',
      true,
      'an unsigned field that is hidden',
      (revision) => void addField(revision, { F: 2, AP: dict({ N: blackForm(revision) }) }),
    ],
    [
      'visible_field',
      false,
      'a time-stamp that shows something',
      (revision) => {
        const value = revision.add(dict({ Type: name('DocTimeStamp'), SubFilter: name('ETSI.RFC3161') }))
        addField(revision, { V: value, AP: dict({ N: blackForm(revision) }) })
      },
    ],
    [
      'visible_signature',
      true,
      'a signature in a field of its own',
      (revision) => {
        const value = revision.add(dict({ Type: name('DocTimeStamp'), SubFilter: name('ETSI.CAdES.detached') }))
        addField(revision, { V: value, AP: dict({ N: blackForm(revision) }) })
      },
    ],
  ])('%s, allowed: %s: %s', (kind, allowed, _, change) => {
    expect(shownChanges(revised(contract, change))).toEqual([{ kind, page: 1, field: 'late', allowed }])
  })

  it.each<[string, (revision: LaterRevision) => void]>([
    ['a field with an action', (revision) => void addField(revision, { AA: dict({ PV: dict({ S: name('JavaScript'), JS: text('1') }) }) })],
    ['a field to be filled in', (revision) => void addField(revision, { FT: name('Tx'), AP: dict({ N: blackForm(revision) }) })],
  ])('no signature allows %s', (_, change) => {
    expect(shownChanges(revised(contract, change))).toContainEqual(expect.objectContaining({ kind: 'form', allowed: false }))
  })

  it('no signature allows another font for its fields', async () => {
    const whole = await signed(
      revised(contractPdf(), (revision) => {
        const form = revision.document.dict(revision.document.root.get('AcroForm'))
        const font = revision.ref(revision.ref(revision.page(0), 'Resources'), 'Font', 'F1')
        revision.alter(revision.catalog, { AcroForm: new Map(form).set('DR', dict({ Font: dict({ F1: font }) })) })
      }),
    )
    const withFonts = (entries: (font: PdfObject) => Readonly<Record<string, PdfObject>>) =>
      shownChanges(
        revised(whole, (revision) => {
          const font = revision.ref(revision.catalog, 'AcroForm', 'DR', 'Font', 'F1')
          const form = revision.document.dict(revision.document.root.get('AcroForm'))
          revision.alter(revision.catalog, { AcroForm: new Map(form).set('DR', dict({ Font: dict(entries(font)) })) })
        }),
      )
    expect(withFonts((font) => ({ F1: font, F2: dict({ Type: name('Font') }) }))).toEqual([{ kind: 'form_defaults', allowed: true }])
    expect(withFonts(() => ({ F1: dict({ Type: name('Font') }) }))).toContainEqual({ kind: 'form', allowed: false })
  })
})

describe('what shows nothing', () => {
  it.each<[ChangeKind, (revision: LaterRevision) => void]>([
    ['metadata', (revision) => revision.rewrite(revision.ref(revision.catalog, 'Metadata'), '<y/>')],
    ['metadata', (revision) => revision.trailer.set('Info', revision.add(dict({ Title: text('Another') })))],
    ['metadata', (revision) => revision.alter(revision.ref(revision.document.trailer.get('Info') ?? null), { Title: text('Another') })],
    ['extensions', (revision) => revision.alter(revision.catalog, { Extensions: dict({ ADBE: dict({ BaseVersion: name('1.7') }) }) })],
  ])('%s may be written anew', (kind, change) => {
    expect(shownChanges(revised(contract, change))).toEqual([{ kind, allowed: true }])
  })

  it('what led nowhere when it was signed', async () => {
    const whole = await signed(revised(contractPdf(), (revision) => void revision.add(text('nobody asks for this'))))
    const loose = new PdfDocument(memorySource(contractPdf())).nextNumber
    expect(shownChanges(revised(whole, (revision) => revision.set(new Ref(loose, 0), text('nor for this'))))).toEqual([])
  })
})

describe('annotations and pages', () => {
  it.each<[ChangeKind, string, (revision: LaterRevision) => void]>([
    [
      'annotation',
      'in another order',
      (revision) => {
        const page = revision.page(0)
        revision.alter(page, { Annots: [...revision.document.array(revision.document.dict(page).get('Annots'))].reverse() })
      },
    ],
    ['annotation', 'left out', (revision) => revision.alter(revision.page(0), { Annots: [] })],
    [
      'annotation',
      'with another appearance in its place',
      (revision) => {
        const [note] = revision.document.array(revision.document.dict(revision.page(0)).get('Annots'))
        revision.rewrite(revision.ref(note ?? null, 'AP', 'N'), BLACK)
      },
    ],
    ['page_content', 'turned', (revision) => revision.alter(revision.page(0), { Rotate: 90 })],
    [
      'page_content',
      'under another generation, where its references do not find it',
      (revision) => {
        const content = contents(revision)
        revision.set(content, revision.document.dict(content), revision.document.storedStream(content.number).bytes, 1)
      },
    ],
    ['pages', 'with something to inherit', (revision) => revision.alter(revision.ref(revision.catalog, 'Pages'), { Rotate: 90 })],
    [
      'catalog',
      'with other bookmarks',
      (revision) => revision.alter(revision.ref(revision.catalog, 'Outlines', 'First'), { Title: text('x') }),
    ],
  ])('%s: %s', (kind, _, change) => {
    const changes = shownChanges(revised(contract, change))
    expect(changes).toContainEqual(expect.objectContaining({ kind, allowed: false }))
  })
})

describe('what the signature itself allows', () => {
  const fill = (revision: LaterRevision) => revision.alter(revision.field(SALARY).ref, { V: text('1000000') })
  const allowed = (pdf: Buffer, change: (revision: LaterRevision) => void) => shownChanges(revised(pdf, change)).every((one) => one.allowed)
  const timestamped = (pdf: Buffer) => {
    const { tail } = emptyTimestamp(new Update(new PdfDocument(memorySource(pdf))), { field: 'archive', size: 64 })
    return Buffer.concat([pdf, tail.bytes])
  }
  const signedAgain = (pdf: Buffer) => {
    const { tail } = emptySignature(memorySource(pdf), { field: 'again', now, size: 64 })
    return Buffer.concat([pdf, tail.bytes])
  }
  const comment = (revision: LaterRevision) => {
    const page = revision.page(0)
    const note = revision.add(dict({ Type: name('Annot'), Subtype: name('Text'), Rect: [0, 0, 20, 20] }))
    revision.alter(page, { Annots: [...revision.document.array(revision.document.dict(page).get('Annots')), note] })
  }
  const visibleSignature = (revision: LaterRevision) => {
    const value = revision.add(dict({ Type: name('Sig'), SubFilter: name('ETSI.CAdES.detached') }))
    addField(revision, { V: value, AP: dict({ N: blackForm(revision) }) })
  }

  const docMdp = (P: number) => ({ references: [['DocMDP', { P, V: name('1.2') }]] }) as const
  const fieldMdp = (action: string, ...fields: string[]) =>
    ({ references: [['FieldMDP', { Action: name(action), Fields: fields.map(text), V: name('1.2') }]] }) as const
  const locked = (entries: string) => ({ lock: `/Lock << /Type /SigFieldLock ${entries} >>` })

  // ISO 32000-2, tables 236, 257 and 259, and what EN 319 142-1 adds for validation data and time-stamps.
  it.each<[string, Restriction, { fill: boolean; again: boolean; comment: boolean; visible: boolean }]>([
    ['P of 1', docMdp(1), { fill: false, again: false, comment: false, visible: false }],
    ['P of 2', docMdp(2), { fill: true, again: true, comment: false, visible: false }],
    ['P of 3', docMdp(3), { fill: true, again: true, comment: true, visible: false }],
    ['a lock of the field', fieldMdp('Include', SALARY), { fill: false, again: true, comment: false, visible: true }],
    ['a lock of another field', fieldMdp('Include', 'other'), { fill: true, again: true, comment: false, visible: true }],
    ['a lock of all but the field', fieldMdp('Exclude', SALARY), { fill: true, again: false, comment: false, visible: false }],
    ['a lock of all fields', fieldMdp('All'), { fill: false, again: false, comment: false, visible: false }],
    ['a lock that says something unknown', fieldMdp('Some'), { fill: false, again: false, comment: false, visible: false }],
    ['its field with P of 1', locked('/Action /Include /Fields [] /P 1'), { fill: false, again: false, comment: false, visible: false }],
    [
      'its field with a lock',
      locked(`/Action /Include /Fields [(${SALARY})]`),
      { fill: false, again: true, comment: false, visible: true },
    ],
  ])('%s', async (_, { lock = '', references = [] }, expected) => {
    const pdf = await signedElsewhere(contractPdf({ signature: lock }), { field: SIGNATURE, signer, references })
    expect({
      fill: allowed(pdf, fill),
      again: shownChanges(signedAgain(pdf)).every((one) => one.allowed),
      comment: allowed(pdf, comment),
      visible: allowed(pdf, visibleSignature),
    }).toEqual(expected)
    expect(shownChanges(timestamped(pdf))).toEqual([{ kind: 'document_timestamp', page: 1, field: 'archive-time', allowed: true }])
    expect(allowed(pdf, (revision) => revision.rewrite(revision.ref(revision.catalog, 'Metadata'), '<y/>'))).toBe(true)
  })

  it('a later signature agrees to no more than the earlier one', async () => {
    const one = await signedElsewhere(contractPdf(), { field: SIGNATURE, signer, ...fieldMdp('Include', SALARY) })
    const placed = Buffer.concat([one, placeFields(memorySource(one), [{ name: 'again', page: 0, rect: [0, 0, 0, 0] }])])
    const twice = await signedElsewhere(placed, { field: 'again', signer })
    const { signatures } = validatePdf(revised(twice, fill), { anchors: [sample.root], now })
    expect(signatures.map(({ integrity, modifiedAfterwards }) => [integrity, modifiedAfterwards])).toEqual([
      [true, true],
      [true, true],
    ])
  })

  it('ours lets all signers of a form sign, each of whom locks it', async () => {
    const place = { page: 1, rect: [10, 10, 100, 50] } as const
    const placed = Buffer.concat([
      contractPdf(),
      placeFields(memorySource(contractPdf()), [
        { name: 'two', ...place },
        { name: 'three', ...place },
      ]),
    ])
    const all = await signed(await signed(await signed(placed), 'two'), 'three')
    const report = validatePdf(all, { anchors: [sample.root], now })
    expect(report.signatures.map(({ valid, reasons }) => [valid, reasons])).toEqual([1, 2, 3].map(() => [true, []]))
    const filled = validatePdf(revised(all, fill), { anchors: [sample.root], now })
    expect(filled.signatures.map(({ reasons }) => reasons)).toEqual([1, 2, 3].map(() => ['MODIFIED_AFTERWARDS']))
  })
})

type Restriction = { lock?: string; references?: Parameters<typeof signedElsewhere>[1]['references'] }

it('judges tens of thousands of annotations and a hundred fields', async () => {
  const draft = new Draft('packed')
  const annotations = Array.from({ length: 20_000 }, (_, index) =>
    draft.add(`<< /Type /Annot /Subtype /Link /Rect [0 ${index % 300} 9 9] /P 3 0 R >>`),
  )
  for (let index = 0; index < 100; index++)
    draft.fields.push(draft.add(`<< /FT /Sig /T (f${index}) /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R >>`))
  draft.page.set('Annots', `[${[...annotations, ...draft.fields].map((number) => `${number} 0 R`).join(' ')}]`)
  const whole = await signed(draft.bytes(), 'f7')
  expect(shownChanges(whole)).toEqual([])
  const [last = 0] = annotations.slice(-1)
  const attack = revised(whole, (revision) => revision.alter(new Ref(last, 0), { Rect: [0, 0, 300, 300] }))
  expect(shownChanges(attack)).toEqual([{ kind: 'annotation', page: 1, allowed: false }])
})
