// What may be done to the structure of a signed PDF, which screen readers read out, and what is told of it.

import { beforeAll, describe, expect, it } from 'vitest'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { placeFields } from '../signature/fields'
import { sign, type Signer } from '../signature/pades'
import { dict, name, Ref, text, type PdfObject } from '../signature/pdf/objects'
import { memorySource } from '../signature/pdf/source'
import { contractPdf, SIGNATURE } from '../testing/contract-pdf'
import { revised, type LaterRevision } from '../testing/later-revision'
import { validatePdf } from './validate'

let sample: SampleTrust
let signer: Signer
let contract: Buffer
const now = new Date()

/** A document with one section of two paragraphs, and a tree of parents. */
function tagged(pdf: Buffer): Buffer {
  return revised(pdf, (revision) => {
    const root = revision.add(null)
    const section = revision.add(null)
    const paragraphs = [0, 1].map((mcid) =>
      revision.add(
        dict({ Type: name('StructElem'), S: name('P'), P: section, Pg: revision.page(0), K: mcid, Alt: text('The amount is 100.') }),
      ),
    )
    revision.set(section, dict({ Type: name('StructElem'), S: name('Sect'), P: root, K: paragraphs }))
    const parents = revision.add(dict({ Nums: [0, paragraphs] }))
    revision.set(
      root,
      dict({ Type: name('StructTreeRoot'), K: [section], ParentTree: parents, ParentTreeNextKey: 1, RoleMap: dict({ X: name('P') }) }),
    )
    revision.alter(revision.catalog, { StructTreeRoot: root, MarkInfo: dict({ Marked: true }) })
    revision.alter(revision.page(0), { StructParents: 0, Tabs: name('S') })
  })
}

async function signed(pdf: Buffer, field: string): Promise<Buffer> {
  return Buffer.concat([pdf, ...(await sign(memorySource(pdf), { field, level: 'B-B', trust: sample.trust, signer, now }))])
}

beforeAll(async () => {
  sample = await openSampleTrust()
  signer = await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' })
  contract = await signed(tagged(contractPdf()), SIGNATURE)
})

function told(pdf: Buffer): string[] {
  const [report] = validatePdf(pdf, { anchors: [sample.root], now }).signatures
  if (!report?.integrity) throw new Error('no intact signature found')
  return report.changes.map(({ kind, allowed }) => `${kind} ${allowed}`).sort()
}

const changed = (change: (revision: LaterRevision) => void): string[] => told(revised(contract, change))
const root = (revision: LaterRevision): Ref => revision.ref(revision.catalog, 'StructTreeRoot')
const section = (revision: LaterRevision): Ref => kidsOf(revision, root(revision))[0] as Ref
const kidsOf = (revision: LaterRevision, at: Ref): readonly PdfObject[] => revision.document.array(revision.document.dict(at).get('K'))
const paragraph = (revision: LaterRevision, at = 0): Ref => kidsOf(revision, section(revision))[at] as Ref

/** An element for a new comment, which stands on its page or does not. */
function entered(
  revision: LaterRevision,
  { more = {}, listed = true, kid }: { more?: Readonly<Record<string, PdfObject>>; listed?: boolean; kid?: PdfObject } = {},
): void {
  const page = revision.page(0)
  const comment = revision.add(dict({ Type: name('Annot'), Subtype: name('Text'), Rect: [0, 0, 20, 20], StructParent: 1 }))
  if (listed) revision.alter(page, { Annots: [...revision.document.array(revision.document.dict(page).get('Annots')), comment] })
  const element = revision.add(
    dict({
      Type: name('StructElem'),
      S: name('Annot'),
      P: root(revision),
      K: kid ?? dict({ Type: name('OBJR'), Obj: comment, Pg: page }),
      ...more,
    }),
  )
  const parents = revision.ref(root(revision), 'ParentTree')
  revision.alter(parents, { Nums: [...revision.document.array(revision.document.dict(parents).get('Nums')), 1, element] })
  revision.alter(root(revision), { K: [...kidsOf(revision, root(revision)), element], ParentTreeNextKey: 2 })
}

describe('entered in the structure may be', () => {
  it('the field of a later signature', async () => {
    const more = placeFields(memorySource(contract), [{ name: 'second', page: 1, rect: [0, 0, 0, 0] }])
    const again = await signed(Buffer.concat([contract, ...(more ? [more] : [])]), 'second')
    expect(told(again).filter((change) => change.endsWith('false'))).toEqual([])
  })

  it('a comment, which is judged as a comment', () => {
    expect(changed((revision) => entered(revision))).toEqual(['annotation false', 'structure_entry true'])
    expect(changed((revision) => entered(revision, { more: { Alt: text('A comment of the auditor.') } }))).toEqual([
      'annotation false',
      'structure_entry true',
    ])
  })
})

describe('what is there is not to be called anything else', () => {
  const others: [string, (revision: LaterRevision) => void][] = [
    ['another description of a paragraph', (revision) => revision.alter(paragraph(revision), { Alt: text('The amount is 900.') })],
    ['words to be read in its place', (revision) => revision.alter(paragraph(revision), { ActualText: text('The amount is 900.') })],
    ['another role', (revision) => revision.alter(paragraph(revision), { S: name('Artifact') })],
    ['another map of roles', (revision) => revision.alter(root(revision), { RoleMap: dict({ P: name('Artifact') }) })],
    ['another order', (revision) => revision.alter(section(revision), { K: [...kidsOf(revision, section(revision))].reverse() })],
    ['one left out', (revision) => revision.alter(section(revision), { K: kidsOf(revision, section(revision)).slice(1) })],
    ['content that belongs to another element', (revision) => revision.alter(paragraph(revision), { K: 1 })],
    [
      'a paragraph that is reached by another number',
      (revision) =>
        revision.alter(revision.ref(root(revision), 'ParentTree'), { Nums: [0, [paragraph(revision, 1), paragraph(revision, 0)]] }),
    ],
    ['no structure any more', (revision) => revision.alter(revision.catalog, { StructTreeRoot: null })],
    [
      'another structure',
      (revision) => revision.alter(revision.catalog, { StructTreeRoot: revision.add(dict({ Type: name('StructTreeRoot') })) }),
    ],
    ['a new element for content that is there', (revision) => entered(revision, { kid: 0 })],
    ['a new element for an annotation that stands nowhere', (revision) => entered(revision, { listed: false })],
    [
      'a new element with words to be read in its place',
      (revision) => entered(revision, { more: { ActualText: text('The amount is 900.') } }),
    ],
    ['a new element of nothing', (revision) => entered(revision, { kid: [] })],
  ]
  it.each(others)('%s', (_what, change) => {
    expect(changed(change)).toContain('structure false')
  })

  it('a structure where there was none', async () => {
    const plain = await signed(contractPdf(), SIGNATURE)
    expect(told(tagged(plain))).toContain('structure false')
  })
})
