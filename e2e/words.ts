// The words that people see, from the product's own messages, as patterns to look for on a page.
import en from '../messages/en.json' with { type: 'json' }

type Node = string | { [key: string]: Node }

/** `journey.terms.continue` -> a pattern of the whole text; {placeholders}, plurals and tags match anything. */
export function words(key: string): RegExp {
  const message = key.split('.').reduce<Node | undefined>((node, part) => (typeof node === 'object' ? node[part] : undefined), en as Node)
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
