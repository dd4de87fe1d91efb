// Whether the name that the requester wrote is the name on the identity document, compared by the rules of ICAO 9303, with the reason.
// The certificate always carries the document's name; the requester's spelling only decides whether this is the right person.

import { isPersonName } from './person-name'
import { spells, spellingsOf, transliterate, wordsOf, scriptOf, type Spelling } from './transliteration'

export type NameOnDocument = { surname: string; givenNames: readonly string[]; truncated: boolean }
export const LIKENESSES = ['same', 'fine', 'differs'] as const
type Likeness = (typeof LIKENESSES)[number]
/** Why a difference matters or does not. */
type Because =
  | 'titleLeftOut'
  | 'surnameFirst'
  | 'surnameCutOff'
  | 'givenNamesCutOff'
  | 'withoutMarks'
  | 'partOfSurname'
  | 'surnameShownInPart'
  | 'givenNamesNotShown'
  | 'firstNameSame'
  | 'laterNameSame'
  | 'noFirstName'
  | 'differs'
/** `expected`: what the requester wrote. `shown`: what the document prints. `because`: null where nothing differs. */
export type PartMatch = { likeness: Likeness; expected: string | null; shown: string; because: Because | null }
export type NameMatch = { likeness: Likeness; surname: PartMatch; givenNames: PartMatch }

/** Titles and forms of address, which are not part of a name. */
const TITLES = new Set([
  'MR',
  'MRS',
  'MS',
  'MISS',
  'DR',
  'PROF',
  'SIR',
  'HERR',
  'FRAU',
  'ING',
  'MGR',
  'BC',
  'PAN',
  'PANI',
  'PHD',
  'MA',
  'MSC',
  'JR',
  'SR',
  ...['MME', 'MLLE', 'SRA', 'SRTA', 'DRA', 'PROFA', 'DHR', 'MEVR', 'MEVROUW', 'DNA', 'FRU', 'FROKEN', 'FRK', 'KYRIOS', 'KYRIA', 'GOSPODIN'],
  ...[
    'DOTT',
    'DOTTSSA',
    'DOTTORE',
    'SIG',
    'SIGRA',
    'AVV',
    'ABG',
    'ADV',
    'LIC',
    'LCDO',
    'LCDA',
    'ARCH',
    'ARQ',
    'ENG',
    'ENGR',
    'DIPL',
    'MAG',
    'INZ',
  ],
  ...[
    'JUDR',
    'MUDR',
    'MVDR',
    'MDDR',
    'PHDR',
    'RNDR',
    'PAEDDR',
    'PHARMDR',
    'THDR',
    'DOC',
    'DIS',
    'CSC',
    'DRSC',
    'HAB',
    'DRS',
    'IR',
    'MED',
    'RER',
  ],
  ...['NAT', 'PHIL', 'IUR', 'HC', 'BA', 'BSC', 'BENG', 'MBA', 'LLB', 'LLM', 'ESQ', 'DDS', 'MBBS'],
])
/** Particles of surnames: many families share them, so a particle alone is no match. */
const PARTICLES = new Set([
  'DE',
  'DER',
  'DEN',
  'DEL',
  'DI',
  'DA',
  'DO',
  'DOS',
  'DAS',
  'DU',
  'LA',
  'LE',
  'LOS',
  'LAS',
  'EL',
  'AL',
  'VAN',
  'VON',
  'ZU',
  'ZUR',
  'TE',
  'TEN',
  'TER',
  'Y',
  'E',
  'I',
  'AF',
  'AV',
  'BIN',
  'BINT',
  'IBN',
  'MC',
  'MAC',
  'O',
  'ST',
])
const RANK: Readonly<Record<Likeness, number>> = { same: 2, fine: 1, differs: 0 }

/** The words of a name without titles and forms of address. */
export function withoutTitles(words: readonly string[]): readonly string[] {
  return words.filter((word) => !TITLES.has(transliterate(word)))
}

// Ma, Pan and Herr are names of people too: each title may be one or be part of the name. The whole name comes first, and the one without titles last.
const MOST_TITLES = 4

function withAndWithoutTitles(words: readonly string[], shortened: ReadonlySet<string> = new Set()): readonly (readonly string[])[] {
  const isTitle = (word: string) => TITLES.has(transliterate(word)) || shortened.has(word) || SHORTENED.test(word)
  const titles = words.flatMap((word, at) => (isTitle(word) ? [at] : []))
  if (titles.length === 0) return [words]
  if (titles.length > MOST_TITLES) return [words.filter((word) => !isTitle(word))]
  return Array.from({ length: 2 ** titles.length }, (_, left) => {
    const out = titles.filter((__, bit) => left & (2 ** bit))
    return words.filter((__, at) => !out.includes(at))
  }).filter((rest) => rest.length > 0)
}

