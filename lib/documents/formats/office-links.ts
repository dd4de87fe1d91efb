// What an office document takes from elsewhere when it is opened: templates, pictures, workbooks, frames, data, answers of services on the web. It
// may say something else after the signature, and reading it tells a stranger who reads. Links that somebody follows are none of this.

import { onlyLeads } from '../../signature/address'
import type { Source } from '../../signature/pdf/source'
import { scanXml, type XmlTag } from '../../signature/xml/scan'
import { readEntryContent, type ZipEntry } from '../../signature/zip/read'

/** Content types of parts that hold what another workbook, a database or a server on the web has said. */
const FETCHED = /externalLink|\.connections\+xml|queryTable|webextension/i
/** The namespaces of texts and of workbooks, in both editions of ISO/IEC 29500 and in Microsoft's extensions. */
const OF_TEXTS = /wordprocessingml|\/office\/word\//
const OF_WORKBOOKS = /spreadsheetml|\/office\/excel\//
/** Fields that put in what stands elsewhere, or ask another program (ISO/IEC 29500-1, 17.16.5; DDE is of the editions before). */
const FIELD = /^[\s"]*(?:DDE|DDEAUTO|LINK|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|DATABASE|RD)[\s"]/i
/** Elements of texts by which a program fetches more: a film on the web, and letters made out of a database. */
const FETCHING = /^(?:webVideoPr|mailMerge)$/
const OF_OFFICE = /microsoft|openxmlformats|purl\.oclc\.org/
const VML = 'urn:schemas-microsoft-com:vml'
const VML_ADDRESS = /^(?:src|href|althref)$/
/** The elements of a workbook that hold formulas, those of extensions and of named formulas among them. */
const FORMULA = /^(?:f|formula[12]?|definedName|calculatedColumnFormula|totalsRowFormula)$/
/** Functions of Excel that ask the web or another program. What only counts anew, such as TODAY, takes nothing from elsewhere. */
const ASKS = /\b(?:WEBSERVICE|IMAGE|RTD|STOCKHISTORY|TRANSLATE|DETECTLANGUAGE|COPILOT|PY|CALL|REGISTER(?:\.ID)?|SQL\.REQUEST)\s*\(/i
/** A cell of another workbook: its name in brackets, and a sheet. Brackets of a table have no sheet behind them. */
const OTHER_WORKBOOK = /\[[^\]]*\][^!"(),]*!/
/** Texts in a formula, and names of sheets, in which anything may stand. */
const TEXT = /"(?:[^"]|"")*"/g
const QUOTED = /"(?:[^"]|"")*"|'(?:[^']|'')*'/g
/** Relationships of both editions end so: transitional and strict ones have different beginnings. */
const HYPERLINK = /\/hyperlink$/
const TEMPLATE = /\/attachedTemplate$/
/** Another document, such as a web page, that each program puts in or leaves out. */
const PUT_IN = /\/(?:aFChunk|subDocument|frame)$/
/** Word notes the template from which a document was made. One on a disk of somebody's own machine leads nowhere on another one. */
const OWN_DISK = /^(?:file:\/{2,3})?[a-z]:[\\/]/i
/** An address and not a part of the document, whatever is said of it. */
const ADDRESS = /^\s*(?:[a-z][a-z0-9+.-]*:|[\\/]{2})/i

/** A content type as the document lists it: of one part, or of all whose names end so. The other of the two is empty. */
export type PartType = { part: string; ending: string; type: string }

const LARGEST = { relationships: 4 << 20, part: 64 << 20 }

/** `types`: the content types that the document lists. Throws XmlProblem and ZipProblem. */
export async function takesFromElsewhere(source: Source, entries: readonly ZipEntry[], types: readonly PartType[]): Promise<boolean> {
  if (types.some(({ type }) => FETCHED.test(type))) return true
  const typeOf = typesByName(types)
  for (const entry of entries) {
    if (/\.rels$/i.test(entry.name)) {
      if (await isLinked(readEntryContent(source, entry, LARGEST.relationships))) return true
    } else if (/\.xml$/i.test(entry.name) || /xml$/i.test(typeOf(entry.name))) {
      if (await fetches(readEntryContent(source, entry, LARGEST.part))) return true
    }
  }
  return false
}

