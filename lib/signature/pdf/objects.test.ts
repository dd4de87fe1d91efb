// What is written anew is what was read: every number keeps its spelling where a computer's number is only the nearest to it.

import { expect, it } from 'vitest'
import { Draft } from '../../testing/hostile/draft'
import { randomOf } from '../../testing/hostile/random'
import { PdfDocument } from './document'
import { Ref } from './objects'
import { memorySource } from './source'
import { Update } from './update'

it('a page that is written anew has the numbers of the file, however many digits they have', () => {
  const random = randomOf(7)
  const digits = (most: number) => Array.from({ length: random.between(1, most) }, () => random.between(0, 9)).join('')
  for (let round = 0; round < 200; round++) {
    const numbers = Array.from({ length: 4 }, () => `${random.pick(['', '-', '+'])}${digits(30)}.${digits(30)}7`)
    const unit = `1.${digits(30)}7`
    const draft = new Draft(random.pick(['table', 'packed']))
    draft.page
      .set('MediaBox', `[${numbers.join(' ')}]`)
      .set('UserUnit', unit)
      .set('PieceInfo', `<< /A << /B [${unit}] >> >>`)
    const document = new PdfDocument(memorySource(draft.bytes()))
    const update = new Update(document)
    update.set(new Ref(3, 0), update.copy(new Ref(3, 0)).set('Rotate', 0))
    const written = update.write().bytes.toString('latin1')
    const decimal = (word: string) => word.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1')
    const found = [...written.matchAll(/(?<=[[\s])[+-]?\d+\.\d+(?=[\]\s])/g)].map(([word]) => decimal(word))
    expect(found).toEqual([...numbers, unit, unit].map(decimal))
  }
})

it('a number that was changed is written with its new value', () => {
  const draft = new Draft()
  draft.page.set('UserUnit', '1.00000000000000000000001')
  const update = new Update(new PdfDocument(memorySource(draft.bytes())))
  update.set(new Ref(3, 0), update.copy(new Ref(3, 0)).set('UserUnit', 2))
  expect(update.write().bytes.toString('latin1')).toContain('/UserUnit 2\n')
})
