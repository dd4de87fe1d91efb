// Digits as keyboards of other scripts type them are the same PIN, code and phone number.
import { expect, it } from 'vitest'
import { asciiDigits } from './digits'

const ROWS = [
  '0123456789',
  '٠١٢٣٤٥٦٧٨٩',
  '۰۱۲۳۴۵۶۷۸۹',
  '०१२३४५६७८९',
  '০১২৩৪৫৬৭৮৯',
  '๐๑๒๓๔๕๖๗๘๙',
  '០១២៣៤៥៦៧៨៩',
  '０１２３４５６７８９',
  '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗',
  '𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿',
  '𞥐𞥑𞥒𞥓𞥔𞥕𞥖𞥗𞥘𞥙',
]

it.each(ROWS)('%s', (row) => {
  expect(asciiDigits(row)).toBe('0123456789')
})

it('leaves everything else as it is', () => {
  expect(asciiDigits('+٤٨ 500-Ⅳ½²')).toBe('+48 500-Ⅳ½²')
})
