// Reads ZIP files that may be hostile: by the central directory alone, with every header checked against it and every size capped.

import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import type { Source } from '../pdf/source'

export type ZipProblemCode = 'NOT_A_ZIP' | 'ZIP_DAMAGED' | 'ZIP_ENCRYPTED' | 'ZIP_TOO_LARGE' | 'ZIP_UNSUPPORTED'

export class ZipProblem extends Error {
  override readonly name = 'ZipProblem'

  constructor(
    readonly code: ZipProblemCode,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options)
  }
}

export type ZipEntry = {
  readonly name: string
  readonly size: number
  readonly compressedSize: number
  readonly crc: number
  /** 0 stored, 8 deflate. */
  readonly method: 0 | 8
  /** Where the content begins in the file. */
  readonly start: number
  readonly headerStart: number
}

const LIMITS = { entries: 10_000, name: 1024, directory: 8 << 20 }
const END_SIZE = 22
const UTF8 = 0x0800

/** The entries in the order of the file. Names are relative, unique, without `.` and `..`; contents do not overlap (APPNOTE 4.3, 4.4). */
export function readZip(source: Source): ZipEntry[] {
  const { offset, size, count, end } = findEnd(source)
  if (count > LIMITS.entries || size > LIMITS.directory) throw new ZipProblem('ZIP_TOO_LARGE', 'too many entries')
  if (offset + size !== end) throw new ZipProblem('ZIP_DAMAGED', 'central directory is not where it should be')
  const directory = source.read(offset, size)
  const entries: ZipEntry[] = []
  const names = new Set<string>()
  let at = 0
  for (let i = 0; i < count; i++) {
    const { entry, length } = readEntry(source, directory, at, offset)
    at += length
    // Names must differ in more than upper and lower case, because some systems take such names for one file.
    const key = entry.name.toLowerCase()
    if (names.has(key)) throw new ZipProblem('ZIP_DAMAGED', 'two entries of one name')
    names.add(key)
    entries.push(entry)
  }
  if (at !== size) throw new ZipProblem('ZIP_DAMAGED', 'bytes between directory and end')
  entries.sort((a, b) => a.headerStart - b.headerStart)
  entries.forEach((entry, i) => {
    if (entry.start + entry.compressedSize > (entries[i + 1]?.headerStart ?? offset)) throw new ZipProblem('ZIP_DAMAGED', 'entries overlap')
  })
  requireNothingHidden(source, entries, offset)
  return entries
}

/** A header of a file, which a program that reads from the front unpacks (APPNOTE 4.3.7). */
const LOCAL_HEADER = Buffer.from('PK\x03\x04', 'latin1')

/** What the directory does not list, some programs show all the same: a file between those that it lists, perhaps of the same name. */
function requireNothingHidden(source: Source, entries: readonly ZipEntry[], directory: number): void {
  let from = 0
  for (const { headerStart, start, compressedSize } of [...entries, { headerStart: directory, start: 0, compressedSize: 0 }]) {
    // In pieces that overlap, for what lies between may be as large as the file.
    for (let at = from; at < headerStart; at += PIECE) {
      const between = source.read(at, Math.min(PIECE + LOCAL_HEADER.length - 1, headerStart - at))
      if (between.includes(LOCAL_HEADER)) throw new ZipProblem('ZIP_DAMAGED', 'an entry that the directory does not list')
    }
    from = start + compressedSize
  }
}

const PIECE = 1 << 18

/** The whole content, at most `limit` bytes. */
export function readEntryContent(source: Source, entry: ZipEntry, limit: number): Buffer {
  if (entry.size > limit) throw new ZipProblem('ZIP_TOO_LARGE', 'entry')
  const packed = source.read(entry.start, entry.compressedSize)
  let content: Buffer
  try {
    content = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) })
  } catch (cause) {
    throw new ZipProblem('ZIP_DAMAGED', 'content', { cause })
  }
  if (content.length !== entry.size || crc32(content) !== entry.crc) throw new ZipProblem('ZIP_DAMAGED', 'checksum')
  return content
}

/** Unpacks every entry without keeping it: sizes and checksums must be right, and together no more than `limit` bytes come out. */
export async function checkContents(source: Source, entries: readonly ZipEntry[], limit: number): Promise<void> {
  let total = 0
  for (const entry of entries) {
    // The size in the header is checked here, the real one while the content is unpacked.
    if (total + entry.size > limit) throw new ZipProblem('ZIP_TOO_LARGE', 'contents')
    total += await checkContent(source, entry)
  }
}

