// Paths of fields on the wire: an operation's names in the wire's spelling, and the JSON Pointer that a refusal shows.

import type { FieldPath } from '../../domain/problem'

/** `signers, 0, phoneNumber` is `signers, 0, phone_number` on the wire. */
export function onTheWire(path: FieldPath): FieldPath {
  return path.map((part) => (typeof part === 'string' ? part.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`) : part))
}

/** RFC 6901. */
export function pointerOf(path: FieldPath): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
