// Finds messages that no code uses. A message that is used and missing is a type error.

import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { catalogue, LANGUAGES } from './wording/catalogue'

const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`)
const code = ['app', 'components', 'lib']
  .flatMap(filesIn)
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$|^lib\/(?:generated|testing)\//.test(file))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')

/** Every word in quotes and every name of a property in the code: a key, or a part of one, is among them. */
const words = new Set([...code.matchAll(/['"`]([\w.-]+)['"`]|^\s*(\w+)\??:/gm)].flatMap(([, quoted, named]) => [quoted, named]))
/** Keys with a part that is filled in, such as t(`intro.${side}.title`), as patterns. */
const patterns = [...new Set([...code.matchAll(/`([\w.-]*(?:\$\{[^`{}]*\}[\w.-]*)+)`/g)].map(([, key = '']) => key))]
  .filter((key) => /\w/.test(key.replaceAll(/\$\{.*?\}/g, '')))
  .map((key) => new RegExp(`^${key.replaceAll('.', '\\.').replaceAll(/\$\{.*?\}/g, '[\\w-]+')}$`))
const namespaces = [...code.matchAll(/(?:Translations\(|wording\([^()]*, )'([\w.-]+)'\)/g)].map(([, name]) => `${name}.`)

function isAsked(key: string): boolean {
  const rests = ['', ...namespaces.filter((namespace) => key.startsWith(namespace))].map((namespace) => key.slice(namespace.length))
  return rests.some((rest) => words.has(rest) || patterns.some((pattern) => pattern.test(rest)))
}

function keysOf(texts: unknown, at: readonly string[] = []): string[] {
  if (typeof texts !== 'object' || texts === null) return [at.join('.')]
  return Object.entries(texts).flatMap(([key, inner]) => keysOf(inner, [...at, key]))
}

it.each(LANGUAGES)('every text of %s is asked for', (language) => {
  // Left out: legal texts, which have files of their own, and names that are looked up by a code from the evidence.
  const { legal, called, ...areas } = catalogue(language)
  for (const area of [legal, called]) expect(Object.keys(area)).not.toEqual([])
  expect(keysOf(areas).filter((key) => !isAsked(key))).toEqual([])
})