async function checkContent(source: Source, entry: ZipEntry): Promise<number> {
  let size = 0
  let crc = 0
  try {
    for await (const chunk of entry.method === 0 ? stretches(source, entry) : inflated(source, entry)) {
      size += chunk.length
      if (size > entry.size) break
      crc = crc32(chunk, crc)
    }
  } catch (cause) {
    throw new ZipProblem('ZIP_DAMAGED', 'content', { cause })
  }
  if (size !== entry.size || crc !== entry.crc) throw new ZipProblem('ZIP_DAMAGED', 'checksum')
  return size
}

async function* inflated(source: Source, entry: ZipEntry): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw()
  const feeding = (async () => {
    for (const part of stretches(source, entry)) {
      if (inflate.destroyed) return
      if (!inflate.write(part)) await new Promise<void>((resolve) => void inflate.once('drain', resolve).once('close', resolve))
    }
    inflate.end()
  })()
  for await (const chunk of inflate) yield chunk as Buffer
  await feeding
}

function* stretches(source: Source, { start, compressedSize }: ZipEntry): Generator<Buffer> {
  for (let at = 0; at < compressedSize; at += PIECE) yield source.read(start + at, Math.min(PIECE, compressedSize - at))
}

function findEnd(source: Source): { offset: number; size: number; count: number; end: number } {
  if (source.size < END_SIZE || source.read(0, 4).readUInt32LE(0) !== 0x04034b50) throw new ZipProblem('NOT_A_ZIP', 'no header')
  const window = source.read(Math.max(0, source.size - END_SIZE - 0xffff), END_SIZE + 0xffff)
  for (let at = window.length - END_SIZE; at >= 0; at--) {
    if (window.readUInt32LE(at) !== 0x06054b50 || at + END_SIZE + window.readUInt16LE(at + 20) !== window.length) continue
    const [disk, first, here, count] = [4, 6, 8, 10].map((field) => window.readUInt16LE(at + field))
    const [size, offset] = [window.readUInt32LE(at + 12), window.readUInt32LE(at + 16)]
    if (disk !== 0 || first !== 0 || here !== count || count === 0xffff || offset === 0xffffffff)
      throw new ZipProblem('ZIP_UNSUPPORTED', 'ZIP64 or several disks')
    return { offset, size, count: count ?? 0, end: source.size - window.length + at }
  }
  throw new ZipProblem('ZIP_DAMAGED', 'no end of central directory')
}

function readEntry(source: Source, directory: Buffer, at: number, directoryStart: number): { entry: ZipEntry; length: number } {
  if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) throw new ZipProblem('ZIP_DAMAGED', 'central header')
  const flags = directory.readUInt16LE(at + 8)
  const method = directory.readUInt16LE(at + 10)
  const [crc, compressedSize, size] = [16, 20, 24].map((field) => directory.readUInt32LE(at + field)) as [number, number, number]
  const [nameLength, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field)) as [number, number, number]
  const headerStart = directory.readUInt32LE(at + 42)
  const length = 46 + nameLength + extra + comment
  if (at + length > directory.length) throw new ZipProblem('ZIP_DAMAGED', 'central header')
  const rawName = directory.subarray(at + 46, at + 46 + nameLength)
  const name = nameOf(rawName, flags)
  if ((flags & 1) !== 0 || (flags & 0x40) !== 0) throw new ZipProblem('ZIP_ENCRYPTED', 'entry')
  if (method !== 0 && method !== 8) throw new ZipProblem('ZIP_UNSUPPORTED', 'compression method')
  if (method === 0 && size !== compressedSize) throw new ZipProblem('ZIP_DAMAGED', 'stored sizes differ')
  const local = source.read(headerStart, 30)
  if (headerStart + 30 > directoryStart || local.length < 30 || local.readUInt32LE(0) !== 0x04034b50)
    throw new ZipProblem('ZIP_DAMAGED', 'local header')
  const start = headerStart + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  // Some programs read the local headers, not the directory. A name or method that differs there would show them another file.
  const sameName = source.read(headerStart + 30, local.readUInt16LE(26)).equals(rawName)
  if (!sameName || local.readUInt16LE(8) !== method || start + compressedSize > directoryStart)
    throw new ZipProblem('ZIP_DAMAGED', 'local header')
  return { entry: { name, size, compressedSize, crc, method, start, headerStart }, length }
}

function nameOf(bytes: Buffer, flags: number): string {
  const name = bytes.toString((flags & UTF8) !== 0 ? 'utf8' : 'latin1')
  const steps = name.split('/')
  const unsafe =
    name === '' ||
    bytes.length > LIMITS.name ||
    /[\\\0]/.test(name) ||
    /^[a-z]:/i.test(name) ||
    // Programs that unpack them take `./a` and `b//a` for other names.
    steps.slice(0, -1).includes('') ||
    steps.some((step) => step === '.' || step === '..')
  if (unsafe) throw new ZipProblem('ZIP_DAMAGED', 'name of an entry')
  return name
}