const SHORTENED = /\p{L}{2,}\./u

/** The words that a point shortens, in whatever language: `inż.`, `Dipl.-Ing.`, `Mag.`. One letter is an initial, which may be of a name. */
function shortenedIn(name: string): ReadonlySet<string> {
  const tokens = name.split(/\s+/u).filter((token) => SHORTENED.test(token))
  return new Set(tokens.flatMap(wordsOf))
}

export function matchName(expected: string, document: NameOnDocument): NameMatch {
  const words = wordsOf(expected)
  const names = withAndWithoutTitles(words, shortenedIn(expected))
  const judged = (names.length > 0 ? names : [words]).map((named) => ({
    named,
    best: divisions(named)
      .map((division) => judge(division, document))
      .reduce((a, b) => (score(b) > score(a) ? b : a)),
  }))
  const { named, best } = judged.reduce((a, b) => (score(b.best) >= score(a.best) ? b : a))
  if (named.length === words.length || best.likeness !== 'same') return best
  return {
    ...best,
    likeness: 'fine',
    givenNames: { ...best.givenNames, likeness: 'fine', because: 'titleLeftOut' },
  }
}

/** Whether `own` is how the person writes what the document prints as `printed`: one script, letter by letter (ICAO 9303). */
export function isSpellingOf(own: string, printed: string, truncated = false): boolean {
  // Commas and slashes part names, and documents have no numbers in them.
  if (scriptOf(own) === null || !isPersonName(own) || /[,/\p{N}]/u.test(own)) return false
  return spells(joined(wordsOf(own)), letters(wordsOf(printed)), truncated)
}

/**
 * The document's names as the person writes them, taken out of `name`; null when `name` is another name. Given names for which the document had
 * no room are left out: nothing shows that they are the person's.
 */
export function ownSpelling(name: string, document: NameOnDocument): { givenNames: readonly string[]; surname: string } | null {
  if (scriptOf(name) === null) return null
  const words = name
    .normalize('NFC')
    .split(/[\s,]+/u)
    .filter((word) => word !== '')
  const notShown = document.truncated && document.givenNames.length === 0
  const found = withAndWithoutTitles(words)
    .flatMap(divisions)
    .find(
      ({ given, surname }) =>
        isSpellingOf(surname.join(' '), document.surname, notShown) &&
        (notShown || areSpellingsOf(given, document.givenNames, document.truncated)),
    )
  return found && (found.given.length > 0 || document.givenNames.length === 0)
    ? { givenNames: notShown ? [] : found.given, surname: found.surname.join(' ') }
    : null
}

/** Each of `own` writes one printed name, or several joined by hyphens, in the order of the document. */
export function areSpellingsOf(own: readonly string[], printed: readonly string[], truncated = false): boolean {
  const [first, ...rest] = own
  if (first === undefined) return true
  for (let from = 0; from < printed.length; from++) {
    for (let to = from + 1; to <= printed.length; to++) {
      const cutOff = truncated && to === printed.length
      if (isSpellingOf(first, printed.slice(from, to).join(' '), cutOff) && areSpellingsOf(rest, printed.slice(to), truncated)) return true
    }
  }
  return false
}

type Division = { given: readonly string[]; surname: readonly string[]; swapped: boolean }

/** Every way to divide the words into given names and surname. Given names come first, as most people write; then surname first. */
function divisions(words: readonly string[]): readonly Division[] {
  const cuts = words.length > 1 ? words.slice(1).map((_, index) => index + 1) : []
  return [
    ...cuts.map((cut) => ({ given: words.slice(0, cut), surname: words.slice(cut), swapped: false })),
    ...cuts.map((cut) => ({ given: words.slice(cut), surname: words.slice(0, cut), swapped: true })),
    { given: [], surname: words, swapped: false },
  ]
}

function judge(division: Division, document: NameOnDocument): NameMatch {
  const surname = surnameMatch(division.surname, wordsOf(document.surname), document.truncated && document.givenNames.length === 0)
  const found = givenNamesMatch(division.given, document.givenNames.flatMap(wordsOf), document.truncated)
  const alone = found.because !== null && WITH_WHOLE_SURNAME.has(found.because)
  const given: PartMatch = alone && !isWhole(surname) ? { ...found, likeness: 'differs', because: 'differs' } : found
  const worst = [surname.likeness, given.likeness].includes('differs')
    ? 'differs'
    : surname.likeness === 'same' && given.likeness === 'same'
      ? 'same'
      : 'fine'
  if (!division.swapped || worst === 'differs') return { likeness: worst, surname, givenNames: given }
  const because = surname.because ?? 'surnameFirst'
  return { likeness: 'fine', surname: { ...surname, likeness: 'fine', because }, givenNames: given }
}

