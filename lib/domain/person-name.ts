// What the name of a person may hold. It goes into mails, pages, tables and PDFs of others, who may escape it badly.

/** Letters of scripts whose words need an invisible joiner at some places, such as Persian and Sinhala. */
const JOINED = [
  ...['Arabic', 'Syriac', 'Mongolian', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada'],
  ...['Malayalam', 'Sinhala', 'Khmer', 'Myanmar'],
]
  .map((script) => String.raw`\p{Script=${script}}`)
  .join('')

/** Apostrophes as they are typed, and the sign that stands for one in Hebrew and Armenian. */
const APOSTROPHES = "'’‘ʼ`´′՚׳״"
/** Hyphens, the one of Hebrew among them. */
const HYPHENS = String.raw`\-‐‑–־`
/** Between letters of Catalan, Japanese, Chinese and Tibetan. */
const DOTS = '·・‧་'
const SPACES = ' \u00a0\u3000'

/**
 * Begins with a letter, as a formula of a table does not; an apostrophe may stand before it (`'t Hooft`). Digits are for `3rd` and for the
 * second person of a name; a slash stands between letters alone (`Kumar A/L Raju`). No colon, bracket, equals sign or quotation mark: nothing
 * of it reads as markup, an address or a formula.
 */
const NAME = new RegExp(
  String.raw`^['’‘ʼ]?\p{L}(?:[\p{L}\p{M}\p{Nd}\p{Nl}.,${SPACES}${APOSTROPHES}${HYPHENS}${DOTS}]|(?<=\p{L})/(?=\p{L})|(?<=[${JOINED}])[\u200c\u200d])*$`,
  'u',
)

export function isPersonName(name: string): boolean {
  return NAME.test(name)
}

/** As one line. Whoever has one name has it as the surname, and no first names. */
export function wholeName({ givenNames, surname }: { givenNames: string; surname: string }): string {
  return givenNames === '' ? surname : `${givenNames} ${surname}`
}
