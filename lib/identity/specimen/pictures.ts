// Pictures for test documents, drawn and marked as such: both sides of a card that no state issues, and the drawing of a face. JPEG.
import pictures from './pictures.json'

export type SpecimenPicture = keyof typeof pictures

export const specimenPicture = (picture: SpecimenPicture): Uint8Array => Buffer.from(pictures[picture], 'base64')

// The same picture as another frame: a comment after the start of the image (ITU-T T.81 B.2.4.5) makes its bytes, and so its digest,
// different.
export function specimenFrame(picture: SpecimenPicture, comment: string): Uint8Array {
  const jpeg = specimenPicture(picture)
  const text = Buffer.from(comment, 'utf8')
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xfe, (text.length + 2) >> 8, (text.length + 2) & 0xff])
  return Buffer.concat([head, text, jpeg.subarray(2)])
}
