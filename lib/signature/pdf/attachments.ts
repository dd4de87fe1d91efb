// What a file that is attached to a PDF may be: anything but a program, by its name and by its first bytes. Invoices carry their data in
// attached XML, and portfolios are made of attached files.

import type { PdfDocument } from './document'
import { PdfString, Ref, stringText, type Dict, type PdfObject } from './objects'
import { PdfProblem } from './problem'

const PROGRAM = 'an attached program'
/** Names of a file specification (ISO 32000-2, table 43). Its embedded files stand under the same keys. */
const NAMES = ['F', 'UF', 'DOS', 'Mac', 'Unix']
/** What a double click runs on one of the usual systems. Windows leaves out points and spaces at the end of a name. */
const RUNS = new RegExp(
  String.raw`\.(?:${[
    'exe com scr pif cpl msi msp mst msix appx application gadget dll sys drv ocx',
    'bat cmd ps1 psm1 psc1 vb vbe vbs js jse mjs cjs ws wsf wsc wsh sct hta reg inf scf lnk url website library-ms settingcontent-ms',
    'msc chm hlp jar jnlp class app command action workflow pkg dmg webloc terminal',
    'sh bash zsh csh ksh desktop appimage deb rpm apk snap flatpakref py pyc pyw pyz',
  ]
    .join(' ')
    .replaceAll(' ', '|')})[\s.]*$`,
  'i',
)
/**
 * How programs begin: those of DOS and Windows (whose header has zeros; a table of country codes may begin with MZ), of Linux, of the Mac, of
 * Java and Android; scripts with the name of their shell; shortcuts of Windows; archives of Java.
 */
const BEGINNINGS =
  /^(?:MZ[^]{0,61}\0|\x7fELF|#!|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe|dex\n|L\0{3}\x01\x14\x02\0|!<arch>|\xed\xab\xee\xdb|PK\x03\x04[^]{26}META-INF\/(?:MANIFEST\.MF|\xfe\xca|PK|$))/
/** Bytes in which every beginning is seen. */
const SEEN = 64
/** Stored bytes that are decoded for it at first. */
const FIRST = 1024

/** What is refused of the files that a dictionary embeds. */
export function attachedProgram(document: PdfDocument, dictionary: Dict): string | undefined {
  const embedded = document.get(dictionary.get('EF'))
  if (!(embedded instanceof Map)) return undefined
  if (NAMES.some((key) => isProgramName(document.get(dictionary.get(key))))) return PROGRAM
  for (const file of embedded.values()) {
    const found = file instanceof Ref ? programAt(document, document.streamBehind(file)) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

function isProgramName(name: PdfObject): boolean {
  // Signs that are not seen keep no system from running it.
  return name instanceof PdfString && RUNS.test(stringText(name).replace(/\p{C}/gu, ''))
}

function programAt(document: PdfDocument, number: number | undefined): string | undefined {
  if (number === undefined) return undefined
  try {
    return BEGINNINGS.test(document.beginning(number, FIRST, SEEN).toString('latin1', 0, SEEN)) ? PROGRAM : undefined
  } catch (error) {
    // In a filter that nobody uses for files, or broken: what it is cannot be said.
    if (error instanceof PdfProblem && error.code === 'PDF_DAMAGED') return 'an attached file that cannot be read'
    throw error
  }
}
