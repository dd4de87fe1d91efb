// Whether a state is named on a document: by its three letters, or by a word of the family of its name, as Polska and Polskie are.
import { alpha2Of, UTOPIA } from '../mrz/country-codes'
import { LEGIBLE, type PrintedLine } from './printed-line'

// Words have the beginning of one in common, this long.
const COMMON = 4

// What states print that is not of the family of their name in their own language, in English or in French.
const OTHER_NAMES: Readonly<Record<string, string>> = { GRC: 'HELLENIC', GBR: 'BRITISH', CHE: 'SVIZZERA', [UTOPIA]: 'UTOPIA' }

const plain = (text: string): string =>
  text
    .toUpperCase()
    .normalize('NFD')
    .replaceAll('Ł', 'L')
    .replaceAll(/[^A-Z ]/g, '')

const known = new Map<string, readonly string[]>()

function namesOf(issuer: string): readonly string[] {
  const before = known.get(issuer)
  if (before) return before
  const region = alpha2Of(issuer)
  const named = (language: string) =>
    region === null || issuer === UTOPIA ? '' : (new Intl.DisplayNames([language], { type: 'region' }).of(region) ?? '')
  const own = region === null || issuer === UTOPIA ? 'en' : new Intl.Locale(`und-${region}`).maximize().language
  const names = [...[own, 'en', 'fr'].map(named), OTHER_NAMES[issuer] ?? ''].flatMap((name) => plain(name).split(' '))
  const words = [...new Set(names)].filter((word) => word.length >= COMMON)
  known.set(issuer, words)
  return words
}

const isOfFamily = (word: string, name: string): boolean => word.length >= COMMON && word.slice(0, COMMON) === name.slice(0, COMMON)

/** `issuer`: as the zone has it. */
export function saysState(print: readonly PrintedLine[], issuer: string): boolean {
  const code = issuer === 'D' ? ['D', 'DEU'] : [issuer]
  return print.flat().some(({ text, certainty }) => {
    if (certainty < LEGIBLE) return false
    return text.split(/[^\p{L}]+/u).some((part) => {
      const word = plain(part)
      return (part === word && code.includes(word)) || namesOf(issuer).some((name) => isOfFamily(word, name))
    })
  })
}
