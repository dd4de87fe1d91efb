// Data groups 1 and 2 of a chip (ICAO Doc 9303-10 4.7): the machine-readable zone as text, and the portrait with its biometric header. They
// are read only once they are known to be what the issuing state has signed.

import { ChipUnreadable, dataObjects, theOnly } from './data-object'
import { FACE, TAG } from './layout'

/** Characters of a line, by those of the whole zone: TD1, TD2 and TD3. */
const LINE_LENGTHS: Readonly<Record<number, number>> = { 90: 30, 72: 36, 88: 44 }

/** The lines of the machine-readable zone. */
export function zoneOf(dg1: Uint8Array): string[] {
  const text = Buffer.from(formed('dg1', () => theOnly(theOnly(dg1, TAG.dg1), TAG.zone))).toString('latin1')
  const length = LINE_LENGTHS[text.length]
  if (length === undefined || !/^[A-Z0-9<]+$/.test(text)) throw new ChipUnreadable('dg1')
  return text.match(new RegExp(`.{${length}}`, 'g')) ?? []
}

export type Portrait = { readonly format: 'jpeg' | 'jpeg2000'; readonly bytes: Uint8Array }

/** The portrait of the first biometric template: Doc 9303-10 4.7.2 puts the holder's there. */
export function portraitOf(dg2: Uint8Array): Portrait {
  return formed('dg2', () => {
    const [count, template] = dataObjects(theOnly(theOnly(dg2, TAG.dg2), TAG.templates))
    if (count?.tag !== TAG.count || count.value.length !== 1 || count.value[0] === 0 || template?.tag !== TAG.template)
      throw new ChipUnreadable('dg2')
    const [header, data] = dataObjects(template.value)
    if (header?.tag !== TAG.header || data === undefined) throw new ChipUnreadable('dg2')
    if (data.tag !== TAG.data && data.tag !== TAG.constructedData) throw new ChipUnreadable('dg2')
    return faceImage(Buffer.from(data.value))
  })
}

/** ISO/IEC 19794-5: facial record header, facial information, feature points, image information, and then the picture. */
function faceImage(record: Buffer): Portrait {
  if (record.subarray(0, 8).toString('latin1') !== FACE.begins) throw new ChipUnreadable('dg2', 'biometric_format')
  const points = record.readUInt16BE(FACE.header + 4)
  const from = FACE.header + FACE.information + points * FACE.featurePoint + FACE.image
  const end = FACE.header + record.readUInt32BE(FACE.header)
  if (record.readUInt16BE(12) === 0 || end > record.length || from >= end) throw new ChipUnreadable('dg2', 'no_portrait')
  const bytes = record.subarray(from, end)
  // By its first octets: what the image information says of the format is not always true.
  if (begins(bytes, 'ffd8ff')) return { format: 'jpeg', bytes }
  if (begins(bytes, '0000000c6a5020200d0a870a') || begins(bytes, 'ff4fff51')) return { format: 'jpeg2000', bytes }
  throw new ChipUnreadable('dg2', 'no_portrait')
}

const begins = (bytes: Buffer, hex: string): boolean => bytes.subarray(0, hex.length / 2).toString('hex') === hex

/** Bounds that were crossed mean that the file does not have its form. */
function formed<T>(part: 'dg1' | 'dg2', read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof RangeError) throw new ChipUnreadable(part, 'form', { cause })
    throw cause
  }
}
