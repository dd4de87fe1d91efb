// Whether names are printed as the zone has them: whole words in their order, on lines of their own, the surname before the given names.
import { spells, spellingsOf, wordsOf } from '../../domain/transliteration'
import { isLabel } from './printed-label'
import { asLetter, isSecondReading, LEGIBLE, picturesOf, SURE, textOf, type PrintedLine, type PrintedWord } from './printed-line'
import { saysState } from './printed-state'

type ZoneNames = {
  readonly surname: string
  readonly givenNames: readonly string[]
  readonly namesTruncated: boolean
  readonly issuer: string
  readonly nationality: string
}

// Ł is read as a small t, also where none can stand: at the beginning of a name, and among capitals, of which some are read as small letters of
// the same shape.
const BARRED = /(?<!\p{L})t|(?<!\p{Ll})t(?!\p{Ll})|(?<=[cosuvwxz])t(?=\p{Lu})/gu

function isSpelled({ text, certainty }: PrintedWord, name: string, cutOff: boolean): boolean {
  return [text, text.replaceAll(BARRED, 'Ł')].some((read) => {
    const characters = [...read.normalize('NFC')].filter((each) => /\p{L}/u.test(asLetter(each)))
    // The reader sees few marks, so a letter without them may stand for one that has them.
    const spelling = spellingsOf(characters.map(asLetter).join(''), true)
    if (certainty >= SURE || spelling.length !== characters.length) return spells(spelling, name, cutOff)
    const undecided = spelling.map((letters, at) =>
      isSecondReading(characters[at - 1] ?? '', characters[at] ?? '', asLetter) ? [...letters, ''] : letters,
    )
    return spells(undecided, name, cutOff)
  })
}

