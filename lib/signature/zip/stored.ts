// Writes ZIP files in one canonical form: entries stored uncompressed, no gaps, no times. So each byte of an archive is either content,
// which a digest covers, or a header, which a verifier can write again and compare.

import { crc32 } from 'node:zlib'

export type ZipEntry = { name: string; bytes: Uint8Array }

const UTF8_NAMES = 0x0800
const FIRST_OF_1980 = 0x0021
const UNIX_2_0 = 0x0314
const REGULAR_FILE = 0o100644 * 0x10000
const LARGEST = 0xffff_ffff

/** APPNOTE 4.3, without data descriptors, extra fields, comments and ZIP64. Names are relative, with forward slashes. */
export function storedZip(entries: readonly ZipEntry[]): Buffer {
  return Buffer.concat(storedZipParts(entries))
}

/** The archive in pieces: header and content of each entry, then the directory. So large contents are not copied. */
export function storedZipParts(entries: readonly ZipEntry[]): Uint8Array[] {
  const { heads, foot } = zipFrame(entries.map(({ name, bytes }) => ({ name, size: bytes.length, crc: crc32(bytes) })))
  return [...entries.flatMap(({ bytes }, index) => [heads[index] ?? Buffer.alloc(0), bytes]), foot]
}

/** The archive without contents: the header before each entry, and the directory behind the last. */
export function zipFrame(entries: readonly { name: string; size: number; crc: number }[]): { heads: Buffer[]; foot: Buffer } {
  const heads: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, size, crc } of entries) {
    const label = Buffer.from(name, 'utf8')
    const entry = { crc, size, nameLength: label.length }
    const head = Buffer.concat([header({ signature: 0x04034b50, before: [] }, entry), label])
    directory.push(Buffer.concat([header({ signature: 0x02014b50, before: [UNIX_2_0] }, entry), centralTail(offset), label]))
    heads.push(head)
    offset += head.length + size
  }
  const central = Buffer.concat(directory)
  if (offset + central.length > LARGEST) throw new RangeError('an archive of more than 4 GB needs another format')
  return { heads, foot: Buffer.concat([central, end(entries.length, central.length, offset)]) }
}

/** The fields that local and central header share (4.3.7, 4.3.12). */
function header(
  { signature, before }: { signature: number; before: readonly number[] },
  { crc, size, nameLength }: { crc: number; size: number; nameLength: number },
): Buffer {
  const out = Buffer.alloc(30 + 2 * before.length)
  let at = out.writeUInt32LE(signature)
  for (const value of [...before, 20, UTF8_NAMES, 0, 0, FIRST_OF_1980]) at = out.writeUInt16LE(value, at)
  for (const value of [crc, size, size]) at = out.writeUInt32LE(value, at)
  at = out.writeUInt16LE(nameLength, at)
  out.writeUInt16LE(0, at)
  return out
}

/** Comment length, disk, internal and external attributes, offset of the local header. */
function centralTail(offset: number): Buffer {
  const out = Buffer.alloc(14)
  out.writeUInt32LE(REGULAR_FILE, 6)
  out.writeUInt32LE(offset, 10)
  return out
}

function end(count: number, size: number, offset: number): Buffer {
  const out = Buffer.alloc(22)
  out.writeUInt32LE(0x06054b50)
  out.writeUInt16LE(count, 8)
  out.writeUInt16LE(count, 10)
  out.writeUInt32LE(size, 12)
  out.writeUInt32LE(offset, 16)
  return out
}

/** Reads what `storedZip` wrote. It checks little, so never give it a file from outside. */
export function readStoredZip(zip: Uint8Array): ZipEntry[] {
  const buffer = Buffer.from(zip.buffer, zip.byteOffset, zip.length)
  const entries: ZipEntry[] = []
  for (let at = 0; buffer.readUInt32LE(at) === 0x04034b50;) {
    const size = buffer.readUInt32LE(at + 18)
    const nameEnd = at + 30 + buffer.readUInt16LE(at + 26)
    entries.push({ name: buffer.toString('utf8', at + 30, nameEnd), bytes: buffer.subarray(nameEnd, nameEnd + size) })
    at = nameEnd + size
  }
  return entries
}
