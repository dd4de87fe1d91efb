// Which characters texts from outside may hold: visible ones, and none that hide, reorder or break a line.

/**
 * Control characters break lines and mail headers, and the database refuses NUL. Half a surrogate pair is not a character. Direction marks
 * and other invisible characters make a text look like another ("annual<U+202E>fdp.exe"). Two joiners are allowed: some languages need
 * them.
 */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u
const LINE_ENDS = /\r\n|[\n\r\t]/g

export function isPlainLine(text: string): boolean {
  return !UNSEEN.test(text)
}

/** A line that somebody has typed, such as a name, without spaces around it; undefined where it is empty, too long or no plain line. */
export function lineOf(typed: string, most: number): string | undefined {
  const line = typed.normalize('NFC').trim()
  return line !== '' && line.length <= most && isPlainLine(line) ? line : undefined
}

/** A text of several lines, such as a reason or a message. */
export function isPlainText(text: string): boolean {
  return isPlainLine(text.replace(LINE_ENDS, ' '))
}

/** Removes the characters of `UNSEEN`, for file names of uploads. */
export function plainLine(text: string): string {
  return text.replace(new RegExp(UNSEEN, 'gu'), '')
}

/** Whether all texts of a JSON value, keys included, can be stored: PostgreSQL refuses NUL and half a surrogate pair. */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !/[\0\p{Cs}]/u.test(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner))
}
