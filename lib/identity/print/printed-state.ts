// Whether a state is named on a document: by its three letters, or by a word of the family of its name, as Polska and Polskie are, that is nearer
// to it than to any other state.
import { alpha2Of, mrzCountryOf, UTOPIA } from '../mrz/country-codes'
import { LEGIBLE, textOf, type PrintedLine } from './printed-line'

// Words have the beginning of one in common, this long.
const COMMON = 4

// What states print that is not of the family of their name in their own language, in English or in French. China is named on documents of
// Taiwan as well, so the word says neither.
const OTHER_NAMES: Readonly<Record<string, string>> = {
  GR: 'HELLENIC',
  GB: 'BRITAIN BRITISH',
  CH: 'SVIZZERA',
  TW: 'CHINA CHINE',
  US: 'AMERICA',
  UT: 'UTOPIA',
}

// Words that many states print, in the name of one or not.
const OF_MANY = /^(?:REPUB|RESPUB|REPUBBLI|KINGDOM|ROYAUME|UNITED|STATES|ETATS|FEDERA|NORTH|NORD|SOUTH|ISLAND|ILES|SAINT|NOUVEL|CENTRAL)/
// The name of one state within that of another.
const WITHIN_ANOTHER = /\b(?:NORTHERN IRELAND|IRLANDE DU NORD)\b/g

// Parts of other states, which share their names and issue no documents of a state.
const PARTS = new Set(
  'AX AS AI AQ AW BM BQ BV IO KY CX CC CK CW FK FO GF PF TF GI GL GP GU GG HM IM JE MQ YT MS NC NU NF MP PN PR RE BL SH MF PM SX GS SJ TK TC UM VG VI WF EH'.split(
    ' ',
  ),
)

const plain = (text: string): string =>
  text
    .toUpperCase()
    .normalize('NFD')
    .replaceAll('Ł', 'L')
    .replaceAll(/[^A-Z ]/g, '')

function namesOf(region: string): readonly string[] {
  if (region === 'UT') return [OTHER_NAMES[region] ?? '']
  const own = new Intl.Locale(`und-${region}`).maximize().language
  const named = [own, 'en', 'fr'].map((language) => new Intl.DisplayNames([language], { type: 'region' }).of(region) ?? '')
  return [...new Set([...named, OTHER_NAMES[region] ?? ''].flatMap((name) => plain(name).split(' ')))]
}

type Name = { readonly region: string; readonly word: string }

let names: ReadonlyMap<string, readonly Name[]> | undefined

// The words of all names, by how they begin.
function allNames(): ReadonlyMap<string, readonly Name[]> {
  if (names) return names
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const regions = letters
    .flatMap((one) => letters.map((other) => one + other))
    .filter((region) => !PARTS.has(region) && mrzCountryOf(region) !== null)
  const found = new Map<string, Name[]>()
  for (const region of regions) {
    for (const word of namesOf(region)) {
      const start = word.slice(0, COMMON)
      if (word.length >= COMMON && !OF_MANY.test(word)) found.set(start, [...(found.get(start) ?? []), { region, word }])
    }
  }
  return (names = found)
}

// Letters that they have in common from the beginning; a little more where they are the same.
function likeness(one: string, other: string): number {
  if (one === other) return one.length + 0.5
  const apart = [...one].findIndex((letter, at) => letter !== other[at])
  return apart === -1 ? one.length : apart
}

// The state that a word names; null where it may be two.
function regionOf(word: string): string | null {
  const near = (allNames().get(word.slice(0, COMMON)) ?? []).map((name) => ({ ...name, like: likeness(word, name.word) }))
  const most = Math.max(0, ...near.map(({ like }) => like))
  const [region = null, other] = new Set(near.filter(({ like }) => like === most).map((name) => name.region))
  return other === undefined ? region : null
}

/** Whether a state prints names in letters that are not Latin, too. Utopia prints each as its holder writes it. */
export function hasOwnScript(issuer: string): boolean {
  const region = alpha2Of(issuer)
  return issuer === UTOPIA || (region !== null && new Intl.Locale(`und-${region}`).maximize().script !== 'Latn')
}

/** `issuer`: as the zone has it. */
export function saysState(print: readonly PrintedLine[], issuer: string): boolean {
  const code = issuer === 'D' ? ['D', 'DEU'] : [issuer]
  const region = issuer === UTOPIA ? 'UT' : alpha2Of(issuer)
  return print.some((line) => {
    const legible = line.filter(({ certainty }) => certainty >= LEGIBLE)
    const words = plain(
      textOf(legible)
        .replaceAll(/[^\p{L}]+/gu, ' ')
        .toUpperCase()
        .replaceAll(WITHIN_ANOTHER, ' '),
    ).split(' ')
    const written = legible.flatMap(({ text }) => text.split(/[^\p{L}]+/u))
    return (
      written.some((part) => code.includes(part)) ||
      (region !== null && words.some((word) => word.length >= COMMON && regionOf(word) === region))
    )
  })
}
