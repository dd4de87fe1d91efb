// What walks cost, counted by the budget: in proportion to the file, however much of it is shared.

import { expect, it } from 'vitest'
import { Draft, repeated } from '@/lib/testing/hostile/draft'
import { activeContent } from './active-content'
import { PdfDocument } from './document'
import { fieldsOf } from './form'
import { allPages } from './pages'
import { PdfProblem } from './problem'
import { memorySource } from './source'

function steps(make: (draft: Draft, size: number) => void, size: number): number {
  const draft = new Draft()
  make(draft, size)
  const document = new PdfDocument(memorySource(draft.bytes()))
  fieldsOf(document)
  activeContent(document, allPages(document))
  return document.budget.spent.steps
}

it.each<[string, (draft: Draft, size: number) => void]>([
  [
    'kids that all fields share',
    (draft, size) => {
      const array = draft.add(`[${repeated(draft.add('<< /T (k) >>'), size)}]`)
      for (let i = 0; i < size; i++) draft.fields.push(draft.add(`<< /T (f${i}) /Kids ${array} 0 R >>`))
    },
  ],
  [
    'annotations that all pages share',
    (draft, size) => {
      const array = draft.add(`[${repeated(draft.add('<< /Subtype /Link >>'), size)}]`)
      for (let i = 0; i < size; i++) draft.addPage(`/Annots ${array} 0 R`)
    },
  ],
  [
    'kids that double level by level',
    (draft, size) => {
      let below = draft.add('<< /FT /Tx >>')
      for (let level = 0; level < size / 20; level++) below = draft.add(`<< /Kids [${repeated(below, 2)}] >>`)
      draft.fields.push(below)
    },
  ],
])('%s cost twice as much where there are twice as many', (_, make) => {
  const small = steps(make, 200)
  expect(steps(make, 400)).toBeLessThan(2.5 * small)
})

it('is spent for all revisions of a document together, and says so in the end', () => {
  const document = new PdfDocument(memorySource(new Draft().bytes()))
  const { budget } = document.revision(document.source.size)
  expect(() => budget.spend('signatures', 501)).toThrow(PdfProblem)
  expect(() => document.budget.check()).toThrow(expect.objectContaining({ code: 'PDF_TOO_COMPLEX' }))
})
