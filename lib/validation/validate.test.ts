// The validator against good signatures, against each known way of changing a signed document, and against noise.

import { beforeAll, describe, expect, it } from 'vitest'
import { PDFDocument } from '@cantoo/pdf-lib'
import { samplePdf } from '@/scripts/sample-pdf'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { placeFields } from '../signature/fields'
import type { Level } from '../signature/level'
import { sign, type Signer } from '../signature/pades'
import { PdfDocument } from '../signature/pdf/document'
import { fieldsOf } from '../signature/pdf/form'
import { dict, name, Ref, text, type Dict } from '../signature/pdf/objects'
import { pageAt } from '../signature/pdf/pages'
import { memorySource, withTails } from '../signature/pdf/source'
import { Update } from '../signature/pdf/update'
import type { SignatureReport } from './signature'
import { validatePdf } from './validate'

const now = new Date()
let sample: SampleTrust
let signer: Signer
let signed: Buffer

async function signedPdf(pdf: Buffer, level: Level, names: readonly string[] = ['one']): Promise<Buffer> {
  const tails: Buffer[] = []
  for (const field of names) {
    const source = withTails(memorySource(pdf), [...tails])
    tails.push(...(await sign(source, { field, level, trust: sample.trust, signer, now })))
  }
  return Buffer.concat([pdf, ...tails])
}

const judge = (pdf: Uint8Array, at = now) => validatePdf(pdf, { anchors: [sample.root], now: at })
const first = (pdf: Uint8Array, at = now) => {
  const [report] = judge(pdf, at).signatures
  if (!report) throw new Error('no signature found')
  return report
}
const kindsOf = (report: SignatureReport | undefined, allowed: boolean): string[] => [
  ...new Set(report?.changes.filter((change) => change.allowed === allowed).map(({ kind }) => kind)),
]
const codes = (pdf: Uint8Array, at = now): string[] => first(pdf, at).reasons

/** The PDF with a later revision, as anybody without the key can add one. */
function revised(pdf: Buffer, change: (update: Update) => void): Buffer {
  const update = new Update(new PdfDocument(memorySource(pdf)))
  change(update)
  return Buffer.concat([pdf, update.write().bytes])
}

function pageOf(update: Update): { ref: Ref; copy: Dict } {
  const { ref } = pageAt(update.document, 0)
  return { ref, copy: update.copy(ref) }
}

beforeAll(async () => {
  sample = await openSampleTrust()
  signer = await sample.signer({ givenNames: 'Μαρία', surname: 'Παπαδοπούλου' })
  signed = await signedPdf(samplePdf({ pages: 2 }), 'B-LTA', ['one', 'two'])
})

describe('good signatures', () => {
  it('reports signer, time, chain and level', () => {
    const report = judge(signed)
    expect(report).toMatchObject({
      valid: true,
      signatures: [{ field: 'one' }, { field: 'two' }],
      documentTimestamps: [{ valid: true }, { valid: true }],
    })
    expect(report.signatures[0]).toMatchObject({
      valid: true,
      indication: 'TOTAL-PASSED',
      level: 'B-LTA',
      integrity: true,
      signerName: 'Μαρία Παπαδοπούλου',
      trusted: true,
      revocation: 'good',
      coversWholeRevision: true,
      coversWholeDocument: false,
      modifiedAfterwards: false,
      timestamp: { valid: true },
    })
    expect(kindsOf(report.signatures[0], true).sort()).toEqual(['document_timestamp', 'signature', 'validation_data'])
    expect(report.signatures[0]?.chain).toHaveLength(3)
  })

  it.each<[Level, boolean]>([
    ['B-B', false],
    ['B-T', false],
    ['B-LT', true],
    ['B-LTA', true],
  ])('tells level %s', async (level, valid) => {
    const report = first(await signedPdf(samplePdf({ pages: 1 }), level))
    expect(report).toMatchObject({ level, valid, integrity: true })
  })

  it('trusts only the given anchors', () => {
    const report = validatePdf(signed, { anchors: [], now })
    expect(report.valid).toBe(false)
    expect(report.signatures[0]).toMatchObject({ indication: 'INDETERMINATE', integrity: true, trusted: false, level: 'B-B' })
  })

  it('does not accept a time-stamp beyond the validity of its authority', () => {
    expect(first(signed, new Date('2060-01-01'))).toMatchObject({ valid: false, indication: 'INDETERMINATE', integrity: true })
  })

  it('accepts that an empty field is signed, and not that a form is filled in, which each of our signatures locks', async () => {
    const form = await PDFDocument.create()
    form.getForm().createTextField('salary').addToPage(form.addPage(), { x: 50, y: 600 })
    const place = { page: 0, rect: [10, 10, 100, 50] } as const
    const pdf = Buffer.from(await form.save())
    const placed = Buffer.concat([
      pdf,
      placeFields(memorySource(pdf), [
        { name: 'a', ...place },
        { name: 'b', ...place },
      ]),
    ])
    const both = await signedPdf(placed, 'B-LTA', ['a', 'b'])
    expect(judge(both).valid).toBe(true)
    const filled = revised(both, (update) => {
      const salary = fieldsOf(update.document).find((field) => field.name === 'salary')
      if (salary) update.set(salary.ref, new Map(salary.dict).set('V', text('1000')))
    })
    expect(first(filled)).toMatchObject({ valid: false, modifiedAfterwards: true })
    expect(first(filled).changes).toContainEqual({ kind: 'form_fill', page: 1, field: 'salary', allowed: false })
  })
})

