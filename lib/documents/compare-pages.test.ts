// The pages that were changed after a signature, drawn as they were and as they are, with the changed places.

import { beforeAll, expect, it } from 'vitest'
import sharp from 'sharp'
import { samplePdf } from '@/scripts/sample-pdf'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { sign, type Signer } from '../signature/pades'
import { dict, name, text } from '../signature/pdf/objects'
import { memorySource } from '../signature/pdf/source'
import { contractPdf, SALARY, SIGNATURE } from '../testing/contract-pdf'
import { revised, type LaterRevision } from '../testing/later-revision'
import { validatePdf } from '../validation/validate'
import { comparePages, type Comparison } from './compare-pages'

const now = new Date()
const BLACK = '0 0 300 300 re f'
let sample: SampleTrust
let signer: Signer

async function signed(pdf: Buffer, field = SIGNATURE): Promise<Buffer> {
  const tails = await sign(memorySource(pdf), { field, level: 'B-LT', trust: sample.trust, signer, now })
  return Buffer.concat([pdf, ...tails])
}

beforeAll(async () => {
  sample = await openSampleTrust()
  signer = await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' })
})

function compared(pdf: Buffer, from = 1): Promise<Comparison> {
  const [report] = validatePdf(pdf, { anchors: [sample.root], now }).signatures
  return comparePages(memorySource(pdf), { signedBytes: report?.signedBytes ?? 0, from })
}
const contents = (revision: LaterRevision, page = 0) => revision.ref(revision.page(page), 'Contents')
const shape = ({ pages, next }: Comparison) => ({
  next,
  pages: pages.map(({ page, before, now: current, marks, unseen }) => ({
    page,
    drawn: [before !== null, current !== null],
    marks: marks.map(({ change }) => change?.kind ?? null),
    unseen: unseen.map(({ kind }) => kind),
  })),
})

it('shows nothing where only validation data and time-stamps came later', async () => {
  expect(await compared(await signed(contractPdf()))).toEqual({ pages: [], next: null })
})

it('marks content that was replaced, and nothing beside it', async () => {
  const attack = revised(await signed(contractPdf()), (revision) => revision.rewrite(contents(revision), BLACK))
  const found = await compared(attack)
  expect(shape(found)).toEqual({
    next: null,
    pages: [{ page: 1, drawn: [true, true], marks: expect.arrayContaining(['page_content']), unseen: [] }],
  })
  const [page] = found.pages
  expect(await sharp(page?.before ?? undefined).metadata()).toMatchObject({ format: 'png', width: 900 })
  for (const { x, y, width, height } of page?.marks ?? []) {
    for (const edge of [x, y, x + width, y + height]) expect(edge).toBeGreaterThanOrEqual(0)
    expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(1)
  }
})

it('marks a field by its own rectangle, and names it', async () => {
  const filled = revised(await signed(contractPdf()), (revision) => {
    const { ref } = revision.field(SALARY)
    const look = revision.add(
      dict({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 80, 20] }),
      Buffer.from('1 0 0 rg 0 0 80 20 re f'),
    )
    revision.alter(ref, { V: text('9000'), AP: dict({ N: look }) })
  })
  const { pages } = await compared(filled)
  expect(pages).toHaveLength(1)
  const [mark, ...others] = pages[0]?.marks ?? []
  expect(others).toEqual([])
  expect(mark?.change).toMatchObject({ kind: expect.stringMatching(/^(form_fill|field_appearance)$/), field: SALARY, page: 1 })
})

it('says of a change that no pixel shows it', async () => {
  const filled = revised(await signed(contractPdf()), (revision) => revision.alter(revision.field(SALARY).ref, { TU: text('other') }))
  expect(shape(await compared(filled))).toEqual({ next: null, pages: [{ page: 1, drawn: [true, true], marks: [], unseen: ['form'] }] })
})

it('draws all pages where a change may show on any, and leaves out those that look the same', async () => {
  const three = await signed(samplePdf({ pages: 3 }), 'only')
  const attack = revised(three, (revision) => {
    revision.alter(revision.catalog, { OCProperties: dict({}) })
    revision.rewrite(contents(revision, 2), BLACK)
  })
  expect(shape(await compared(attack)).pages.map(({ page }) => page)).toEqual([3])
})

it('shows a page that was added, and one that is gone', async () => {
  const two = await signed(samplePdf({ pages: 2 }), 'only')
  const kept = revised(two, (revision) => {
    const tree = revision.ref(revision.catalog, 'Pages')
    revision.alter(tree, { Kids: [revision.page(0)], Count: 1 })
  })
  expect(shape(await compared(kept)).pages).toContainEqual({ page: 2, drawn: [true, false], marks: [], unseen: [] })
  const longer = revised(two, (revision) => {
    const tree = revision.ref(revision.catalog, 'Pages')
    const page = revision.add(dict({ Type: name('Page'), Parent: tree, MediaBox: [0, 0, 300, 300] }))
    revision.alter(tree, { Kids: [revision.page(0), revision.page(1), page], Count: 3 })
  })
  expect(shape(await compared(longer)).pages).toContainEqual({ page: 3, drawn: [false, true], marks: [], unseen: [] })
})

it('answers a few pages at a time, and goes on where it ended', async () => {
  const many = await signed(samplePdf({ pages: 6 }), 'only')
  const attack = revised(many, (revision) => {
    for (let page = 0; page < 6; page++) revision.rewrite(contents(revision, page), BLACK)
  })
  const first = await compared(attack)
  expect([first.pages.map(({ page }) => page), first.next]).toEqual([[1, 2, 3, 4], 5])
  const second = await compared(attack, first.next ?? 0)
  expect([second.pages.map(({ page }) => page), second.next]).toEqual([[5, 6], null])
})

it('takes only a revision that a signature covers', async () => {
  const pdf = await signed(contractPdf())
  for (const signedBytes of [1, pdf.length - 1, pdf.length + 5]) {
    await expect(comparePages(memorySource(pdf), { signedBytes, from: 1 })).rejects.toMatchObject({ says: 'NOT_FOUND.signed_revision' })
  }
})
