// Names in a machine readable zone (ICAO Doc 9303-3 4.6): primary identifier, '<<', secondary identifiers separated by '<'.

export type MrzName = {
  readonly surname: string
  readonly givenNames: readonly string[]
  // The last place of the field is a letter, so something may have been cut off (4.2.3 of part 4 and its siblings).
  readonly namesTruncated: boolean
}

// Transliterated capitals, as printed: no check digit covers them, so they are believed only with the visual zone or a human.
export function parseName(field: string): MrzName {
  const [primary = '', ...rest] = field.replace(/<+$/, '').split('<<')
  const words = (text: string) => text.split('<').filter((word) => word !== '')
  return {
    surname: words(primary).join(' '),
    givenNames: rest.flatMap(words),
    namesTruncated: !field.endsWith('<'),
  }
}
