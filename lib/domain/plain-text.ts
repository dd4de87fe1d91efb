// What words that came from outside may hold before people read them: signs that are seen, and nothing that hides, reorders or breaks a line.

/**
 * Control characters break lines and mail headers, and NUL breaks the database; half a surrogate pair is no character; marks of direction and
 * other invisible signs let a text read differently from what it says ("annual<U+202E>fdp.exe"). The two joiners are spelling in some languages.
 */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u
const LINE_ENDS = /\r\n|[\n\r\t]/g

export function isPlainLine(text: string): boolean {
  return !UNSEEN.test(text)
}

/** Several lines: a reason, a message. */
export function isPlainText(text: string): boolean {
  return isPlainLine(text.replace(LINE_ENDS, ' '))
}

/** The same without what cannot be seen, for names that came along with a file. */
export function plainLine(text: string): string {
  return text.replace(new RegExp(UNSEEN, 'gu'), '')
}

/** Whether every text of a JSON value, keys included, is made of characters: no database keeps NUL or half a surrogate pair. */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !/[\0\p{Cs}]/u.test(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner))
}