/** A part's own type, or that of all parts with the ending of its name (ISO/IEC 29500-2, 7.2.3.3). */
function typesByName(types: readonly PartType[]): (name: string) => string {
  const by = (key: 'part' | 'ending') => new Map(types.filter((one) => one[key] !== '').map((one) => [one[key].toLowerCase(), one.type]))
  const [parts, endings] = [by('part'), by('ending')]
  return (name) => parts.get(`/${name}`.toLowerCase()) ?? endings.get((name.split('.').at(-1) ?? '').toLowerCase()) ?? ''
}

async function isLinked(relationships: Uint8Array): Promise<boolean> {
  let linked = false
  await scanXml(relationships, { open: (tag) => void (linked ||= tag.local === 'Relationship' && isFetched(tag)) })
  return linked
}

function isFetched(tag: XmlTag): boolean {
  const [type, target, mode] = ['Type', 'Target', 'TargetMode'].map((name) => attribute(tag, name))
  if (PUT_IN.test(type ?? '')) return true
  if ((mode === '' || /^internal$/i.test(mode ?? '')) && !ADDRESS.test(target ?? '')) return false
  if (HYPERLINK.test(type ?? '')) return !onlyLeads(target ?? '')
  return !(TEMPLATE.test(type ?? '') && OWN_DISK.test(target ?? ''))
}

/**
 * Whether a part has a field or a formula that fetches. What a part is, programs decide by its type, its relationship or its name; here its
 * elements say it. The code of a field may be spread over many runs of text, and have other fields in it. No part may have a DTD (ISO/IEC
 * 29500-2, 8.1.4), and each program would repair a part that does not parse in its own way.
 */
async function fetches(part: Uint8Array): Promise<boolean> {
  let [code, formula, found] = ['', '', false]
  let inside: 'code' | 'formula' | undefined
  await scanXml(part, {
    open: (tag) => {
      inside = undefined
      if (OF_WORKBOOKS.test(tag.uri) && FORMULA.test(tag.local)) {
        inside = 'formula'
        formula = ''
      }
      found ||= OF_OFFICE.test(tag.uri) && FETCHING.test(tag.local)
      found ||= tag.uri === VML && tag.attributes.some(({ local, value }) => VML_ADDRESS.test(local) && !isShown(tag.local, value))
      if (!OF_TEXTS.test(tag.uri)) return
      if (tag.local === 'instrText') inside = 'code'
      if (tag.local === 'fldSimple') found ||= FIELD.test(`${attribute(tag, 'instr')} `)
      if (tag.local !== 'fldChar') return
      found ||= FIELD.test(`${code} `)
      code = ''
    },
    close: () => {
      if (inside === 'formula') found ||= asks(formula)
      inside = undefined
    },
    text: (text) => {
      if (inside === 'code') code += text
      if (inside === 'formula') formula += text
    },
  })
  return found
}

/** A shape may lead somewhere when it is clicked; a picture may not come from elsewhere. */
const isShown = (element: string, address: string): boolean =>
  /^(?:imagedata|fill|stroke)$/.test(element) ? !ADDRESS.test(address) : onlyLeads(address)

/** The bar is no operator: it stands between a program and what it is asked (DDE). */
function asks(formula: string): boolean {
  const bare = formula.replaceAll(QUOTED, '\u0000')
  return ASKS.test(bare) || bare.includes('|') || OTHER_WORKBOOK.test(formula.replaceAll(TEXT, '\u0000'))
}

const attribute = (tag: XmlTag, local: string): string => tag.attributes.find((one) => one.local === local)?.value ?? ''
