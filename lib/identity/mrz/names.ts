// Names in a machine readable zone (ICAO Doc 9303-3 4.6): primary identifier, '<<', secondary identifiers separated by '<'.

export type MrzName = {
  readonly surname: string
  readonly givenNames: readonly string[]
  // Names fill the field to its last place, so something may have been cut off (4.2.3 of part 4 and its siblings).
  readonly namesTruncated: boolean
}

// One filler between words, two before the given names, and all others at the end (4.6): a letter behind them would make names that
// have room seem cut off.
const NAME_FIELD = /^[A-Z]+(?:<[A-Z]+)*(?:<<[A-Z]+(?:<[A-Z]+)*)?<*$/

export const isNameField = (field: string): boolean => NAME_FIELD.test(field)

// Transliterated capitals, as printed: no check digit covers them, so they are believed only with the visual zone or a human.
export function parseName(field: string): MrzName {
  const [primary = '', ...rest] = field.replace(/<+$/, '').split('<<')
  const words = (text: string) => text.split('<').filter((word) => word !== '')
  return {
    surname: words(primary).join(' '),
    givenNames: rest.flatMap(words),
    namesTruncated: isNameField(field) && !field.endsWith('<'),
  }
}
