// An ASiC container (EN 319 162-1): a ZIP with the signed files and, in META-INF, their signatures and time-stamps. Written is ASiC-E.

import type { Source } from '../pdf/source'
import { readEntryContent, readZip, ZipProblem, type ZipEntry } from '../zip/read'
import { storedZipParts, type ZipEntry as NewEntry } from '../zip/stored'

const ASICE = 'application/vnd.etsi.asic-e+zip'
const TYPES: ReadonlySet<string> = new Set([ASICE, 'application/vnd.etsi.asic-s+zip'])
const SIGNATURE = /^META-INF\/(?:[^/]*signature[^/]*\.(?:p7s|xml)|timestamp\.tst|[^/]*evidencerecord[^/]*\.(?:ers|xml))$/i

export type Container = {
  /** What is to be signed: everything but `mimetype` and what follows. */
  files: readonly NewEntry[]
  /** Signatures, manifests and time-stamps in META-INF, in the order of the container. */
  signatures: readonly NewEntry[]
}

/** Bytes, unpacked, all in memory at once. An upload has at most fifty megabytes. */
const LIMITS = { file: 128 << 20, meta: 16 << 20, all: 192 << 20 }

/**
 * Reads any container, extended or simple. Throws ZipProblem. Without `mimetype`, which may be left out (EN 319 162-1 4.3.3, 4.4.3), a
 * signature or a proof of time in META-INF makes it one.
 */
export function readContainer(source: Source): Container {
  const entries = readZip(source)
  const mimetype = entries.find(({ name }) => name === 'mimetype')
  const marked = mimetype
    ? TYPES.has(readEntryContent(source, mimetype, 256).toString('latin1').trim())
    : entries.some(({ name }) => SIGNATURE.test(name))
  if (!marked) throw new ZipProblem('ZIP_UNSUPPORTED', 'not an ASiC container')
  if (entries.reduce((sum, { size }) => sum + size, 0) > LIMITS.all) throw new ZipProblem('ZIP_TOO_LARGE', 'contents')
  const content = (entry: ZipEntry): NewEntry => ({
    name: entry.name,
    bytes: readEntryContent(source, entry, isMeta(entry.name) ? LIMITS.meta : LIMITS.file),
  })
  const contents = entries.filter((entry) => entry !== mimetype && !entry.name.endsWith('/')).map(content)
  return { files: contents.filter(({ name }) => !isMeta(name)), signatures: contents.filter(({ name }) => isMeta(name)) }
}

/** Names of what containers themselves are made of (EN 319 162-1, 4.3.3 and 4.4.3). Whatever else lies in META-INF is a file like the others. */
const META =
  /^META-INF\/(?:[^/]*signature[^/]*\.(?:p7s|xml)|[^/]*timestamp[^/]*\.tst|ASiC[^/]*Manifest[^/]*\.xml|[^/]*evidencerecord[^/]*\.(?:ers|xml)|(?:manifest|container)\.xml)$/i

const isMeta = (name: string): boolean => META.test(name)

/** Writes a container in three pieces. The middle one is the signed file, byte for byte, so that it need not be stored again. */
export function containerParts(file: NewEntry, signatures: readonly NewEntry[]): { head: Buffer; file: Uint8Array; tail: Buffer } {
  const [mimeHeader, mime, fileHeader, bytes, ...rest] = storedZipParts([
    { name: 'mimetype', bytes: Buffer.from(ASICE) },
    file,
    ...signatures,
  ])
  if (!mimeHeader || !mime || !fileHeader || !bytes) throw new TypeError('a container without a file')
  return { head: Buffer.concat([mimeHeader, mime, fileHeader]), file: bytes, tail: Buffer.concat(rest) }
}
