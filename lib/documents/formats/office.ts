// Word and Excel files (OOXML, ISO/IEC 29500) as formats: a ZIP whose list of content types says what its main part is.

import { Problem } from '../../domain/problem'
import { isPart } from '../../signature/carried-files'
import { XmlProblem } from '../../signature/xml/problem'
import { readTree } from '../../signature/xml/read-tree'
import { attributeOf, elements } from '../../signature/xml/tree'
import { runsInOffice } from '../../signature/zip/office-parts'
import { checkContents, readEntryContent, readZip, ZipProblem, type ZipEntry } from '../../signature/zip/read'
import type { Source } from '../../signature/pdf/source'
import { KINDS } from '../kinds'
import type { Format, Inspection } from './format'
import { takesFromElsewhere } from './office-links'

const TYPES_PART = '[Content_Types].xml'
/** All parts together, unpacked. A real office file of 50 MB seldom unpacks to more; a ZIP bomb unpacks to terabytes. */
const LARGEST_CONTENTS = 400 << 20
const LARGEST_TYPES_PART = 2 << 20
/** Content types of parts that run, which may stand under any name. */
const RUNS = /macroEnabled|vbaProject|macrosheet|activeX|oleObject/i

export const docx = office('docx')
export const xlsx = office('xlsx')

function office(kind: 'docx' | 'xlsx'): Format {
  const { mimeType } = KINDS[kind]
  return { kind, recognises: (source) => mainType(source) === `${mimeType}.main+xml`, inspect: inspected }
}

/**
 * The content type of the main part: the first listed type that only a main part has. Undefined for anything but an office file.
 * Reads one small part; `inspect` reads all of them, and refuses a second main part.
 */
export function mainType(source: Source): string | undefined {
  try {
    const part = readZip(source).find(({ name }) => name === TYPES_PART)
    if (!part) return undefined
    const text = readEntryContent(source, part, LARGEST_TYPES_PART).toString('utf8')
    return [...text.matchAll(/ContentType\s*=\s*["']([^"']{1,200})["']/g)].map(([, type = '']) => type).find(isMain)
  } catch (error) {
    if (error instanceof ZipProblem) return undefined
    throw error
  }
}

/** Content types are short; the limit keeps the regular expression from long inputs. */
const isMain = (type: string): boolean =>
  type.length <= 200 &&
  /^application\/vnd\.(openxmlformats-officedocument|ms-)[\w.-]*\.(document|sheet|template|presentation|slideshow)[\w.]*\.main\+xml$/.test(
    type,
  )

async function inspected(source: Source): Promise<Inspection> {
  try {
    const entries = readZip(source)
    await checkContents(source, entries, LARGEST_CONTENTS)
    await checkParts(source, entries)
    return { pages: 0, layers: 0, unprinted: 0, remarks: [] }
  } catch (error) {
    throw asProblem(error)
  }
}

/** Exactly one main part, which exists, and nothing that runs or comes from elsewhere: a macro can change what is shown, and so can a link. */
async function checkParts(source: Source, entries: readonly ZipEntry[]): Promise<void> {
  const part = entries.find(({ name }) => name === TYPES_PART)
  if (!part) throw damaged()
  const types = elements(await readTree(readEntryContent(source, part, LARGEST_TYPES_PART))).map((node) => ({
    part: attributeOf(node, 'PartName') ?? '',
    ending: attributeOf(node, 'Extension') ?? '',
    type: attributeOf(node, 'ContentType') ?? '',
  }))
  if (types.some(({ type }) => RUNS.test(type)) || entries.some(({ name }) => runsInOffice(name) || !isPart(name))) throw hasMacros()
  const main = types.filter(({ type }) => isMain(type))
  const entry = entries.find(({ name }) => `/${name}` === main[0]?.part)
  if (main.length !== 1 || !entry) throw damaged()
  if (await takesFromElsewhere(source, entries, types)) throw new Problem('DOCUMENT_FORMAT_UNSUPPORTED.linked')
}

export function hasMacros(): Problem {
  return new Problem('DOCUMENT_FORMAT_UNSUPPORTED.macros')
}

function damaged(): Problem {
  return new Problem('DOCUMENT_DAMAGED.file')
}

function asProblem(error: unknown): unknown {
  if (error instanceof XmlProblem) return damaged()
  if (!(error instanceof ZipProblem)) return error
  switch (error.code) {
    case 'ZIP_ENCRYPTED':
      return new Problem('DOCUMENT_ENCRYPTED.file')
    case 'ZIP_TOO_LARGE':
      return new Problem('DOCUMENT_DAMAGED.bomb')
    case 'NOT_A_ZIP':
    case 'ZIP_DAMAGED':
    case 'ZIP_UNSUPPORTED':
      return damaged()
  }
}
