// Dates are read with months in figures and in words, in one language or in two.
import { expect, it } from 'vitest'
import { datesIn, hasShortDate } from './printed-date'

const line = (text: string) => text.split(' ').map((word) => ({ text: word, certainty: 93 }))

it.each([
  ['22.04.1985', '19850422'],
  ['1985-04-22', '19850422'],
  ['22 04 1985', '19850422'],
  ['10 MAA/MAR 1965', '19650310'],
  ['10 MAR/MAR 1965', '19650310'],
  ['10 März 1965', '19650310'],
  ['10 MARS /MAR 1965', '19650310'],
  ['1 JUIN/JUN 2034', '20340601'],
  ['14 JUIL/JUL 2034', '20340714'],
  ['09 MEI/MAY 2034', '20340509'],
  ['24 DÉC/DEC 2034', '20341224'],
  ['5 AGO 2034', '20340805'],
  ['Apr 22, 1985', '19850422'],
  ['NOV 5 2034', '20341105'],
  ['22.4.1985', '19850422'],
  ['5. 4. 1985', '19850405'],
  ['5/11/2034', '20341105'],
  ['3. 22.04.1985', '19850422'],
  ['15 MARRAS/NOV 2034', '20341115'],
  ['22 HUHTI 1985', '19850422'],
  ['22 DUB 1985', '19850422'],
  ['15 LIS/NOV 2034', '20341115'],
  ['15 LIS/OCT 2034', '20341015'],
  // A point was lost, and there is but one place for it.
  ['151.2034', '20340115'],
  ['15.12034', '20340115'],
  ['22.041985', '19850422'],
  ['1511.2034', '20341115'],
])('%s', (text, figures) => {
  expect(datesIn(line(text)).map((date) => date.figures)).toEqual([figures])
})

it.each([
  '111.2034',
  '991.2034',
  '151.2234',
  '51.2034',
  '1512034',
  '15 LIS 2034',
  'APR 1985',
  '15.11',
  '10 MAR/MAY 1965',
  '10 XYZ 1965',
  '32.01.1985',
  '10.13.1985',
  'KOWALSKA',
])('%s is no date', (text) => {
  expect(datesIn(line(text))).toEqual([])
})

it.each(['09 MAI/MAY 34', '09 MAY /MAI 34', '09MAY34'])('%s has a year of two figures', (text) => {
  expect(datesIn(line(text))).toEqual([])
  expect(hasShortDate(line(text), '2034-05-09')).toBe(true)
  expect(hasShortDate(line(text), '2034-05-08')).toBe(false)
})
