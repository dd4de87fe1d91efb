// The words that people see, from the product's own messages, as patterns to look for on a page.

import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { catalogue, type Language } from '../lib/wording/catalogue'

type Node = string | { [key: string]: Node }
/** Signers at work look for their place many times a second. */
const made = new Map<string, RegExp>()

/** `journey.terms.continue` -> a pattern of the whole text; parameters match anything, plurals and selects each of their wordings. */
export function words(key: string, language: Language = 'en'): RegExp {
  const known = made.get(`${language} ${key}`) ?? patternOf(key, language)
  made.set(`${language} ${key}`, known)
  return known
}

function patternOf(key: string, language: Language): RegExp {
  const message = key
    .split('.')
    .reduce<Node | undefined>((node, part) => (typeof node === 'object' ? node[part] : undefined), catalogue(language))
  if (typeof message !== 'string') throw new Error(`there is no message ${key}`)
  return new RegExp(`^\\s*${pattern(parse(message))}\\s*$`, 's')
}

function pattern(elements: readonly MessageFormatElement[]): string {
  return elements
    .map((element) => {
      if (element.type === TYPE.literal) return element.value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      if (element.type === TYPE.tag) return pattern(element.children)
      if (element.type !== TYPE.plural && element.type !== TYPE.select) return '.*'
      return `(?:${Object.values(element.options)
        .map(({ value }) => pattern(value))
        .join('|')})`
    })
    .join('')
}
