// The text of lines: pieces put together, words that a line end divided made whole, and nothing in it that is not seen.

import { plainLine } from '@/lib/domain/plain-text'

/** Fonts of symbols have their bullets here; a screen reader reads them as nothing. */
const BULLETS = /[\uf0b7\uf0a7\uf076\uf0d8\uf02d\uf0fc\uf06e]/g
const UNKNOWN = /[\p{Co}\p{Cn}]/gu
const SPACES = /[\s\u00a0]+/g

/** Without signs that reorder or hide: text that is read aloud is to be that which is seen. What has no meaning becomes a replacement sign. */
export function shownText(text: string): string {
  return plainLine(text.replace(SPACES, ' ').replace(BULLETS, '\u2022').replace(UNKNOWN, '\ufffd'))
}

/** How many characters say nothing to a program: the file does not tell what its pictures of letters mean. */
export const unreadable = (text: string): number => text.split('\ufffd').length - 1

/** Words after which a hyphen stays: "Zins- und Tilgungsplan". */
const AND = /^(?:and|or|und|oder|bzw|et|ou|y|e|o|ed|od|i|lub|oraz|en|of)\b/

/** Puts lines together: a word that was divided at the end of one is whole again. */
export function joinedLines(lines: readonly string[]): string {
  return lines.reduce((before, line) => {
    if (before === '' || line === '') return before + line
    if (/[\p{L}][\u00ad]$/u.test(before)) return before.slice(0, -1) + line
    if (/\p{Ll}[-\u2010]$/u.test(before) && /^\p{Ll}/u.test(line) && !AND.test(line)) return before.slice(0, -1) + line
    return `${before} ${line}`
  }, '')
}

/** Signs that say only that an item begins. */
const BULLET = /^[\u2022\u2023\u2043\u25aa\u25ab\u25cf\u25cb\u25a0\u25e6\u2013\u2014*-](?=\s|$)/u
/** What begins an item of a list: a bullet, "1.", "a)", "(iv)". */
const LABEL = /^(?:[\u2022\u2023\u2043\u25aa\u25ab\u25cf\u25cb\u25a0\u25e6\u2013\u2014*-]|\(?(?:\d{1,3}|\p{L}|[ivx]{1,5})[.)])(?=\s|$)/u

export const hasLabel = (text: string): boolean => LABEL.test(text)
/** The words of an item behind its label; where the file has the label among them as well, it is not told twice. */
export function labelled(label: string, text: string): string {
  const own = LABEL.exec(text)?.[0]
  const isTwice = own !== undefined && (own === label || (BULLET.test(own) && BULLET.test(label)))
  return `${label} ${isTwice ? text.slice(own.length).trimStart() : text}`.trimEnd()
}

export const isLabel = (text: string): boolean => LABEL.exec(text)?.[0] === text
