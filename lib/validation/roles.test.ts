// Attacks by the hundred: each object that a signed page shows is written anew and named in each role that an addition can give it. None of these
// files may look intact unless every page still looks as it did.

import { beforeAll, expect, it } from 'vitest'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { sign } from '../signature/pades'
import { dict, name, Ref, text, type Dict, type PdfObject } from '../signature/pdf/objects'
import { pictureOf } from '../signature/pdf/picture'
import { memorySource } from '../signature/pdf/source'
import { contractPdf, SALARY, SIGNATURE } from '../testing/contract-pdf'
import { LaterRevision } from '../testing/later-revision'
import type { ChangeKind } from './change-kinds'
import { validatePdf } from './validate'

const now = new Date()
const BLACK = '0 0 300 300 re f'
/** What shows nothing: with these alone, nobody would look for a change. */
const QUIET: ReadonlySet<ChangeKind> = new Set<ChangeKind>([
  'validation_data',
  'document_timestamp',
  'metadata',
  'extensions',
  'signature_field',
  'form_defaults',
])

type Target = { ref: Ref; spoil: (revision: LaterRevision, ref: Ref) => void }
const resource = (revision: LaterRevision, ...keys: string[]) => revision.ref(revision.ref(revision.page(0), 'Resources'), ...keys)
const annotation = (revision: LaterRevision, index: number): Ref => {
  const item = revision.document.array(revision.document.dict(revision.page(0)).get('Annots'))[index]
  if (!(item instanceof Ref)) throw new TypeError('no such annotation')
  return item
}
const rewritten = (revision: LaterRevision, ref: Ref) => revision.rewrite(ref, BLACK)
const altered = (entries: Readonly<Record<string, PdfObject>>) => (revision: LaterRevision, ref: Ref) => revision.alter(ref, entries)

const TARGETS: Readonly<Record<string, (revision: LaterRevision) => Target>> = {
  'a content': (revision) => ({ ref: revision.ref(revision.page(0), 'Contents'), spoil: rewritten }),
  'the content of a page without annotations': (revision) => ({ ref: revision.ref(revision.page(1), 'Contents'), spoil: rewritten }),
  'a drawing': (revision) => ({ ref: resource(revision, 'XObject', 'Fm'), spoil: rewritten }),
  'a picture': (revision) => ({ ref: resource(revision, 'XObject', 'Im'), spoil: (later, ref) => later.rewrite(ref, '\x00\x00\x00\x00') }),
  'a font': (revision) => ({ ref: resource(revision, 'Font', 'P'), spoil: altered({ FontMatrix: [0.004, 0, 0, 0.004, 0, 0] }) }),
  'a glyph': (revision) => ({
    ref: revision.ref(revision.document.dict(resource(revision, 'Font', 'P')).get('CharProcs') ?? null, 'a'),
    spoil: (later, ref) => later.rewrite(ref, '1000 0 0 0 1000 1000 d1 0 0 300 1000 re f'),
  }),
  resources: (revision) => ({ ref: revision.ref(revision.page(0), 'Resources'), spoil: altered({ XObject: dict({}) }) }),
  'a graphics state': (revision) => ({ ref: resource(revision, 'ExtGState', 'G'), spoil: altered({ ca: 0 }) }),
  'a page': (revision) => ({ ref: revision.page(1), spoil: altered({ Rotate: 90 }) }),
  'the pages': (revision) => ({ ref: revision.ref(revision.catalog, 'Pages'), spoil: altered({ Rotate: 90 }) }),
  'a comment': (revision) => ({ ref: annotation(revision, 0), spoil: altered({ Rect: [0, 0, 300, 300] }) }),
  'the appearance of a comment': (revision) => ({ ref: revision.ref(annotation(revision, 0), 'AP', 'N'), spoil: rewritten }),
  'the appearance of a field': (revision) => ({ ref: revision.ref(revision.field(SALARY).ref, 'AP', 'N'), spoil: rewritten }),
  'a field': (revision) => ({ ref: revision.field(SALARY).ref, spoil: altered({ F: 2 }) }),
  'the mark of a signature': (revision) => ({ ref: revision.ref(revision.field(SIGNATURE).ref, 'AP', 'N'), spoil: rewritten }),
}