/** What tells too little of a person to be allowed beside a surname of which a part is left out or added. */
const WITH_WHOLE_SURNAME: ReadonlySet<Because> = new Set(['givenNamesNotShown', 'laterNameSame'])

const isWhole = ({ likeness, because }: PartMatch): boolean =>
  likeness !== 'differs' && (because === null || because === 'withoutMarks' || because === 'surnameCutOff')

function score(match: NameMatch): number {
  return RANK[match.likeness] * 100 + RANK[match.surname.likeness] * 10 + RANK[match.givenNames.likeness]
}

function surnameMatch(expected: readonly string[], printed: readonly string[], cutOff: boolean): PartMatch {
  const names = { expected: expected.join(' '), shown: printed.join(' ') }
  if (sameText(expected, printed)) return { likeness: 'same', ...names, because: null }
  if (cutOff && spells(joined(expected), letters(printed), true)) {
    return { likeness: 'fine', ...names, because: 'surnameCutOff' }
  }
  if (sameText(expected, printed, true)) {
    return { likeness: 'fine', ...names, because: 'withoutMarks' }
  }
  if (inOrder(expected, printed) && telling(expected)) {
    return { likeness: 'fine', ...names, because: 'partOfSurname' }
  }
  if (inOrder(printed, expected, true) && telling(printed)) {
    return { likeness: 'fine', ...names, because: 'surnameShownInPart' }
  }
  return { likeness: 'differs', ...names, because: 'differs' }
}

function givenNamesMatch(expected: readonly string[], printed: readonly string[], cutOff: boolean): PartMatch {
  const shown = printed.join(' ')
  const names = { expected: expected.join(' '), shown }
  // People with one name have it as their surname, and nothing else (Doc 9303-3, 4.6).
  if (expected.length === 0) {
    return printed.length === 0
      ? { likeness: 'same', expected: null, shown, because: null }
      : { likeness: 'differs', expected: null, shown, because: 'noFirstName' }
  }
  if (sameText(expected, printed)) return { likeness: 'same', ...names, because: null }
  if (sameText(expected, printed, true)) {
    return { likeness: 'fine', ...names, because: 'withoutMarks' }
  }
  const [first = ''] = expected
  const [firstPrinted = ''] = printed
  if (matches(first, firstPrinted, true) && inOrder(expected, printed)) {
    return { likeness: 'fine', ...names, because: 'firstNameSame' }
  }
  if (cutOff && spells(joined(expected), letters(printed), true)) {
    return { likeness: 'fine', ...names, because: 'givenNamesCutOff' }
  }
  // A surname that fills the field leaves no room for any.
  if (cutOff && printed.length === 0) return { likeness: 'fine', ...names, because: 'givenNamesNotShown' }
  // Many are called by another of their names than the first. An initial is none.
  if ([...first].length > 1 && telling(expected) && inOrder(expected, printed)) {
    return { likeness: 'fine', ...names, because: 'laterNameSame' }
  }
  return { likeness: 'differs', ...names, because: 'differs' }
}

/** A single letter matches a name that begins with it. `wholeOnly` forbids that: the first name must be written out. */
function matches(expected: string, printed: string, wholeOnly = false): boolean {
  if (spells(spellingsOf(expected), printed) || spells(spellingsOf(expected, true), printed)) return true
  return !wholeOnly && [...expected].length === 1 && spells(spellingsOf(expected), printed.charAt(0))
}

/** Every word of `few` is found in `many`, in that order. `reversed`: `few` is what the document prints. */
function inOrder(few: readonly string[], many: readonly string[], reversed = false): boolean {
  let from = 0
  for (const word of few) {
    const found = many.findIndex((other, index) => index >= from && (reversed ? matches(other, word, true) : matches(word, other)))
    if (found === -1) return false
    from = found + 1
  }
  return few.length > 0
}

const telling = (words: readonly string[]) => words.some((word) => [...word].length > 1 && !PARTICLES.has(transliterate(word)))
const letters = (printed: readonly string[]) => printed.join('').toUpperCase()
const joined = (words: readonly string[], tolerant = false): Spelling => words.flatMap((word) => spellingsOf(word, tolerant))
/** Compared without spaces, so that "McDonald", "Mc Donald" and "Anna-Maria", "Annamaria" are one. */
const sameText = (expected: readonly string[], printed: readonly string[], tolerant = false) =>
  spells(joined(expected, tolerant), letters(printed))
