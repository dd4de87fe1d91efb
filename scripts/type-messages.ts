// Writes the types of the product's words to lib/generated: each English message as a literal, so that keys and parameters are
// checked, and which parameters each case of a problem takes.

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { allWords, LANGUAGES } from '../lib/wording/catalogue'

const directory = path.resolve(import.meta.dirname, '../lib/generated')
const english = allWords('en')
const problems = english['problems'] as Record<string, Record<string, string>>

const cases = Object.entries(problems).flatMap(([code, { title: _, advice: __, ...texts }]) =>
  Object.entries(texts).map(([name, text]) => `  '${code}.${name}': { ${typesOf(parse(text)).join('; ')} }`),
)

mkdirSync(directory, { recursive: true })
writeFileSync(
  path.join(directory, 'messages.ts'),
  `// Made from messages/ by scripts/type-messages.ts; not edited.

export type Language = ${LANGUAGES.map((language) => `'${language}'`).join(' | ')}
export type Messages = ${JSON.stringify(english, null, 2)}
export type FieldWords = keyof Messages['fields']
export type ProblemParameters = {
${cases.join('\n')}
}
`,
)

/** The types of the parameters of a message. A parameter that selects a case may also stand in the text. */
function typesOf(elements: readonly MessageFormatElement[]): string[] {
  const types = new Map<string, string>()
  const visit = (element: MessageFormatElement): void => {
    if (element.type === TYPE.argument && !types.has(element.value)) types.set(element.value, 'string | number')
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return
    types.set(element.value, element.type === TYPE.plural ? 'number' : 'string')
    for (const { value } of Object.values(element.options)) value.forEach(visit)
  }
  elements.forEach(visit)
  return [...types].map(([name, type]) => `${name}: ${type}`)
}