const inCatalog = (entries: (ref: Ref) => Readonly<Record<string, PdfObject>>) => (revision: LaterRevision, ref: Ref) =>
  revision.alter(revision.catalog, entries(ref))
const inStore = (entries: (ref: Ref) => Readonly<Record<string, PdfObject>>) => (revision: LaterRevision, ref: Ref) =>
  revision.alter(revision.ref(revision.catalog, 'DSS'), entries(ref))
const inForm = (entries: (ref: Ref) => Readonly<Record<string, PdfObject>>) => (revision: LaterRevision, ref: Ref) => {
  const form = new Map(revision.document.dict(revision.document.root.get('AcroForm')))
  revision.alter(revision.catalog, { AcroForm: new Map([...form, ...Object.entries(entries(ref))]) })
}
const onPage = (key: string, value: (ref: Ref) => PdfObject) => (revision: LaterRevision, ref: Ref) =>
  revision.alter(revision.page(1), { [key]: value(ref) })
const onSalary = (entries: (ref: Ref) => Readonly<Record<string, PdfObject>>) => (revision: LaterRevision, ref: Ref) =>
  revision.alter(revision.field(SALARY).ref, entries(ref))
const newField = (entries: (ref: Ref) => Readonly<Record<string, PdfObject>>) => (revision: LaterRevision, ref: Ref) => {
  const widget: Dict = dict({ Type: name('Annot'), Subtype: name('Widget'), FT: name('Sig'), T: text('late'), F: 4, Rect: [0, 0, 0, 0] })
  const field = revision.add(new Map([...widget, ...Object.entries(entries(ref))]))
  const form = new Map(revision.document.dict(revision.document.root.get('AcroForm')))
  const fields = [...revision.document.array(form.get('Fields')), field]
  revision.alter(revision.catalog, { AcroForm: form.set('Fields', fields) })
}

