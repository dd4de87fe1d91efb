// Whether printed words spell the names of a zone, with the marks and the letters that the reader does not know.
import { spells, spellingsOf } from '../../domain/transliteration'
import { asLetter, isSecondReading, SURE, type PrintedWord } from './printed-line'

// `cutOff`: the zone had no room for all of the names.
export type SpelledZone = { readonly cutOff: boolean; readonly issuer: string }

// Ł is read as a small t, also where none can stand: at the beginning of a name, and among capitals, of which some are read as small letters of
// the same shape.
const BARRED = /(?<!\p{L})t|(?<!\p{Ll})t(?!\p{Ll})|(?<=[cosuvwxz])t(?=\p{Lu})/gu

// Of ẞ and Þ the reader knows nothing, either: it takes them for a B, or for an R of which it is not sure, and for a P.
const SHARP_S = /(?<=\p{L})[BR]/gu
const THORN = /(?<!\p{L})P/gu
const SHARP_S_STATES: ReadonlySet<string> = new Set(['D', 'AUT'])

function readingsOf({ text, certainty }: PrintedWord, issuer: string): readonly string[] {
  const sharp = SHARP_S_STATES.has(issuer) ? [...text.matchAll(SHARP_S)].filter(([each]) => each === 'B' || certainty < SURE) : []
  return [
    text,
    text.replaceAll(BARRED, 'Ł'),
    ...sharp.map(({ index }) => `${text.slice(0, index)}ẞ${text.slice(index + 1)}`),
    ...(issuer === 'ISL' ? [text.replaceAll(THORN, 'Þ')] : []),
  ]
}

function isSpelled(word: PrintedWord, name: string, { cutOff, issuer }: SpelledZone): boolean {
  return readingsOf(word, issuer).some((read) => {
    const characters = [...read.normalize('NFC')].filter((each) => /\p{L}/u.test(asLetter(each)))
    // The reader sees few marks, so a letter without them may stand for one that has them.
    const spelling = spellingsOf(characters.map(asLetter).join(''), true)
    if (word.certainty >= SURE || spelling.length !== characters.length) return spells(spelling, name, cutOff)
    const undecided = spelling.map((letters, at) =>
      isSecondReading(characters[at - 1] ?? '', characters[at] ?? '', asLetter) ? [...letters, ''] : letters,
    )
    return spells(undecided, name, cutOff)
  })
}

/** Whether the words are the names of the zone, each in whole. */
export function areSpelled(printed: readonly PrintedWord[], names: readonly string[], zone: SpelledZone): boolean {
  const [first, ...others] = printed
  if (first === undefined || names.length === 0) return names.length === 0 && (first === undefined || zone.cutOff)
  // An apostrophe is left out of the zone, or a filler stands for it.
  const most = 1 + (first.text.match(/['’ʼ`´]/g) ?? []).length
  return Array.from({ length: most }, (_, at) => at + 1).some(
    (count) =>
      count <= names.length &&
      isSpelled(first, names.slice(0, count).join(''), { ...zone, cutOff: zone.cutOff && count === names.length }) &&
      areSpelled(others, names.slice(count), zone),
  )
}

// Before a surname, in states that print it there and leave it out of the zone (of Germany the law on passports, section 4).
const TITLE = /^(?:(?:DR|PROF)\.*$|(?:DR|PROF)\.+(?=\p{L}))/iu
const TITLE_STATES: ReadonlySet<string> = new Set(['D', 'AUT'])

/** As it stands, and without titles before it. */
export function withoutTitles(words: readonly PrintedWord[], issuer: string): readonly PrintedWord[][] {
  const [first, ...others] = words
  if (!first || !TITLE_STATES.has(issuer) || !TITLE.test(first.text)) return [[...words]]
  const rest = first.text.replace(TITLE, '')
  return [[...words], ...withoutTitles(rest === '' ? others : [{ ...first, text: rest }, ...others], issuer)]
}