// `cutOff`: the zone had no room for all of the names.
function areSpelled(printed: readonly PrintedWord[], names: readonly string[], cutOff: boolean): boolean {
  const [first, ...others] = printed
  if (first === undefined || names.length === 0) return names.length === 0 && (first === undefined || cutOff)
  // An apostrophe is left out of the zone, or a filler stands for it.
  const most = 1 + (first.text.match(/['’ʼ`´]/g) ?? []).length
  return Array.from({ length: most }, (_, at) => at + 1).some(
    (count) =>
      count <= names.length &&
      isSpelled(first, names.slice(0, count).join(''), cutOff && count === names.length) &&
      areSpelled(others, names.slice(count), cutOff),
  )
}

// Figures before a field, as some states print them: 1. or [a].
const FIELD_MARK = /^[[({|]?[a-d\d][\])}|.:]+$/i
const NO_NAME = /^(?:[^\p{L}\p{N}]+|\d{2,})$/u

// The words of a line without signs and numbers at its ends; a hyphen parts words.
function wordsIn(line: PrintedLine): PrintedWord[] {
  const isRest = ({ text }: PrintedWord) => FIELD_MARK.test(text) || NO_NAME.test(text)
  const from = line.findIndex((word) => !isRest(word))
  const to = line.findLastIndex((word) => !isRest(word))
  return line
    .slice(Math.max(0, from), to + 1)
    .flatMap(({ text, certainty }) => text.split(/[-‐‑–,]+/u).map((part) => ({ text: part, certainty })))
    .filter(({ text }) => /[\p{L}\p{N}|]/u.test(text))
}

// What stands between slashes: a name in the script of the state, and once more in Latin letters.
function alternativesIn(line: PrintedLine): PrintedLine[] {
  const parts: PrintedWord[][] = [[]]
  for (const { text, certainty } of line) {
    for (const [at, part] of text.split('/').entries()) {
      if (at > 0) parts.push([])
      if (part !== '') parts.at(-1)?.push({ text: part, certainty })
    }
  }
  return parts
}

// Lines on which names stand, the last one included.
type Run = { readonly from: number; readonly to: number }

const MOST_LINES = 3

function runsOf(lines: readonly PrintedLine[], names: readonly string[], cutOff: boolean): Run[] {
  if (names.length === 0) return []
  return lines.flatMap((_, from) =>
    Array.from({ length: MOST_LINES }, (__, more) => from + more).flatMap((to): Run[] => {
      const run = lines.slice(from, to + 1)
      if (to >= lines.length || (run.length > 1 && run.some((line) => wordsIn(line).length === 0))) return []
      const [only] = run
      const readings = run.length === 1 && only ? alternativesIn(only) : [run.flat()]
      // Words of several lines, each without what stands at its ends.
      const words = run.length === 1 ? readings.map(wordsIn) : [run.flatMap(wordsIn)]
      const goesOn = /\p{L}[-‐‑–]$/u.test(textOf(run.at(-1) ?? []))
      return !goesOn && words.some((each) => !each.every(isLabel) && areSpelled(each, names, cutOff)) ? [{ from, to }] : []
    }),
  )
}

const BIRTH_NAME = /^(?:[[({|]?b[\])}|.]+ |geb\b|n[ée]e?\b|born\b)/i

// Whether a line may go on with names: legible words alone, as large as the names are, and neither label nor state.
function mayBeName(line: PrintedLine, states: readonly string[]): boolean {
  const text = textOf(line)
  if (/[\d/]/.test(text) || BIRTH_NAME.test(text)) return false
  const words = wordsIn(line).filter((word) => word.certainty >= LEGIBLE && /\p{L}{2}/u.test(word.text))
  const capitals = (text.match(/\p{Lu}/gu) ?? []).length
  const small = (text.match(/\p{Ll}/gu) ?? []).length
  if (words.length === 0 || small > capitals) return false
  return !words.some(isLabel) && !states.some((state) => saysState([line], state))
}

const FIGURES_OF_DATE = 6

// Of one name alone nothing may stand where given names would, however badly it is legible: a label at most, down to a date or the
// code of a state, which is there. Of a zone whose given names were taken out the print has them there.
function endsNames(line: PrintedLine, { issuer, nationality }: ZoneNames): boolean {
  const isCode = line.some(({ text, certainty }) => certainty >= LEGIBLE && (text === nationality || text === issuer))
  return isCode || (textOf(line).match(/\d/g) ?? []).length >= FIGURES_OF_DATE
}

const mayHideName = (line: PrintedLine): boolean =>
  line.some((word) => !isLabel(word) && (/\p{L}{2}/u.test(word.text) || (word.certainty >= LEGIBLE && /\p{L}/u.test(word.text))))

function standsAlone(lines: readonly PrintedLine[], surname: Run, zone: ZoneNames): boolean {
  const behind = lines.slice(surname.to + 1)
  const end = behind.findIndex((line) => endsNames(line, zone))
  const isLegible = lines.slice(surname.from, surname.to + 1).every((line) => wordsIn(line).every(({ certainty }) => certainty >= LEGIBLE))
  return (
    isLegible &&
    end !== -1 &&
    !behind.slice(0, end).some(mayHideName) &&
    !lines.slice(0, surname.from).some((line) => mayBeName(line, [zone.issuer, zone.nationality]))
  )
}

// Pictures that must show it: one may have missed a line.
const ALONE_IN = 2

type FoundNames = {
  // Whole and on lines of its own, with no other name before.
  readonly surname: boolean
  // All of them, behind the surname in the same picture, with no other name between or behind; or none, where there is but one name.
  readonly givenNames: boolean
}

export function findNames(print: readonly PrintedLine[], zone: ZoneNames): FoundNames {
  const { surname, givenNames, namesTruncated, issuer, nationality } = zone
  const surnameCut = namesTruncated && givenNames.length === 0
  const names = givenNames.flatMap(wordsOf)
  const found = picturesOf(print).map((lines) => {
    const isName = (line: PrintedLine | undefined) => line !== undefined && mayBeName(line, [issuer, nationality])
    const surnames = runsOf(lines, wordsOf(surname), surnameCut).filter(({ from }) => !isName(lines[from - 1]))
    const given = runsOf(lines, names, namesTruncated).some(
      ({ from, to }) =>
        (namesTruncated || !isName(lines[to + 1])) &&
        surnames.some((own) => own.to < from && !lines.slice(own.to + 1, from).some((line) => isName(line))),
    )
    return { surname: surnames.length > 0, givenNames: given, alone: surnames.map((own) => standsAlone(lines, own, zone)) }
  })
  const alone = found.flatMap((each) => each.alone)
  const isAlone = names.length === 0 && !namesTruncated && alone.length >= ALONE_IN && alone.every(Boolean)
  return { surname: found.some((each) => each.surname), givenNames: isAlone || found.some((each) => each.givenNames) }
}