const ROLES: Readonly<Record<string, (revision: LaterRevision, ref: Ref) => void>> = {
  'no role': () => undefined,
  'the document information': (revision, ref) => revision.trailer.set('Info', ref),
  'an entry of the document information': (revision, ref) => revision.trailer.set('Info', revision.add(dict({ Title: ref }))),
  'an identifier of the file': (revision, ref) => revision.trailer.set('ID', [ref, ref]),
  'an unknown entry of the trailer': (revision, ref) => revision.trailer.set('X', ref),
  'the validation data': inCatalog((ref) => ({ DSS: ref })),
  'the certificates': inStore((ref) => ({ Certs: ref })),
  'a certificate': inStore((ref) => ({ Certs: [ref] })),
  'an OCSP answer': inStore((ref) => ({ OCSPs: [ref] })),
  'a revocation list': inStore((ref) => ({ CRLs: [ref] })),
  'the validation data by signature': inStore((ref) => ({ VRI: ref })),
  'the validation data of a signature': inStore((ref) => ({ VRI: dict({ AA: ref }) })),
  'a certificate of a signature': inStore((ref) => ({ VRI: dict({ AA: dict({ Cert: [ref] }) }) })),
  'the time-stamp of validation data': inStore((ref) => ({ VRI: dict({ AA: dict({ TS: ref }) }) })),
  'the time of validation data': inStore((ref) => ({ VRI: dict({ AA: dict({ TU: ref }) }) })),
  'the metadata': inCatalog((ref) => ({ Metadata: ref })),
  'the extensions': inCatalog((ref) => ({ Extensions: ref })),
  'an extension': inCatalog((ref) => ({ Extensions: dict({ ADBE: ref }) })),
  'the version': inCatalog((ref) => ({ Version: ref })),
  'the form': inCatalog((ref) => ({ AcroForm: ref })),
  'the fonts of the form': inForm((ref) => ({ DR: dict({ Font: ref }) })),
  'the resources of the form': inForm((ref) => ({ DR: ref })),
  'a font of the form': inForm((ref) => ({ DR: dict({ Font: dict({ Helv: ref }) }) })),
  'a drawing of the form': inForm((ref) => ({ DR: dict({ XObject: dict({ X: ref }) }) })),
  'the default appearance': inForm((ref) => ({ DA: ref })),
  'the flags of the form': inForm((ref) => ({ SigFlags: ref })),
  'the order of calculation': inForm((ref) => ({ CO: [ref] })),
  'the list of fields': inForm((ref) => ({ Fields: ref })),
  'a new field': (revision, ref) =>
    inForm((field) => ({
      Fields: [...revision.document.array(revision.document.dict(revision.document.root.get('AcroForm')).get('Fields')), field],
    }))(revision, ref),
  'the value of a new field': newField((ref) => ({ V: ref })),
  'the appearance of a new field': newField((ref) => ({ AP: dict({ N: ref }) })),
  'the appearances of a new field': newField((ref) => ({ AP: ref })),
  'a widget of a new field': newField((ref) => ({ Kids: [ref] })),
  'the lock of a new field': newField((ref) => ({ Lock: ref })),
  'the picture of a new field': newField((ref) => ({ MK: dict({ I: ref }) })),
  'the parent of a new field': newField((ref) => ({ Parent: ref })),
  'the value of a field': onSalary((ref) => ({ V: ref })),
  'the appearance of an old field': onSalary((ref) => ({ AP: dict({ N: ref }) })),
  'the characteristics of a field': onSalary((ref) => ({ MK: ref })),
  'the annotations of a page': onPage('Annots', (ref) => ref),
  'an annotation of a page': onPage('Annots', (ref) => [ref]),
  'the metadata of a page': onPage('Metadata', (ref) => ref),
  'the threads of a page': onPage('B', (ref) => [ref]),
  'the layers': inCatalog((ref) => ({ OCProperties: ref })),
  'the names': inCatalog((ref) => ({ Names: ref })),
}

let sample: SampleTrust
let contract: Buffer
let pictures: string[]

const picturesOf = async (pdf: Buffer): Promise<string[]> => {
  const drawn = [0, 1].map(async (page) => Buffer.from(await pictureOf(memorySource(pdf), page, 200)).toString('base64'))
  return Promise.all(drawn)
}

beforeAll(async () => {
  sample = await openSampleTrust()
  const signer = await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' })
  const pdf = contractPdf()
  const mark = { title: 'Anna', lines: ['signed'] }
  const tails = await sign(memorySource(pdf), { field: SIGNATURE, level: 'B-LT', trust: sample.trust, signer, now, mark })
  contract = Buffer.concat([pdf, ...tails])
  pictures = await picturesOf(contract)
})

/** Whether the answer says that all is well, and nothing that makes anybody look. */
function looksIntact(pdf: Buffer): boolean {
  const { valid, signatures } = validatePdf(pdf, { anchors: [sample.root], now })
  return valid && signatures.every(({ changes }) => changes.every(({ kind }) => QUIET.has(kind)))
}

it('as it was signed, looks intact', () => {
  expect(looksIntact(contract)).toBe(true)
})

it.each(Object.entries(TARGETS))('%s', async (target, find) => {
  const passed: string[] = []
  // To be named alone changes nothing of what an object shows, whichever it is: that is drawn for one of them.
  const variants = target === 'a drawing' ? [true, false] : [true]
  for (const [role, play] of Object.entries(ROLES)) {
    for (const spoiled of variants) {
      const revision = new LaterRevision(contract)
      const { ref, spoil } = find(revision)
      play(revision, ref)
      if (spoiled) spoil(revision, ref)
      const pdf = revision.bytes()
      if (!looksIntact(pdf)) continue
      const shown = await picturesOf(pdf)
      if (shown.some((picture, page) => picture !== pictures[page])) passed.push(`${role}${spoiled ? ', spoiled' : ''}`)
    }
  }
  expect(passed).toEqual([])
})
