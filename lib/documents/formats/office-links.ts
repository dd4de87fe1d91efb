// What an office document takes from elsewhere when it is opened: templates, pictures, workbooks, frames, data. It may say something else after
// the signature, and reading it tells a stranger who reads. Links that somebody follows are none of this.

import { onlyLeads } from '../../signature/address'
import type { Source } from '../../signature/pdf/source'
import { scanXml, type XmlTag } from '../../signature/xml/scan'
import { readEntryContent, type ZipEntry } from '../../signature/zip/read'

/** Content types of parts that hold what another workbook, a database or a server on the web has said. */
const FETCHED = /externalLink|\.connections\+xml|queryTable|webextension/i
/** Parts of Word with text, in which fields may stand. */
const WITH_FIELDS = /wordprocessingml\.(?:document|header|footer|footnotes|endnotes|comments)[\w.]*\+xml$/
/** Fields that put in what stands elsewhere, or ask another program (ISO/IEC 29500-1, 17.16.5; DDE is of the editions before). */
const FIELD = /^\s*(?:DDE|DDEAUTO|LINK|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|DATABASE|RD)\s/i
/** Relationships of both editions end so: transitional and strict ones have different beginnings. */
const HYPERLINK = /\/hyperlink$/
const TEMPLATE = /\/attachedTemplate$/
/** Another document, such as a web page, that each program puts in or leaves out. */
const PUT_IN = /\/(?:aFChunk|subDocument|frame)$/
/** Word notes the template from which a document was made. One on a disk of somebody's own machine leads nowhere on another one. */
const OWN_DISK = /^(?:file:\/{2,3})?[a-z]:[\\/]/i
/** An address and not a part of the document, whatever is said of it. */
const ADDRESS = /^\s*(?:[a-z][a-z0-9+.-]*:|[\\/]{2})/i

const LARGEST = { relationships: 4 << 20, part: 64 << 20 }

/** `types`: the content types of the parts that have one of their own. Throws XmlProblem and ZipProblem. */
export async function takesFromElsewhere(
  source: Source,
  entries: readonly ZipEntry[],
  types: readonly { part: string; type: string }[],
): Promise<boolean> {
  if (types.some(({ type }) => FETCHED.test(type))) return true
  for (const entry of entries.filter(({ name }) => /\.rels$/i.test(name)))
    if (await isLinked(readEntryContent(source, entry, LARGEST.relationships))) return true
  const texts = new Set(types.flatMap(({ part, type }) => (WITH_FIELDS.test(type) ? [part.toLowerCase()] : [])))
  for (const entry of entries.filter(({ name }) => texts.has(`/${name}`.toLowerCase())))
    if (await hasFetchingField(readEntryContent(source, entry, LARGEST.part))) return true
  return false
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

/** The code of a field may be spread over many runs of text, and have other fields in it. */
async function hasFetchingField(part: Uint8Array): Promise<boolean> {
  let [code, inside, found] = ['', false, false]
  const judge = (text: string) => void (found ||= FIELD.test(text))
  await scanXml(part, {
    open: (tag) => {
      inside = tag.local === 'instrText'
      if (tag.local === 'fldSimple') judge(`${attribute(tag, 'instr')} `)
      if (tag.local !== 'fldChar') return
      judge(`${code} `)
      code = ''
    },
    close: () => {
      inside = false
    },
    text: (text) => {
      if (inside) code += text
    },
  })
  return found
}

const attribute = (tag: XmlTag, local: string): string => tag.attributes.find((one) => one.local === local)?.value ?? ''
