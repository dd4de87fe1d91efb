// Writes an uncompressed ZIP whose members begin at multiples of 16 bytes, because the runtime maps the models in place.
import { crc32 } from 'node:zlib'

const dosDate = 0x21 // 1 January 1980 always, so that each build makes the same bytes

export function storedZip(members) {
  const parts = []
  const directory = []
  let offset = 0
  for (const [memberName, bytes] of members) {
    const name = Buffer.from(memberName)
    const padding = Buffer.alloc((16 - ((offset + 30 + name.length) % 16)) % 16)
    const header = Buffer.alloc(30)
    header.writeUInt32LE(0x04034b50, 0)
    header.writeUInt16LE(20, 4)
    describe(header, 12, name, bytes)
    header.writeUInt16LE(padding.length, 28)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(20, 4)
    entry.writeUInt16LE(20, 6)
    describe(entry, 14, name, bytes)
    entry.writeUInt32LE(offset, 42)
    directory.push(entry, name)
    parts.push(header, name, padding, bytes)
    offset += header.length + name.length + padding.length + bytes.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, list, end])
}

function describe(record, at, name, bytes) {
  record.writeUInt16LE(dosDate, at)
  record.writeUInt32LE(crc32(bytes), at + 2)
  record.writeUInt32LE(bytes.length, at + 6)
  record.writeUInt32LE(bytes.length, at + 10)
  record.writeUInt16LE(name.length, at + 14)
}
