// Finds objects by number in cross-reference tables, streams and hybrids (ISO 32000-2, 7.5.4 to 7.5.8), without copying their entries.

import { decoded } from './filters'
import type { Dict, PdfArray, PdfObject } from './objects'
import { damaged, type PdfProblem } from './problem'
import type { Reader } from './reader'
import { RunIndex } from './run-index'
import type { Source } from './source'

export type Location =
  | { kind: 'plain'; offset: number; generation: number }
  | { kind: 'packed'; container: number; index: number }
  | { kind: 'free' }

/** Consecutive object numbers whose rows stand one after another, the first one at byte `at`. */
type Run = { start: number; count: number; at: number }

export type Section = {
  kind: 'table' | 'stream'
  /** Where the section stands in the file, and where it ends. */
  offset: number
  end: number
  trailer: Dict
  /** Sorted by object number, without overlap. */
  runs: readonly Run[]
  rowLength: number
  entry(at: number): Location
}

export type Xref = {
  startxref: number
  /** Newest first. */
  sections: readonly Section[]
  locate(number: number): Location | undefined
}

/** Annex C.2 allows 8 388 607 objects. */
const mostObjects = 8_388_607
const entryPattern = /^(\d{10})[ \t](\d{5})[ \t]([nf])/

/**
 * `source`: the file up to the end of a revision. `known`: sections that other revisions of the file have read, by offset. `exact`: whether the
 * revision must end with its %%EOF, as one does of which a signature says where it ends.
 */
export function readXref(source: Source, reader: Reader, known: Map<number, Section>, { exact }: { exact: boolean }): Xref {
  const { startxref, behind } = lastStartxref(source, reader)
  if (exact && behind !== '') throw endsElsewhere()
  const sections: Section[] = []
  const seen = new Set<number>()
  const add = (offset: number): Section => {
    const section = known.get(offset) ?? sectionAt(reader, offset)
    known.set(offset, section)
    if (section.end > source.size) throw damaged('cross-reference section beyond the end of its revision')
    reader.budget.spend('steps', 1 + section.runs.length)
    sections.push(section)
    return section
  }
  for (let offset = startxref; ;) {
    if (seen.has(offset)) throw damaged('cross-reference sections form a loop')
    seen.add(offset)
    const { kind, trailer } = add(offset)
    const hybrid = trailer.get('XRefStm')
    if (kind === 'table' && typeof hybrid === 'number' && add(hybrid).kind !== 'stream') throw damaged('XRefStm leads to no stream')
    const previous = trailer.get('Prev')
    if (typeof previous === 'number' && previous !== 0) {
      offset = previous
      continue
    }
    // Some writers give the first section "/Prev 0", meaning none. In a later one it would hide what was before, signatures and all.
    if (previous === 0 && hasRevisions(source, reader, offset)) throw damaged('its newest part does not say where the one before it is')
    return { startxref, sections, locate: located(sections) }
  }
}

/** Whether another revision ends before this byte. A linearised file has a first section that says 0 (annex F). */
function hasRevisions(source: Source, reader: Reader, end: number): boolean {
  reader.budget.spend('bytes', end)
  return /startxref\s+0*[1-9]\d*\s+%%EOF/.test(source.read(0, end).toString('latin1'))
}

/** Newest section first, so the first answer counts. */
function located(sections: readonly Section[]): Xref['locate'] {
  const runs = sections.flatMap((section) => section.runs)
  const owners = sections.flatMap((section) => section.runs.map(() => section))
  const index = new RunIndex(runs)
  return (number) => {
    const which = index.at(number)
    const run = runs[which]
    const section = owners[which]
    return run && section?.entry(run.at + (number - run.start) * section.rowLength)
  }
}

/**
 * Viewers look for %%EOF in the last 1,024 bytes, because mail gateways and web servers put a line of text behind a file. What is no text may
 * be another file, or one for another program; what reads like objects is an update that was cut short, and not the file its author sent.
 */
function lastStartxref(source: Source, reader: Reader): { startxref: number; behind: string } {
  const end = endOf(source, reader)
  const from = Math.max(0, end - 2048)
  const tail = source.read(from, end - from).toString('latin1')
  const match = /^startxref\s+(\d{1,15})\s+%%EOF([^]*)$/.exec(tail.slice(Math.max(0, tail.lastIndexOf('startxref'))))
  const behind = match?.[2] ?? ''
  const isText = behind.length <= 1024 && !/[\0-\x08\x0e-\x1f\x7f]/.test(behind)
  if (!match || !isText || /^\s*\d+(?:\s+\d+)?\s*$|\bobj\b|\btrailer\b|xref|stream|%%EOF|%PDF-|<</.test(behind)) throw endsElsewhere()
  return { startxref: Number(match[1]), behind: behind.trim() }
}

const endsElsewhere = (): PdfProblem => damaged('the file does not end with startxref and %%EOF')

/** Where the white space and the zeros begin that fill up the file. */
function endOf(source: Source, reader: Reader): number {
  for (let end = source.size; end > 0;) {
    const from = Math.max(0, end - 4096)
    const bytes = source.read(from, end - from)
    reader.budget.spend('bytes', bytes.length)
    const used = bytes.findLastIndex((byte) => !FILLING.has(byte))
    if (used >= 0) return from + used + 1
    end = from
  }
  return 0
}

const FILLING: ReadonlySet<number> = new Set(Buffer.from('\0\t\n\f\r \x1a', 'latin1'))

