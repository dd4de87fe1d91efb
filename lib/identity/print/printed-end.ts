// The end of a document as its front prints it, for the signer's eyes before the zone is read: nothing else that is printed lies ahead.
import { datesIn } from './printed-date'
import type { PrintedLine } from './printed-line'

/** ISO 8601; null where no legible date lies ahead, or several do. */
export function printedEnd(print: readonly PrintedLine[], now: Date): string | null {
  const today = now.toISOString().slice(0, 10)
  const dates = print.flatMap(datesIn).flatMap(({ figures, legible }) => (legible ? [figures.replace(/(....)(..)(..)/, '$1-$2-$3')] : []))
  const [end, other] = new Set(dates.filter((date) => date > today))
  return other === undefined ? (end ?? null) : null
}
