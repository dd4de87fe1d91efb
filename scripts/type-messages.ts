// Writes the type of the product's words to lib/generated: each message of messages/en as a literal, so that keys and parameters are checked.

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { LANGUAGES, wordsIn } from '../lib/wording/catalogue'

const directory = path.resolve(import.meta.dirname, '../lib/generated')
const languages = LANGUAGES.map((language) => `'${language}'`).join(' | ')
mkdirSync(directory, { recursive: true })
writeFileSync(
  path.join(directory, 'messages.ts'),
  `// Made from messages/ by scripts/type-messages.ts; not edited.\n\nexport type Language = ${languages}\nexport type Messages = ${JSON.stringify(wordsIn('messages/en'), null, 2)}\n`,
)
