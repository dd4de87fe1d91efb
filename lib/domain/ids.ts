// Identifiers: a prefix that says what it names and 95 random bits in base62.

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LENGTH = 16

export type IdPrefix = 'doc' | 'sreq' | 'sgn' | 'evt' | 'req' | 'ver' | 'cred' | 'act' | 'msg' | 'key' | 'ten' | 'ses' | 'rev' | 'fld' | 'rdoc'
  | 'whk' | 'dlv' | 'att'

/** `doc_9Xk3mN7pQr2vT8wL`: never guessable, never sequential. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${randomBase62(LENGTH)}`
}

/** Rejection sampling keeps every character equally likely (62 does not divide 256). */
export function randomBase62(length: number): string {
  let out = ''
  while (out.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
      if (byte < 248 && out.length < length) out += ALPHABET.charAt(byte % 62)
    }
  }
  return out
}
