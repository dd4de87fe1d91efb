// The words of the product, read from messages/<language>/: a JSON file for each area, and the legal texts as Markdown.
// A folder is all that a language needs.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Language, Messages } from '../generated/messages'
import { legalText, type LegalText } from './legal-text'

export type { Language, Messages }
type Words = { [key: string]: string | Words | LegalText }

const FOLDER = path.join(process.cwd(), 'messages')
export const DEFAULT_LANGUAGE: Language = 'en'
/** How dates are written for a reader whose language has no folder. */
export const DEFAULT_REGION = 'en-GB'
export const LANGUAGES = readdirSync(FOLDER).sort() as [Language, ...Language[]]

const read = new Map<Language, Messages>()

/** All words of a language. In development they are read anew at each request, so that a changed text is seen at once. */
export function catalogue(language: Language): Messages {
  const known = process.env.NODE_ENV === 'development' ? undefined : read.get(language)
  const messages = known ?? (wordsIn(path.join(FOLDER, language)) as Messages)
  read.set(language, messages)
  return messages
}

/** The words of a folder as one tree: `legal/terms-of-use.md` is at `legal.terms-of-use`. The types are generated from the English tree. */
export function wordsIn(folder: string): Words {
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const file = path.join(folder, entry.name)
      if (entry.isDirectory()) return [entry.name, wordsIn(file)]
      const { name, ext } = path.parse(entry.name)
      const text = readFileSync(file, 'utf8')
      return [name, ext === '.md' ? legalText(text) : (JSON.parse(text) as Words)]
    }),
  )
}
