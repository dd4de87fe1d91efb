// What is wrong with a translated message, beside its English original: what a program can see.

import { parse, TYPE, type MessageFormatElement, type PluralElement } from '@formatjs/icu-messageformat-parser'

export type Message = { key: string; text: string }

/** Every message of a tree, such as `legal.terms-of-use.text`, in its order. */
export function messagesIn(words: object, path: readonly string[] = []): Message[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const at = [...path, key]
    if (typeof value === 'object' && value !== null) return messagesIn(value, at)
    return [{ key: at.join('.'), text: String(value) }]
  })
}

/** Words that are said alike in every language, and names. */
const SAID_ALIKE = /^(?:QSignHub|TEST|PIN|SMS|PDF|XML|eIDAS|GDPR|SHA-256|OCSP|PEM|PAdES|XAdES|JAdES|ASiC-E)$/

/** Nothing where all is well. */
export function faultsOf(language: string, english: string, text: string): string[] {
  let read: readonly MessageFormatElement[]
  try {
    read = parse(text)
  } catch (error) {
    return [`cannot be read: ${error instanceof Error ? error.message : String(error)}`]
  }
  const original = parse(english)
  return [
    ...argumentFaults(argumentsOf(original), argumentsOf(read)),
    ...pluralsIn(read).flatMap((plural) => pluralFaults(language, plural)),
    ...(language === 'en'
      ? []
      : [...plainFaults(english, text), ...(isCopied(original, english, text) ? ['is the English sentence'] : [])]),
  ]
}

/** The same names, each of the same kind. A number may become a plural, because languages differ in what a number bends. */
function argumentFaults(wanted: ReadonlyMap<string, string>, given: ReadonlyMap<string, string>): string[] {
  const missing = [...wanted.keys()].filter((name) => !given.has(name)).map((name) => `lacks {${name}}`)
  const added = [...given.keys()].filter((name) => !wanted.has(name)).map((name) => `has {${name}}, which English has not`)
  const changed = [...given]
    .filter(([name, kind]) => wanted.has(name) && wanted.get(name) !== kind)
    .map(([name, kind]) => `{${name}} is ${kind}, in English ${wanted.get(name)}`)
  return [...missing, ...added, ...changed]
}

function argumentsOf(elements: readonly MessageFormatElement[], found = new Map<string, string>()): Map<string, string> {
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue
    if (element.type === TYPE.tag) argumentsOf(element.children, found.set(`<${element.value}>`, 'a tag'))
    else if (element.type === TYPE.select) {
      found.set(element.value, `a select of ${Object.keys(element.options).sort().join(', ')}`)
      for (const { value } of Object.values(element.options)) argumentsOf(value, found)
    } else if (element.type === TYPE.plural) {
      found.set(element.value, 'a number')
      for (const { value } of Object.values(element.options)) argumentsOf(value, found)
    } else if (element.type === TYPE.argument) {
      // A select may name its argument in the text, too.
      if (!found.has(element.value)) found.set(element.value, 'a text')
    } else found.set(element.value, 'a number')
  }
  return found
}

function pluralsIn(elements: readonly MessageFormatElement[]): PluralElement[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.tag) return pluralsIn(element.children)
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return []
    const inner = Object.values(element.options).flatMap(({ value }) => pluralsIn(value))
    return element.type === TYPE.plural ? [element, ...inner] : inner
  })
}

/** Each category that a whole number up to a thousand has in this language, or `=n` for all numbers of it. */
function pluralFaults(language: string, { value, options }: PluralElement): string[] {
  const rules = new Intl.PluralRules(language)
  const numbers = new Map<string, number[]>()
  for (let number = 0; number <= 1000; number++) {
    const category = rules.select(number)
    numbers.set(category, [...(numbers.get(category) ?? []), number])
  }
  const known = rules.resolvedOptions().pluralCategories as readonly string[]
  return [
    ...[...numbers]
      .filter(
        ([category, of]) => !(category in options) && !of.every((number) => `=${number}` in options || (number === 0 && of.length === 2)),
      )
      .map(([category]) => `{${value}} lacks the plural "${category}"`),
    ...Object.keys(options)
      .filter((option) => !option.startsWith('=') && !known.includes(option))
      .map((option) => `{${value}} has the plural "${option}", which the language has not`),
  ]
}

function plainFaults(english: string, text: string): string[] {
  const ends = (message: string) => [/^\s*/.exec(message)?.[0], /\s*$/.exec(message)?.[0]].join('|')
  return [
    ...(text.trim() === '' && english.trim() !== '' ? ['is empty'] : []),
    ...(ends(text) === ends(english) ? [] : ['begins or ends with other spaces than English']),
    // A straight apostrophe before a brace takes it out of the message.
    ...(text.includes("'") && !english.includes("''") ? ['has a straight apostrophe; write ’'] : []),
  ]
}

/** Typed signs where print has its own: quotation marks, apostrophes, dashes and the ellipsis. */
export function typedFaults(text: string): string[] {
  return (text.match(/["']|\s-\s|\.{3}/g) ?? []).map((sign) => `has ${sign.trim()} as it is typed`)
}

/** Three words and more are a sentence, which no other language says alike. */
function isCopied(original: readonly MessageFormatElement[], english: string, text: string): boolean {
  if (english !== text) return false
  const words = literalsOf(original)
    .split(/[^\p{L}\p{N}-]+/u)
    .filter((word) => /\p{Ll}/u.test(word) && !SAID_ALIKE.test(word))
  return words.length >= 3
}

export function literalsOf(elements: readonly MessageFormatElement[]): string {
  return elements
    .map((element) => {
      if (element.type === TYPE.literal) return element.value
      if (element.type === TYPE.tag) return literalsOf(element.children)
      if (element.type !== TYPE.plural && element.type !== TYPE.select) return ' '
      return Object.values(element.options)
        .map(({ value }) => literalsOf(value))
        .join(' ')
    })
    .join('')
}
