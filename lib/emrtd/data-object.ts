// Data objects of a chip's files (ICAO Doc 9303-10, ISO/IEC 7816-4): BER-TLV whose tags have one octet or two, read within bounds. Unlike
// DER, lengths may be written longer than needed: chips reserve room that way.

/** The file does not have the form that Doc 9303 gives it. `part`: of which file. */
export class ChipUnreadable extends Error {
  override name = 'ChipUnreadable'
  constructor(
    readonly part: 'dg1' | 'dg2' | 'sod',
    readonly because: 'form' | 'no_signer' | 'no_portrait' | 'biometric_format' = 'form',
    options?: ErrorOptions,
  ) {
    super(`${part}: ${because}`, options)
  }
}

export type DataObject = { readonly tag: number; readonly value: Uint8Array }

/** Data groups have a handful of objects at each level. */
const MOST_OBJECTS = 64

/** The objects that stand side by side; together they are all of the bytes. Throws RangeError. */
export function dataObjects(bytes: Uint8Array): DataObject[] {
  const objects: DataObject[] = []
  for (let at = 0; at < bytes.length;) {
    if (objects.length === MOST_OBJECTS) throw new RangeError('too many data objects')
    const tag = tagAt(bytes, at)
    const { length, from } = lengthAt(bytes, at + (tag > 0xff ? 2 : 1))
    if (length > bytes.length - from) throw new RangeError('a data object runs past its container')
    objects.push({ tag, value: bytes.subarray(from, from + length) })
    at = from + length
  }
  return objects
}

/** The value of the one object in these bytes, which must have this tag. */
export function theOnly(bytes: Uint8Array, tag: number): Uint8Array {
  const [object, ...more] = dataObjects(bytes)
  if (object?.tag !== tag || more.length > 0) throw new RangeError('another data object was expected')
  return object.value
}

function tagAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if ((first & 0x1f) !== 0x1f) return first
  const second = bytes[at + 1]
  // Tags of three octets are not used in data groups.
  if (second === undefined || second >= 0x80) throw new RangeError('tag')
  return first * 256 + second
}

function lengthAt(bytes: Uint8Array, at: number): { length: number; from: number } {
  const first = bytes[at]
  if (first === undefined) throw new RangeError('length')
  if (first < 0x80) return { length: first, from: at + 1 }
  const octets = first - 0x80
  if (octets === 0 || octets > 3 || at + 1 + octets > bytes.length) throw new RangeError('length')
  let length = 0
  for (let next = 1; next <= octets; next++) length = length * 256 + (bytes[at + next] ?? 0)
  return { length, from: at + 1 + octets }
}
