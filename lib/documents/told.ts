// How much is told of a stranger's file: a verdict is short, whatever names, numbers and times the file has. Certificates of several megabytes
// are parsed, but not repeated.

import type { QualifiedReport } from '../validation/trusted-lists/qualify-report'

/** Characters. Names of certificates have 64 in the standard (RFC 5280, annex A), digests in hexadecimal 64 to 128. */
const LONGEST_TEXT = 200
/** As many as signatures that are judged. */
const MOST_TIMESTAMPS = 500
/** Of a list or an object in what is said of one signature, such as the names of its certificate. */
const MOST_ENTRIES = 100
/** Changes after signatures, of all signatures together. Those that are not allowed come first. */
const MOST_CHANGES = 2_000

/** The certificates of a path are judged by then. */
const JUDGED = { path: [] }

export function told({ signatures, documentTimestamps, ...about }: QualifiedReport): QualifiedReport {
  const changes = Math.max(1, Math.floor(MOST_CHANGES / Math.max(1, signatures.length)))
  return {
    ...about,
    signatures: signatures.map(({ timestamp, signatureValue, ...signature }) => ({
      ...short({
        ...signature,
        ...(timestamp && { timestamp: { ...timestamp, ...JUDGED } }),
        ...JUDGED,
        changes: signature.changes.slice(0, changes),
      }),
      // As long as a key is, and worth nothing cut.
      ...(signatureValue === undefined ? {} : { signatureValue }),
    })),
    documentTimestamps: documentTimestamps.slice(0, MOST_TIMESTAMPS).map((stamp) => short({ ...stamp, ...JUDGED })),
  }
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

function short<T>(value: T): T
function short(value: unknown): unknown {
  if (typeof value === 'string') return value.length <= LONGEST_TEXT ? value : `${[...value.slice(0, LONGEST_TEXT)].slice(0, -1).join('')}…`
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map(short)
  if (!isPlain(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_ENTRIES)
      .map(([name, inner]: [string, unknown]) => [short(name), short(inner)]),
  )
}
