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
])('%s', (text, figures) => {
  expect(datesIn(line(text)).map((date) => date.figures)).toEqual([figures])
})

it.each(['10 MAR/MAY 1965', '10 XYZ 1965', '32.01.1985', '10.13.1985', 'KOWALSKA'])('%s is no date', (text) => {
  expect(datesIn(line(text))).toEqual([])
})

it.each(['09 MAI/MAY 34', '09 MAY /MAI 34', '09MAY34'])('%s has a year of two figures', (text) => {
  expect(datesIn(line(text))).toEqual([])
  expect(hasShortDate(line(text), '2034-05-09')).toBe(true)
  expect(hasShortDate(line(text), '2034-05-08')).toBe(false)
})
