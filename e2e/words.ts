// The words that people see, from the product's own messages, as patterns to look for on a page.
import { catalogue } from '../lib/wording/catalogue'

type Node = string | { [key: string]: Node }

/** `journey.terms.continue` -> a pattern of the whole text; {placeholders}, plurals and tags match anything. */
export function words(key: string): RegExp {
  const message = key
    .split('.')
    .reduce<Node | undefined>((node, part) => (typeof node === 'object' ? node[part] : undefined), catalogue('en'))
  if (typeof message !== 'string') throw new Error(`there is no message ${key}`)
  return new RegExp(
    `^\\s*${message
      .split(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|<[^>]+>/)
      .map(escape)
      .join('.*')}\\s*$`,
    's',
  )
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll("''", "'")
