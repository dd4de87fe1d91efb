// The words of the product, read from messages/<language>/: a JSON file for each area, and the legal texts as Markdown.
// A folder is all that a language needs. What only programmers and requesters read stands in messages/english-only, in every language.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Language, Messages } from '../generated/messages'
import { legalText, type LegalText } from './legal-text'

export type { Language, Messages }
export type Words = { [key: string]: string | Words | LegalText }

const FOLDER = path.join(process.cwd(), 'messages')
/** Refusals of the API, the console, the documentation and mails to requesters (decisions/0015): no language translates them. */
const ENGLISH_ONLY = 'english-only'
export const DEFAULT_LANGUAGE: Language = 'en'
export const LANGUAGES = readdirSync(FOLDER)
  .filter((folder) => /^[a-z]{2}$/.test(folder))
  .sort() as [Language, ...Language[]]

const read = new Map<Language, Messages>()

/** All words of a language. In development they are read anew at each request, so that a changed text is seen at once. */
export function catalogue(language: Language): Messages {
  const known = process.env.NODE_ENV === 'development' ? undefined : read.get(language)
  const messages = known ?? (allWords(language) as Messages)
  read.set(language, messages)
  return messages
}

/** The words of a language, with those that are English everywhere. The types are generated from this tree of English. */
export function allWords(language: Language): Words {
  return joined(wordsIn(ENGLISH_ONLY), wordsIn(language))
}

/** The words of a folder as one tree: `legal/terms-of-use.md` is at `legal.terms-of-use`. */
export function wordsIn(folder: string): Words {
  return Object.fromEntries(
    readdirSync(path.join(FOLDER, folder), { withFileTypes: true }).map((entry) => {
      if (entry.isDirectory()) return [entry.name, wordsIn(path.join(folder, entry.name))]
      const { name, ext } = path.parse(entry.name)
      const text = readFileSync(path.join(FOLDER, folder, entry.name), 'utf8')
      return [name, ext === '.md' ? legalText(text) : (JSON.parse(text) as Words)]
    }),
  )
}

/** An area may be in both: `problems` has the refusals that a signer meets in each language, and the others in English. */
function joined(one: Words, other: Words): Words {
  const both = { ...one }
  for (const [key, value] of Object.entries(other)) {
    const before = both[key]
    both[key] = typeof before === 'object' && typeof value === 'object' ? joined(before as Words, value as Words) : value
  }
  return both
}
