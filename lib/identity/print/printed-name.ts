// Whether names are printed as the zone has them: whole words in their order, on lines of their own, the surname before the given names.
import { scriptOf, transliterate, wordsOf } from '../../domain/transliteration'
import { areSpelled, withoutTitles, type SpelledZone } from './name-spelling'
import { isLabel, isLabelOf, type NameField } from './printed-label'
import { LEGIBLE, picturesOf, textOf, type PrintedLine, type PrintedWord } from './printed-line'
import { hasOwnScript } from './printed-state'
import { isInCapitals, mayBeName, wordsIn } from './name-line'

type ZoneNames = {
  readonly surname: string
  readonly givenNames: readonly string[]
  readonly namesTruncated: boolean
  readonly issuer: string
  readonly nationality: string
}

// What stands between slashes, where it is one name: in the script of the state, which the reader takes for Latin letters, and once more in Latin
// ones, or twice the same. Else a slash parts the words of one name.
function alternativesIn(line: PrintedLine, issuer: string): PrintedLine[] {
  const parts: PrintedWord[][] = [[]]
  for (const { text, certainty } of line) {
    for (const [at, part] of text.split('/').entries()) {
      if (at > 0) parts.push([])
      if (part !== '') parts.at(-1)?.push({ text: part, certainty })
    }
  }
  const scripts = parts.map((part) => scriptOf(textOf(part)))
  const one = new Set(parts.map((part) => transliterate(textOf(part))))
  const areOne = one.size === 1 || new Set(scripts).size === parts.length || hasOwnScript(issuer)
  return areOne ? parts : [parts.flat()]
}

// Lines on which names stand, the last one included.
type Run = { readonly from: number; readonly to: number }

const MOST_LINES = 3

// A word that is a label is a name as well (HOLDER, REINO) where it stands alone, in capitals, and not at the head of the page; one that labels
// names only behind the label of its field, and one that labels surnames never.
const isNameAndLabel = (words: readonly PrintedWord[], before: PrintedLine | undefined, field: NameField): boolean =>
  before !== undefined &&
  words.length === 1 &&
  words.every(({ text }) => text === text.toUpperCase()) &&
  !isLabelOf(words, 'surname') &&
  (!isLabelOf(words, 'given_names') || isLabelOf(before, field))

function runsOf(lines: readonly PrintedLine[], names: readonly string[], field: NameField, zone: SpelledZone): Run[] {
  if (names.length === 0) return []
  return lines.flatMap((_, from) =>
    Array.from({ length: MOST_LINES }, (__, more) => from + more).flatMap((to): Run[] => {
      const run = lines.slice(from, to + 1)
      if (to >= lines.length || (run.length > 1 && run.some((line) => wordsIn(line).length === 0))) return []
      const [only] = run
      // Words of several lines, each without what stands at its ends.
      const words = run.length === 1 && only ? alternativesIn(only, zone.issuer).map(wordsIn) : [run.flatMap(wordsIn)]
      const goesOn = /\p{L}[-‐‑–]$/u.test(textOf(run.at(-1) ?? []))
      const isNames = (each: readonly PrintedWord[]) =>
        (!each.every(isLabel) || isNameAndLabel(each, lines[from - 1], field)) && areSpelled(each, names, zone)
      return !goesOn && words.flatMap((each) => withoutTitles(each, zone.issuer)).some(isNames) ? [{ from, to }] : []
    }),
  )
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
  const own = lines.slice(surname.from, surname.to + 1)
  const isLegible = own.every((line) => wordsIn(line).every(({ certainty }) => certainty >= LEGIBLE))
  return (
    isLegible &&
    end !== -1 &&
    !behind.slice(0, end).some(mayHideName) &&
    !lines.slice(0, surname.from).some((line) => mayBeName(line, zone, isInCapitals(own)))
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
  const { surname, givenNames, namesTruncated, issuer } = zone
  const surnameCut = namesTruncated && givenNames.length === 0
  const names = givenNames.flatMap(wordsOf)
  const found = picturesOf(print).map((lines) => {
    // What goes on with names is printed as they are.
    const goesOn = (line: PrintedLine | undefined, ...runs: readonly Run[]) =>
      line !== undefined &&
      mayBeName(
        line,
        zone,
        runs.every(({ from, to }) => isInCapitals(lines.slice(from, to + 1))),
      )
    const surnames = runsOf(lines, wordsOf(surname), 'surname', { issuer, cutOff: surnameCut }).filter(
      (own) => !goesOn(lines[own.from - 1], own),
    )
    const given = runsOf(lines, names, 'given_names', { issuer, cutOff: namesTruncated }).some(
      (run) =>
        (namesTruncated || !goesOn(lines[run.to + 1], run)) &&
        surnames.some((own) => own.to < run.from && !lines.slice(own.to + 1, run.from).some((line) => goesOn(line, own, run))),
    )
    return { surname: surnames.length > 0, givenNames: given, alone: surnames.map((own) => standsAlone(lines, own, zone)) }
  })
  const alone = found.flatMap((each) => each.alone)
  const isAlone = names.length === 0 && !namesTruncated && alone.length >= ALONE_IN && alone.every(Boolean)
  return { surname: found.some((each) => each.surname), givenNames: isAlone || found.some((each) => each.givenNames) }
}