function sectionAt(reader: Reader, offset: number): Section {
  reader.budget.spend('sections')
  const head = reader.source.read(offset, 64).toString('latin1')
  const keyword = /^\s*xref(?=\s)/.exec(head)
  return keyword ? tableSection(reader, offset, offset + keyword[0].length) : streamSection(reader, offset)
}

function tableSection(reader: Reader, offset: number, afterKeyword: number): Section {
  const { source } = reader
  const rowLength = tableRowLength(source.read(afterKeyword, 128).toString('latin1'))
  const runs: Run[] = []
  let at = afterKeyword
  for (;;) {
    const header = /^\s*(\d{1,10})[ \t]+(\d{1,10})[ \t]*(\r\n|\n|\r)\s*/.exec(source.read(at, 64).toString('latin1'))
    if (!header) break
    reader.budget.spend('runs')
    const start = Number(header[1])
    const count = Number(header[2])
    at += header[0].length
    // Some writers number the first entry, which is object 0, as 1.
    const slipped = start === 1 && source.read(at, 18).toString('latin1') === '0000000000 65535 f'
    runs.push({ start: slipped ? 0 : start, count, at })
    at += rowLength * count
    if (at > source.size) throw damaged('cross-reference table reaches beyond the file')
  }
  const { trailer, length } = reader.parse(at, (lexer) => {
    lexer.keyword('trailer')
    const trailer = lexer.object()
    return { trailer, length: lexer.at }
  })
  if (!(trailer instanceof Map)) throw damaged('trailer is not a dictionary')
  return { kind: 'table', offset, end: at + length, trailer, runs: sorted(runs), rowLength, entry: (row) => tableEntry(reader, row) }
}

/** A row has 20 bytes by the standard. Tables with 19 (a lone newline) exist, and all their rows have 19. */
function tableRowLength(start: string): number {
  const row = /\d{10}[ \t]\d{5}[ \t][nf]([ \t]*(?:\r\n|\n|\r))/.exec(start)
  return 18 + (row?.[1]?.length ?? 2)
}

function tableEntry(reader: Reader, row: number): Location {
  const match = entryPattern.exec(reader.source.read(row, 20).toString('latin1'))
  if (!match) throw damaged('cross-reference entry cannot be read')
  const offset = Number(match[1])
  // No object stands before the header. Writers that have nothing to say of a number give it this place, and readers take it as free.
  if (match[3] === 'f' || offset === 0) return { kind: 'free' }
  return { kind: 'plain', offset, generation: Number(match[2]) }
}

function streamSection(reader: Reader, offset: number): Section {
  const object = reader.indirect(offset)
  const length = object.value instanceof Map ? (object.value.get('Length') ?? null) : null
  const { dict: trailer, bytes, end } = reader.streamBytes(object, length)
  const decodedRows = decoded(bytes, trailer, reader.budget, (value) => value)
  const [type = 0, first = 0, second = 0] = integers(trailer.get('W'), 'W')
  const rowLength = type + first + second
  if (Math.max(type, first, second) > 8 || rowLength === 0) throw damaged('cross-reference stream with impossible widths')
  const index = trailer.has('Index') ? integers(trailer.get('Index'), 'Index') : [0, sizeOf(trailer)]
  const runs: Run[] = []
  let at = 0
  for (let i = 0; i + 1 < index.length; i += 2) {
    const count = index[i + 1] ?? 0
    reader.budget.spend('runs')
    runs.push({ start: index[i] ?? 0, count, at })
    at += count * rowLength
  }
  if (at > decodedRows.length) throw damaged('cross-reference stream is too short')
  reader.budget.spend('rows', at / rowLength)
  // The rows that the index names, and not the megabytes that may follow them.
  const data = Buffer.from(decodedRows.subarray(0, at))
  const field = (at: number, width: number): number => {
    let value = 0
    for (let i = 0; i < width; i++) value = value * 256 + (data[at + i] ?? 0)
    return value
  }
  return {
    kind: 'stream',
    offset,
    end,
    trailer,
    runs: sorted(runs),
    rowLength,
    entry(at) {
      const kind = type === 0 ? 1 : field(at, type)
      const a = field(at + type, first)
      const b = field(at + type + first, second)
      if (kind === 1 && a > 0) return { kind: 'plain', offset: a, generation: b }
      return kind === 2 ? { kind: 'packed', container: a, index: b } : { kind: 'free' }
    },
  }
}

export function sizeOf(trailer: Dict): number {
  const size = trailer.get('Size')
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1) throw damaged('trailer without Size')
  return size
}

function integers(object: PdfObject | undefined, key: string): number[] {
  const items: PdfArray = Array.isArray(object) ? object : []
  const numbers = items.filter((item) => typeof item === 'number' && Number.isInteger(item) && item >= 0) as number[]
  if (numbers.length === 0 || numbers.length !== items.length) throw damaged(`cross-reference stream with a bad ${key}`)
  return numbers
}

function sorted(runs: Run[]): Run[] {
  const used = runs.filter((run) => run.count > 0).sort((a, b) => a.start - b.start)
  used.forEach((run, index) => {
    const next = used[index + 1]
    if (run.start + run.count > mostObjects + 1) throw damaged('impossible object numbers')
    if (next && run.start + run.count > next.start) throw damaged('cross-reference subsections overlap')
  })
  return used
}
