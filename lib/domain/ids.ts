// Identifiers: a prefix for the kind of thing, and 95 random bits in base62.

export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LENGTH = 16

export type IdPrefix =
  | 'doc'
  | 'sreq'
  | 'sgn'
  | 'sig'
  | 'evt'
  | 'req'
  | 'ver'
  | 'per'
  | 'cred'
  | 'act'
  | 'msg'
  | 'key'
  | 'ten'
  | 'ses'
  | 'rev'
  | 'frm'
  | 'str'
  | 'fld'
  | 'rdoc'
  | 'whk'
  | 'dlv'
  | 'att'
  | 'spc'
  | 'spl'
  | 'pky'
  | 'pkc'

/** `doc_9Xk3mN7pQr2vT8wL`: never guessable, never sequential. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${randomBase62(LENGTH)}`
}

/** Rejection sampling keeps every character equally likely (62 does not divide 256). */
export function randomBase62(length: number): string {
  let out = ''
  while (out.length < length) {
    const byte = randomByte()
    if (byte < 248) out += BASE62.charAt(byte % 62)
  }
  return out
}

/** Random bytes for many ids, fetched at once: asking the system for them is most of what an id costs. */
const ahead = new Uint8Array(1024)
let used = ahead.length

/** Used bytes are wiped, because keys are made of them too. */
function randomByte(): number {
  if (used === ahead.length) {
    crypto.getRandomValues(ahead)
    used = 0
  }
  const byte = ahead[used] ?? 0
  ahead[used++] = 0
  return byte
}
