// Which fields a signature locks: all but those for signatures, by as few names as possible.

import { expect, it } from 'vitest'
import { Draft } from '../testing/hostile/draft'
import { lineage, lockOfFields } from './field-lock'
import { PdfDocument } from './pdf/document'
import { PdfString, stringText } from './pdf/objects'
import { memorySource } from './pdf/source'

type Tree = { readonly [name: string]: 'Tx' | 'Sig' | Tree }

function locked(tree: Tree): string[] {
  const draft = new Draft()
  const add = ([name, node]: [string, Tree[string]]): number => {
    if (typeof node === 'string') return draft.add(`<< /T (${name}) /FT /${node} >>`)
    return draft.add(
      `<< /T (${name}) /Kids [${Object.entries(node)
        .map(add)
        .map((kid) => `${kid} 0 R`)
        .join(' ')}] >>`,
    )
  }
  draft.fields.push(...Object.entries(tree).map(add))
  const document = new PdfDocument(memorySource(draft.bytes()))
  const lock = lockOfFields(document)
  if (!lock) return []
  return document
    .array(document.dict(lock.get('TransformParams')).get('Fields'))
    .map((name) => (name instanceof PdfString ? stringText(name) : ''))
}

it('locks what is filled in, and leaves open what is signed', () => {
  expect(locked({ salary: 'Tx', anna: 'Sig', jan: 'Sig' })).toEqual(['salary'])
  expect(locked({ person: { first: 'Tx', last: 'Tx' }, anna: 'Sig' })).toEqual(['person'])
  expect(locked({ page: { first: 'Tx', sign: 'Sig', more: { last: 'Tx' } } })).toEqual(['page.first', 'page.more'])
  expect(locked({ anna: 'Sig' })).toEqual([])
})

it('does little for a name of thousands of points', () => {
  expect(lineage('a.b.c')).toEqual(['a', 'a.b', 'a.b.c'])
  expect(lineage('.'.repeat(8000))).toHaveLength(65)
})
