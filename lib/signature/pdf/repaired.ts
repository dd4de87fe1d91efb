// Mends slight damage around a PDF, which mail and web servers do: bytes before its header, bytes behind its end, a startxref that is off.

import { PdfDocument } from './document'
import { allPages } from './pages'
import { PdfProblem } from './problem'
import { memorySource, withTails, type Source } from './source'

/** Where readers look for the header, and for the end. */
const NEAR = 1024
const HEADER = '%PDF-'
const END = /startxref\s+\d{1,15}\s+%%EOF[ \t\r\n]*$/
/** A program may have appended more revisions than this; then which one is the newest is not guessed. */
const MOST_SECTIONS = 64
/** What reads like objects or another file is an update that was cut short, or something for another program. */
const STRUCTURE = /^\s*\d+(?:\s+\d+)?\s*$|\bobj\b|\btrailer\b|xref|stream|%%EOF|%PDF-|<<|PK\x03\x04|PK\x05\x06/

/** The file as its author sent it, with a last revision that says what was mended; undefined where nothing is, or nothing can be. */
export function repairedCopy(source: Source): Buffer | undefined {
  const { fault } = opened(source)
  const begins = source.read(0, NEAR).indexOf(HEADER, 0, 'latin1')
  if (begins < 0 || (begins === 0 && fault !== 'PDF_DAMAGED')) return undefined
  const bytes = source.read(0, source.size)
  for (const [whole, moved] of begins === 0 ? ([[bytes, []]] as const) : withHeaderFirst(bytes, begins)) {
    for (const [cut, ended] of [[whole, []] as const, ...withoutEnd(whole)]) {
      const right = startOf(cut)
      if (right === undefined) continue
      const done = [...moved, ...ended, ...(right.wasOff ? ['startxref corrected'] : [])]
      return Buffer.concat([
        cut,
        Buffer.from(`\n% Mended before it was signed: ${done.join(', ')}.\nstartxref\n${right.startxref}\n%%EOF\n`, 'latin1'),
      ])
    }
  }
  return undefined
}

type Mended = readonly [bytes: Buffer, what: readonly string[]]

/** Offsets are counted from the header, or from what stands before it (7.5.2): then as many bytes keep its place. */
function withHeaderFirst(bytes: Buffer, begins: number): readonly Mended[] {
  const header = bytes.subarray(begins, begins + 8)
  const filling = begins === 1 ? '\n' : `\n%${' '.repeat(begins - 2)}`
  const kept = Buffer.concat([header, Buffer.from(filling, 'latin1'), bytes.subarray(begins + 8)])
  const what = [`${begins} bytes before the header removed`]
  return [
    [bytes.subarray(begins), what],
    [kept, what],
  ]
}

function withoutEnd(bytes: Buffer): readonly Mended[] {
  const last = bytes.lastIndexOf('%%EOF', undefined, 'latin1')
  if (last < 0) return []
  const end = last + (/^%%EOF(?:\r\n|\r|\n)?/.exec(bytes.toString('latin1', last, last + 7))?.[0].length ?? 5)
  const behind = bytes.subarray(end)
  if (behind.length === 0 || STRUCTURE.test(behind.toString('latin1'))) return []
  return [[bytes.subarray(0, end), [`${behind.length} bytes behind the end removed`]]]
}

/** Where the newest cross-reference section stands: where the file says, or the one from which all others of the file are reached. */
function startOf(bytes: Buffer): { startxref: number; wasOff: boolean } | undefined {
  const source = memorySource(bytes)
  const { document } = opened(source)
  if (document) return { startxref: document.startxref, wasOff: false }
  if (!END.test(bytes.toString('latin1', Math.max(0, bytes.length - NEAR)))) return undefined
  const places = sectionsIn(bytes)
  if (places.length > MOST_SECTIONS) return undefined
  for (const place of places.reverse()) {
    const { document: candidate } = opened(withTails(source, [Buffer.from(`\nstartxref\n${place}\n%%EOF\n`, 'latin1')]))
    if (candidate && places.every((other) => candidate.sections.some(({ offset }) => offset === other))) {
      return { startxref: place, wasOff: true }
    }
  }
  return undefined
}

function opened(source: Source): { document?: PdfDocument; fault?: string } {
  try {
    if (!source.read(0, HEADER.length).equals(Buffer.from(HEADER, 'latin1'))) return { fault: 'PDF_DAMAGED' }
    const document = new PdfDocument(source, undefined, 'as stored')
    allPages(document)
    return { document }
  } catch (error) {
    if (error instanceof PdfProblem) return { fault: error.code }
    throw error
  }
}

/** Where cross-reference tables begin, and the objects that are cross-reference streams. */
function sectionsIn(bytes: Buffer): number[] {
  const places: number[] = []
  for (
    let at = bytes.indexOf('xref', 0, 'latin1');
    at >= 0 && places.length <= MOST_SECTIONS;
    at = bytes.indexOf('xref', at + 4, 'latin1')
  ) {
    const around = bytes.toString('latin1', at - 1, at + 5)
    if (/^\sxref\s/.test(around)) places.push(at)
  }
  for (
    let at = bytes.indexOf('/XRef', 0, 'latin1');
    at >= 0 && places.length <= MOST_SECTIONS;
    at = bytes.indexOf('/XRef', at + 5, 'latin1')
  ) {
    const from = Math.max(0, at - 512)
    const object = [...bytes.toString('latin1', from, at).matchAll(/(?<=^|\s)\d{1,10}\s+\d{1,5}\s+obj\b/g)].at(-1)
    if (object && !/^\/XRef\w/.test(bytes.toString('latin1', at, at + 6))) places.push(from + object.index)
  }
  return [...new Set(places)]
}
