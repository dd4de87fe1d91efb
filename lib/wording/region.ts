// The region whose dates and numbers a language has, where its tag names none.

/** English here is European English: day before month, 24 hours. */
const REGIONS: Readonly<Record<string, string>> = { en: 'en-GB' }

export function regionOf(tag: string): string {
  return REGIONS[tag] ?? tag
}
