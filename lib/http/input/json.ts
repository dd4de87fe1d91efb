// Parses the JSON that somebody sends. One pass over its bytes comes first, which costs the same whatever they are: a few megabytes of short
// names or empty lists would keep the parser busy for seconds, and with it everybody else.

import { Problem } from '../../domain/problem'

/** Values and names. A signature request with all of its 400 fields has 13,000. */
export const MOST_VALUES = 20_000
/** The deepest nesting: more than any request needs, and far less than what overflows a recursive function, ours or a client's. */
export const DEEPEST_JSON = 32

/** The bytes between two quotation marks, as they are written. */
export type WrittenText = { from: number; to: number }

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const [OPEN_LIST, OPEN_OBJECT, CLOSE_LIST, CLOSE_OBJECT] = [0x5b, 0x7b, 0x5d, 0x7d]

/**
 * The longest text of a JSON body, a name among them. A text without an end goes to the end of the body. Throws the refusal of a body that has
 * too many values or levels.
 */
export function longestText(bytes: Uint8Array): WrittenText {
  let longest = { from: 0, to: 0 }
  let values = 0
  let levels = 0
  for (let at = 0; at < bytes.length; at++) {
    const sign = bytes[at] ?? 0
    if (sign === QUOTE) {
      const to = endOfText(bytes, at + 1)
      if (to - at - 1 > longest.to - longest.from) longest = { from: at + 1, to }
      at = to
    } else if (sign === COMMA || sign === COLON) values++
    else if (sign === OPEN_LIST || sign === OPEN_OBJECT) {
      values++
      if (++levels > DEEPEST_JSON) throw new Problem('MALFORMED_REQUEST.json_deep', { levels: DEEPEST_JSON })
    } else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) levels--
    if (values > MOST_VALUES) throw new Problem('MALFORMED_REQUEST.json_values', { values: MOST_VALUES })
  }
  return longest
}

function endOfText(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return Math.min(at, bytes.length)
}

/** The value; undefined where nothing is written. Throws the refusal. */
export function parseJson(bytes: Uint8Array): unknown {
  longestText(bytes)
  const text = decoded(bytes)
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('MALFORMED_REQUEST.not_json')
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Problem('MALFORMED_REQUEST.not_utf8')
  }
}
