// A language that nobody speaks: English with other letters, each word two fifths longer. What stays in English on a page stands out, and what
// is cut there would be cut in a language of long words.

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { printAST } from '@formatjs/icu-messageformat-parser/printer.js'
import type { LegalText } from '../wording/legal-text'
import { wordsIn, type Words } from '../wording/catalogue'

/** Its tag is that of Finnish: browsers know its months. */
export const PSEUDO = 'fi'

const LONGER = 0.4
const PLAIN = 'acdeinouszyrtglwhkj'
const ACCENTED = 'àčďéíñöüšžýřťğĺŵĥķĵ'
/** Their sound is drawn out. */
const VOWELS = /[aeiouy]/i

/** Writes the folder of this language, with all areas of English and all legal texts. */
export function writePseudoLanguage(messages: string): void {
  write(path.join(messages, PSEUDO), wordsIn('en'))
}

function write(folder: string, words: Words): void {
  mkdirSync(folder, { recursive: true })
  for (const [area, inside] of Object.entries(words)) {
    if (area === 'legal') writeLegal(path.join(folder, area), inside as Record<string, string | LegalText>)
    else writeFileSync(path.join(folder, `${area}.json`), JSON.stringify(translated(inside as Words), null, 2))
  }
}

function writeLegal(folder: string, texts: Record<string, string | LegalText>): void {
  mkdirSync(folder, { recursive: true })
  for (const [id, legal] of Object.entries(texts)) {
    const front = typeof legal === 'string' ? '' : `---\nversion: ${legal.version}\ndate: ${legal.date}\n---\n\n`
    writeFileSync(path.join(folder, `${id}.md`), `${front}${pseudo(typeof legal === 'string' ? legal : legal.text)}\n`)
  }
}

const translated = (words: Words): Words =>
  Object.fromEntries(
    Object.entries(words).map(([key, value]) => [key, typeof value === 'string' ? pseudo(value) : translated(value as Words)]),
  )

/** The message in this language, with its parameters, plurals and tags. */
export function pseudo(message: string): string {
  return printAST(spoken(parse(message)))
}

function spoken(elements: readonly MessageFormatElement[]): MessageFormatElement[] {
  return elements.map((element) => {
    if (element.type === TYPE.literal) return { ...element, value: element.value.replaceAll(/\p{L}+/gu, longer) }
    if (element.type === TYPE.tag) return { ...element, children: spoken(element.children) }
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return element
    const options = Object.fromEntries(Object.entries(element.options).map(([name, { value }]) => [name, { value: spoken(value) }]))
    return { ...element, options } as MessageFormatElement
  })
}

function longer(word: string): string {
  const drawn =
    Array.from(word)
      .find((letter) => VOWELS.test(letter))
      ?.toLowerCase() ?? ''
  const more = drawn.repeat(Math.round(word.length * LONGER))
  return Array.from(word + more, accented).join('')
}

function accented(letter: string): string {
  const at = PLAIN.indexOf(letter.toLowerCase())
  const other = at === -1 ? letter : (ACCENTED[at] ?? letter)
  return letter === letter.toLowerCase() ? other : other.toUpperCase()
}