describe('changed documents', () => {
  it('one byte', () => {
    for (const at of [20, 300, signed.indexOf('/ByteRange') - 40]) {
      const changed = Buffer.from(signed)
      changed[at] = (changed[at] ?? 0) ^ 1
      const report = judge(changed)
      expect(report.valid).toBe(false)
      if (!report.problem) expect(report.signatures[0]?.integrity).toBe(false)
    }
  })

  it.each<[string, (update: Update) => void]>([
    [
      'page_content',
      (update) => {
        const { ref, copy } = pageOf(update)
        update.set(ref, copy.set('Contents', update.addStream(new Map(), Buffer.from('0 0 500 500 re f'))))
      },
    ],
    [
      'annotation',
      (update) => {
        const { ref, copy } = pageOf(update)
        const note = update.add(dict({ Type: name('Annot'), Subtype: name('FreeText'), Rect: [0, 0, 99, 99], Contents: text('x') }))
        update.set(ref, copy.set('Annots', [...update.document.array(copy.get('Annots')), note]))
      },
    ],
    [
      'page_content',
      (update) => {
        const contents = update.document.dict(pageAt(update.document, 0).ref).get('Contents')
        if (contents instanceof Ref) update.set(contents, null)
      },
    ],
    [
      'pages',
      (update) => {
        const ref = update.document.root.get('Pages')
        if (!(ref instanceof Ref)) return
        const second = pageAt(update.document, 1)
        update.set(ref, dict({ Type: name('Pages'), Count: 1, Kids: [second.ref] }))
      },
    ],
    [
      'catalog',
      (update) => {
        const root = update.copy(update.document.rootRef)
        update.set(update.document.rootRef, root.set('OpenAction', dict({ S: name('JavaScript'), JS: text('app.alert(1)') })))
      },
    ],
    [
      'signature_replaced',
      (update) => {
        const field = fieldsOf(update.document).find((candidate) => candidate.name === 'one')
        if (field) update.set(field.ref, new Map(field.dict).set('AP', dict({ N: update.addStream(new Map(), Buffer.alloc(0)) })))
      },
    ],
  ])('%s', (change, make) => {
    const report = first(revised(signed, make))
    expect(report).toMatchObject({ valid: false, integrity: true, modifiedAfterwards: true })
    expect(kindsOf(report, false)).toContain(change)
  })

  it('an object that the signed page names but that appears only later', async () => {
    const plain = samplePdf({ pages: 1 })
    const ghost = new PdfDocument(memorySource(plain)).nextNumber + 40
    const shadow = revised(plain, (update) => {
      const { ref, copy } = pageOf(update)
      update.set(ref, copy.set('Contents', [copy.get('Contents') ?? null, new Ref(ghost, 0)]))
    })
    const before = await signedPdf(shadow, 'B-LTA')
    expect(first(before).valid).toBe(true)
    const after = revised(before, (update) => {
      while (update.add(dict({})).number < ghost - 1);
      const stream = update.addStream(new Map(), Buffer.from('0 0 500 500 re f'))
      const root = update.copy(update.document.rootRef)
      update.set(update.document.rootRef, root.set('Extensions', dict({ X: stream })))
    })
    expect(kindsOf(first(after), false)).toContain('page_content')
  })
})

describe('wrapped signatures', () => {
  const rewrite = (pdf: Buffer, from: RegExp, to: (...groups: string[]) => string): Buffer =>
    Buffer.from(
      pdf.toString('latin1').replace(from, (whole: string, ...groups: string[]) => to(...groups).padEnd(whole.length)),
      'latin1',
    )

  it('a range that does not begin at the beginning, leaves the file, or leaves out more than the signature', () => {
    // The pattern includes the name ByteRange, because the box of a page also is an array of four numbers.
    const range = /(?<=\/ByteRange\s*)\[0 (\d+) (\d+) (\d+)\s*\]/
    const attacks = [
      [rewrite(signed, range, (a, b, c) => `[1 ${a} ${b} ${c}]`), 'BYTE_RANGE_INVALID'],
      [rewrite(signed, range, (a, b, c) => `[0 ${a} ${b} ${'9'.repeat(c.length)}]`), 'BYTE_RANGE_INVALID'],
      [rewrite(signed, range, (a, b, c) => `[0 ${Number(a) - 9} ${b} ${c}]`), 'BYTE_RANGE_NOT_CONTENTS'],
      [rewrite(signed, range, (a, b, c) => `[0 ${a} ${Number(b) + 9} ${Number(c) - 9}]`), 'BYTE_RANGE_NOT_CONTENTS'],
    ] as const
    for (const [attack, code] of attacks) {
      const { valid, signatures } = judge(attack)
      expect(valid).toBe(false)
      expect(signatures.find(({ field }) => field === 'one')?.reasons).toContain(code)
    }
  })

  it('a second field that claims the same signature', () => {
    const copied = revised(signed, (update) => {
      const field = fieldsOf(update.document).find((candidate) => candidate.name === 'one')
      if (!field) return
      const twin = update.add(new Map(field.dict).set('T', text('twin')))
      const root = update.copy(update.document.rootRef)
      const place = root.get('AcroForm')
      if (!(place instanceof Ref)) return
      const form = update.copy(place)
      update.set(place, form.set('Fields', [...update.document.array(form.get('Fields')), twin]))
    })
    const report = judge(copied)
    expect(report.valid).toBe(false)
    expect(report.signatures.flatMap(({ reasons }) => reasons)).toContain('FIELD_VALUE_SHARED')
  })
})

describe('malformed input', () => {
  it('is answered, not thrown', () => {
    expect(judge(Buffer.from('no pdf'))).toMatchObject({ valid: false, problem: 'PDF_DAMAGED' })
    expect(judge(samplePdf({ pages: 1 }))).toMatchObject({ valid: false, signatures: [] })
    expect(codes(signed)).toEqual([])
    for (let length = 0; length < signed.length; length += 997) expect(() => judge(signed.subarray(0, length))).not.toThrow()
  })
})
