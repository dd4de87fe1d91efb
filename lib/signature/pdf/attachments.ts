// What a file that is attached to a PDF may be: of a kind that only shows something, by each of its names, and no program by its bytes. Invoices
// carry their data in attached XML, and portfolios are made of attached files.

import { beginsAsProgram, BROWSER_NAMESPACES, isData, isPart } from '../carried-files'
import { runsInOffice } from '../zip/office-parts'
import { readZip, ZipProblem } from '../zip/read'
import type { PdfDocument } from './document'
import { PdfString, Ref, stringText, type Dict, type PdfObject } from './objects'
import { PdfProblem } from './problem'
import { memorySource } from './source'

const PROGRAM = 'an attached program'
const OTHER_KIND = 'an attached file that is not XML, PDF, text, a picture or a new office document'
const RUNS_INSIDE = 'an attached file with macros or programs in it'
const WEB_PAGE = 'an attached file that browsers open as a web page'
const UNREADABLE = 'an attached file that cannot be read'

/** Names of a file specification (ISO 32000-2, table 43). Its embedded files stand under the same keys. */
const NAMES = ['F', 'UF', 'DOS', 'Mac', 'Unix']
/** Bytes in which every beginning is seen. */
const SEEN = 64
/** The instruction by which Windows opens XML in Word or Excel, whose own XML may have macros. */
const OPENED_BY_OFFICE = (['latin1', 'utf16le'] as const).map((encoding) => Buffer.from('<?mso-application', encoding))
/** By what browsers take XML for a page in which scripts run; of the text of entities, the name of a namespace may be put together. */
const RUNS_IN_BROWSERS = [...BROWSER_NAMESPACES, '<!ENTITY']
/** Stored bytes that are decoded for it at first. */
const FIRST = 1024

/** What is refused of the files that a dictionary embeds, or gives names to. */
export function attachedProgram(document: PdfDocument, dictionary: Dict): string | undefined {
  const embedded = document.get(dictionary.get('EF'))
  const related = document.get(dictionary.get('RF'))
  const names = namesInTree(document, dictionary)
  const files: PdfObject[] = []
  if (embedded instanceof Map) {
    names.push(...NAMES.map((key) => document.get(dictionary.get(key))))
    files.push(...embedded.values())
  }
  // Related files stand after their names (7.11.4.3).
  if (related instanceof Map) {
    for (const array of related.values()) {
      const items = listAt(document, array)
      names.push(...items.map((item) => document.get(item)))
      files.push(...items)
    }
  }
  if (names.some((name) => name instanceof PdfString && !isData(stringText(name)))) return OTHER_KIND
  const streams = files.flatMap((file) => (file instanceof Ref ? (document.streamBehind(file) ?? []) : []))
  for (const stream of new Set(streams)) {
    const found = programAt(document, stream)
    if (found !== undefined) return found
  }
  return undefined
}

/** Some programs write a file under its key in the tree of names (7.7.4), whatever its specification calls it. */
function namesInTree(document: PdfDocument, dictionary: Dict): PdfObject[] {
  const items = listAt(document, dictionary.get('Names'))
  return items.flatMap((item, index) => {
    const specification = index % 2 === 1 ? document.get(item) : null
    return specification instanceof Map && specification.has('EF') ? [document.get(items[index - 1])] : []
  })
}

function listAt(document: PdfDocument, place: PdfObject | undefined): readonly PdfObject[] {
  const list = document.get(place)
  if (!Array.isArray(list)) return []
  // Many dictionaries may share one long array.
  document.budget.spend('steps', list.length)
  return list
}

function programAt(document: PdfDocument, number: number): string | undefined {
  try {
    const start = document.beginning(number, FIRST, SEEN).toString('latin1', 0, SEEN)
    if (beginsAsProgram(start)) return PROGRAM
    const isArchive = start.startsWith('PK\x03\x04')
    const isXml = /^[\s\0\xef\xbb\xbf\xfe\xff]*</.test(start)
    if (!isArchive && !isXml) return undefined
    const bytes = document.stream(number)
    const runs = isArchive ? runsInArchive(bytes) : OPENED_BY_OFFICE.some((instruction) => bytes.includes(instruction))
    if (runs) return RUNS_INSIDE
    if (!isXml) return undefined
    const text = plainText(bytes)
    return RUNS_IN_BROWSERS.some((name) => text.includes(name)) ? WEB_PAGE : undefined
  } catch (error) {
    // In a filter that nobody uses for files, or broken: what it is cannot be said.
    if (error instanceof ZipProblem || (error instanceof PdfProblem && error.code === 'PDF_DAMAGED')) return UNREADABLE
    throw error
  }
}

/** What is plain ASCII of an XML file in any encoding that browsers know, with its characters by number (XML 1.0, 4.1) written out. */
function plainText(xml: Buffer): string {
  const text = xml.toString('latin1').replaceAll('\0', '')
  return text.replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (_, hexadecimal?: string, decimal = '0') => {
    const code = hexadecimal === undefined ? Number(decimal) : parseInt(hexadecimal, 16)
    return code < 128 ? String.fromCharCode(code) : ''
  })
}

/** Office documents and containers of signed files are archives. */
function runsInArchive(bytes: Buffer): boolean {
  return readZip(memorySource(bytes)).some(({ name }) => runsInOffice(name) || !isPart(name))
}
