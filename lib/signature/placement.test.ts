// Boxes stand where the reader of the page expects them, whatever its rotation and cropping, and never on top of each other.

import { expect, it } from 'vitest'
import { samplePdf } from '@/scripts/sample-pdf'
import { placeFields } from './fields'
import { memorySource, withTails } from './pdf/source'
import { automaticPlace, placeOf, type Place } from './placement'

const field = { page: 1, x: 10, y: 20, width: 100, height: 40 }
const at = (rotate: 0 | 90 | 180 | 270) =>
  placeOf(memorySource(samplePdf({ pages: 1, rotate, mediaBox: '[0 0 600 800]', cropBox: '[50 100 550 700]' })), field).rect

it('measures from the top-left corner of the page as displayed', () => {
  expect(at(0)).toEqual([60, 640, 160, 680])
  expect(at(90)).toEqual([70, 110, 110, 210])
  expect(at(180)).toEqual([440, 120, 540, 160])
  expect(at(270)).toEqual([490, 590, 530, 690])
})

it.each([
  { ...field, page: 0 },
  { ...field, page: 2 },
  { ...field, page: 1.5 },
  { ...field, x: -1 },
  { ...field, x: 420 },
  { ...field, y: 570 },
  { ...field, width: 5 },
  { ...field, height: NaN },
])('refuses a box that is not on a page: %j', (box) => {
  const source = memorySource(samplePdf({ pages: 1, mediaBox: '[0 0 500 600]' }))
  expect(() => placeOf(source, box)).toThrow(expect.objectContaining({ code: 'FIELD_OUTSIDE_PAGE' }))
})

it('finds free places from the foot of the last page upwards, also beside fields of the file', () => {
  const original = memorySource(samplePdf({ pages: 2 }))
  const first = automaticPlace(original, [])
  const source = withTails(original, [placeFields(original, [{ name: 'a', ...first }])])
  const taken: Place[] = []
  for (let i = 0; i < 24; i++) taken.push(automaticPlace(source, taken))
  expect(first).toMatchObject({ page: 1, rect: [36, 36, 226, 94] })
  expect(taken[0]).toMatchObject({ page: 1, rect: [236, 36, 426, 94] })
  expect(taken.at(-1)?.page).toBe(0)
  expect(new Set(taken.map((place) => JSON.stringify(place))).size).toBe(24)
})

it.each([
  ['no mark', '[0 0 20 10]', 0],
  ['one mark', '[0 0 160 60]', 1],
])('gives invisible signatures where all pages together have room for %s', (_, mediaBox, visible) => {
  const source = memorySource(samplePdf({ pages: 1, mediaBox }))
  const taken: Place[] = []
  for (let i = 0; i < 3; i++) taken.push(automaticPlace(source, taken))
  expect(taken.filter(({ rect }) => rect[0] < rect[2])).toHaveLength(visible)
})

it('refuses a field name twice', () => {
  const source = memorySource(samplePdf({ pages: 1 }))
  const twice = [field, field].map(() => ({ name: 'same', ...placeOf(source, field) }))
  expect(() => placeFields(source, twice)).toThrow(expect.objectContaining({ code: 'FIELD_NAME_TAKEN' }))
})
