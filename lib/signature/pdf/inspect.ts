// Decides whether an uploaded PDF can be signed, and says what it is; refusals carry a code and tell the person what to do.

import { activeContent, type ActiveContent } from './active-content'
import { isNeverPrinted } from './annotations'
import { PdfDocument } from './document'
import { formOf, signatureFields, signatureOf } from './form'
import { Name, Ref, type Dict, type PdfObject } from './objects'
import { allPages, type Page } from './pages'
import { permissionsOf, type Permissions } from './permissions'
import { damaged, PdfProblem } from './problem'
import type { Source } from './source'
import { Visited } from './visited'
import { xfaOf } from './xfa'

export type PdfReport = {
  /** "1.7", "2.0": of the header, or of the catalog where that is later. */
  version: string
  pages: number
  /** Zero-based; points (1/72 inch) as displayed, after rotation. */
  pageSize(index: number): { width: number; height: number }
  hasForm: boolean
  /** Signatures (not time-stamps) that the file already bears, ours and others'. */
  signatures: number
  /** Optional content groups (ISO 32000-2, 8.11): parts of pages that readers can show and hide. */
  layers: number
  /** Annotations that readers show on the screen and leave out on paper. */
  unprinted: number
  /** Its author has certified it: no field that anybody sees may be added. */
  certified: boolean
  /** It is a static XFA form as well, which programs that read it show from its data. */
  xfa: boolean
}

export function inspectPdf(source: Source): PdfReport {
  const header = headerVersion(source)
  const document = new PdfDocument(source)
  const form = formOf(document)
  const xfa = xfaOf(document)
  if (xfa?.kind === 'dynamic') {
    throw new PdfProblem(
      'PDF_XFA',
      'This PDF is a dynamic XFA form, whose pages can change when it is opened. Print it as a new PDF and upload that.',
    )
  }
  const pages = allPages(document)
  if (pages.length === 0) throw new PdfProblem('PDF_NO_PAGES', 'This PDF has no pages. Choose another file.')
  pagesCanBeShown(document, pages)
  contentsExist(document, pages)
  refuseActive(activeContent(document, pages) ?? (xfa?.active === undefined ? undefined : { what: xfa.active, where: 'form' }))
  const signed = signatureFields(document).flatMap((field) => signatureOf(document, field) ?? [])
  const permissions = permissionsOf(document)
  refuseLocked(permissions)
  const version = document.get(document.root.get('Version'))
  return {
    version: version instanceof Name && version.value > header ? version.value : header,
    pages: pages.length,
    pageSize(index) {
      const page = pages[index]
      if (!page) throw new PdfProblem('FIELD_OUTSIDE_PAGE', 'The document has no such page.')
      return { width: page.geometry.width, height: page.geometry.height }
    },
    hasForm: document.array(form?.get('Fields')).length > 0,
    signatures: signed.filter((signature) => typeOf(document, signature) !== 'DocTimeStamp').length,
    layers: layersOf(document),
    unprinted: unprintedOf(document, pages),
    certified: permissions.certified,
    xfa: xfa !== undefined,
  }
}

function headerVersion(source: Source): string {
  const match = /^%PDF-(\d\.\d)/.exec(source.read(0, 16).toString('latin1'))
  if (match?.[1]) return match[1]
  const start = source.read(0, 1024).toString('latin1')
  if (start.includes('%PDF-')) {
    // Some readers count offsets from the header, others from the first byte: they would not agree on which bytes are signed.
    throw new PdfProblem(
      'PDF_DAMAGED',
      'There is something before the beginning of this PDF, which a mail or web server may have put there. ' +
        'Open it in a PDF reader, save or print it as a new PDF, and upload that.',
    )
  }
  throw new PdfProblem('NOT_A_PDF', 'This file is not a PDF. Convert it to PDF and upload that.')
}

/** Throws where a page is nothing that can be shown or printed, or has no room for what a signature adds to it. */
function pagesCanBeShown(document: PdfDocument, pages: readonly Page[]): void {
  for (const [index, { dict, fault }] of pages.entries()) {
    const annotations = document.get(dict.get('Annots'))
    const why = annotations === null || Array.isArray(annotations) ? fault : 'its annotations are not a list'
    if (why !== undefined) throw damaged(`page ${index + 1}: ${why}`)
  }
}

/** Throws where page contents do not end where the file says. This finds files that have lost a piece in their middle. */
function contentsExist(document: PdfDocument, pages: readonly Page[]): void {
  const visited = new Visited()
  for (const { dict } of pages) {
    const contents = dict.get('Contents') ?? null
    if (!visited.first(contents)) continue
    if (!Array.isArray(document.get(contents))) streamExists(document, contents)
    else for (const stream of document.array(contents)) if (visited.first(stream)) streamExists(document, stream)
  }
}

function streamExists(document: PdfDocument, stream: PdfObject): void {
  if (stream === null || document.get(stream) === null) return
  if (!(stream instanceof Ref)) throw damaged('page contents must be indirect')
  const { end } = document.storedStream(stream.number)
  // Lengths that are wrong by a line end are common and harmless.
  if (!document.source.read(end - 16, 64).includes('endstream')) throw damaged('page contents do not end where they say')
}

const PLACES = { opening: 'when it is opened', bookmarks: 'in its bookmarks', form: 'in its form', document: 'in the document' } as const

function refuseActive(found: ActiveContent | undefined): void {
  if (!found) return
  const where = typeof found.where === 'number' ? `on page ${found.where}` : PLACES[found.where]
  throw new PdfProblem(
    'PDF_ACTIVE_CONTENT',
    `This PDF has active content (${found.what}, ${where}): some readers run it and others do not, so not everybody would see the same. ` +
      'Print it as a new PDF and upload that.',
  )
}

function layersOf(document: PdfDocument): number {
  const properties = document.get(document.root.get('OCProperties'))
  const groups = properties instanceof Map ? document.get(properties.get('OCGs')) : null
  return Array.isArray(groups) ? groups.length : 0
}

function unprintedOf(document: PdfDocument, pages: readonly Page[]): number {
  const visited = new Visited()
  const lists = pages.flatMap(({ dict }) => (visited.first(dict.get('Annots')) ? [document.array(dict.get('Annots'))] : []))
  return lists.flat().filter((annotation) => {
    const dictionary = visited.first(annotation) ? document.get(annotation) : null
    return dictionary instanceof Map && isNeverPrinted(document, dictionary)
  }).length
}

/** Throws where a signature that the file bears would be broken by ours. */
function refuseLocked({ closed, locks }: Permissions): void {
  if (closed) {
    throw new PdfProblem(
      'PDF_LOCKED',
      'The author of this PDF has certified it and allows no further signatures. Ask the author for a version that can be signed.',
    )
  }
  if (locks(ANY_NAME)) {
    throw new PdfProblem(
      'PDF_LOCKED',
      'A signature on this PDF locks its form, so that no field can be added for another signature. Ask whoever signed it for a version ' +
        'that more people can sign.',
    )
  }
}

/** A field that nobody has named in a lock. */
const ANY_NAME = '\0'

function typeOf(document: PdfDocument, signature: Dict): string | undefined {
  const type = document.get(signature.get('Type'))
  return type instanceof Name ? type.value : undefined
}
