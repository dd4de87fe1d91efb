// The container of TrueType fonts (OpenType 1.9, "Organization of an OpenType Font"): its tables out, and tables in.

export type FontTable = { tag: string; bytes: Buffer }

export function readTables(font: Buffer): FontTable[] {
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const at = 12 + 16 * index
    const start = font.readUInt32BE(at + 8)
    return { tag: font.toString('latin1', at, at + 4), bytes: font.subarray(start, start + font.readUInt32BE(at + 12)) }
  })
}

/** In the order of their tags, as readers that search by halving demand. */
export function writeFont(tables: readonly FontTable[]): Buffer {
  const sorted = [...tables].sort((a, b) => (a.tag < b.tag ? -1 : 1))
  const power = 2 ** Math.floor(Math.log2(sorted.length))
  const header = Buffer.alloc(12 + 16 * sorted.length)
  header.writeUInt32BE(0x00010000)
  header.writeUInt16BE(sorted.length, 4)
  header.writeUInt16BE(16 * power, 6)
  header.writeUInt16BE(Math.log2(power), 8)
  header.writeUInt16BE(16 * (sorted.length - power), 10)
  const parts = [header]
  let offset = header.length
  sorted.forEach(({ tag, bytes }, index) => {
    const padded = Buffer.alloc((bytes.length + 3) & ~3)
    bytes.copy(padded)
    const at = 12 + 16 * index
    header.write(tag, at, 'latin1')
    header.writeUInt32BE(checksum(padded), at + 4)
    header.writeUInt32BE(offset, at + 8)
    header.writeUInt32BE(bytes.length, at + 12)
    parts.push(padded)
    offset += padded.length
  })
  return Buffer.concat(parts)
}

function checksum(padded: Buffer): number {
  let sum = 0
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0
  return sum
}
