// A PDF of one page that shows a JPEG 2000 picture (ISO 32000-2 7.4.9), so that what draws pages can decode it.

/** A portrait has a fraction of these. */
const LONGEST_SIDE = 2048

const COLOURS: Readonly<Record<number, string>> = { 1: 'DeviceGray', 3: 'DeviceRGB' }

/** Null where the size of the picture cannot be read, or is none of a portrait. */
export function aroundJpeg2000(picture: Uint8Array): { pdf: Buffer; width: number } | null {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength)
  // ISO/IEC 15444-1 A.5.1: the codestream begins with SOC and SIZ, which says the size of the grid, the image's offset in it, and the components.
  const at = bytes.indexOf(Buffer.from('ff4fff51', 'hex'))
  if (at < 0 || at + 42 > bytes.length) return null
  const width = bytes.readUInt32BE(at + 8) - bytes.readUInt32BE(at + 16)
  const height = bytes.readUInt32BE(at + 12) - bytes.readUInt32BE(at + 20)
  const colours = COLOURS[bytes.readUInt16BE(at + 40)]
  if (!colours || Math.min(width, height) < 1 || Math.max(width, height) > LONGEST_SIDE) return null
  const shown = `${width} 0 0 ${height} 0 0 cm /I Do`
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>`,
    `<</Length ${shown.length}>>stream\n${shown}\nendstream`,
    Buffer.concat([
      Buffer.from(
        `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/${colours}/BitsPerComponent 8/Filter/JPXDecode/Length ${bytes.length}>>stream\n`,
        'latin1',
      ),
      bytes,
      Buffer.from('\nendstream', 'latin1'),
    ]),
  ]
  return { pdf: withTable(objects.map((object, index) => numbered(index + 1, object))), width }
}

const numbered = (number: number, object: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${number} 0 obj\n`, 'latin1'), Buffer.from(object as string, 'latin1'), Buffer.from('\nendobj\n', 'latin1')])

function withTable(objects: readonly Buffer[]): Buffer {
  const parts = [Buffer.from('%PDF-1.7\n', 'latin1'), ...objects]
  const starts = objects.map((_, index) => parts.slice(0, index + 1).reduce((sum, { length }) => sum + length, 0))
  const end = parts.reduce((sum, { length }) => sum + length, 0)
  const rows = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const tail = `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${end}\n%%EOF\n`
  return Buffer.concat([...parts, Buffer.from(tail, 'latin1')])
}
