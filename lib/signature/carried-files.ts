// What a file may be that another one carries, attached to a PDF or as a part of an office document: of a kind that only shows something, by each
// of its names, and no program by its bytes.

/**
 * What no usual system runs with a double click: what EN 16931 lets an invoice carry (BT-125), and what else is data, a picture, an office
 * document of the kind that has no macros, a signature or a container of signed files.
 */
const KINDS: ReadonlySet<string> = new Set(
  'pdf xml xsd json txt csv tsv md ics vcf png jpg jpeg jp2 gif tif tiff bmp webp docx xlsx pptx odt ods odp odg p7s tsr asice asics'.split(
    ' ',
  ),
)
/** Parts of office documents. They are not opened by themselves. */
const PARTS: ReadonlySet<string> = new Set([
  ...KINDS,
  ...'rels vml rdf bin dat emf wmf svm svg wdp glb jfif jpe pct pict odttf fntdata ttf otf thmx mp3 mp4 m4a wav wma avi psmdcp sigs cer'.split(
    ' ',
  ),
])
/**
 * How programs begin, and what hides them: those of DOS and Windows (whose header has zeros; a table of country codes may begin with MZ), of
 * Linux, of the Mac, of Java and Android; scripts with the name of their shell; shortcuts of Windows; Flash; the Compound File of old office
 * documents and mails, which may have macros and programs under any name.
 */
const BEGINNINGS =
  /^(?:MZ[^]{0,61}\0|\x7fELF|#!|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe|dex\n|L\0{3}\x01\x14\x02\0|!<arch>|\xed\xab\xee\xdb|[FCZ]WS[^]{4}\0|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1)/

/** `start`: the first bytes as Latin-1. */
export const beginsAsProgram = (start: string): boolean => BEGINNINGS.test(start)

/** Whether a file with this name may be attached to a document. */
export const isData = (name: string): boolean => isNamedAs(name, KINDS)

/** Whether a part with this name may stand in an office document or a container. */
export const isPart = (name: string): boolean => isNamedAs(name, PARTS)

/**
 * Whether a file of this name is of one of the kinds, or of none: an ending of digits, as of a date, starts nothing. Signs that no file system
 * takes end a name or are left out by whoever writes it (`a.exe::$DATA`, `a.exe"`), so what stands before them is judged, too. Windows leaves
 * out points and spaces at the end.
 */
function isNamedAs(name: string, kinds: ReadonlySet<string>): boolean {
  const parts = name.normalize('NFKC').split(/[/\\]/)
  const own = parts.findLast((part) => /[^\s.]/.test(part)) ?? ''
  return own.split(/[\0-\x1f\x7f:"<>|*?]/).every((piece) => {
    const seen = piece.replace(/\p{C}/gu, '').replace(/[\s.]+$/, '')
    const [, ending] = /\.([^.\s]+)$/.exec(seen) ?? []
    return ending === undefined || /^\d+$/.test(ending) || kinds.has(ending.toLowerCase())
  })
}

/** Namespaces by which browsers take XML, whatever it is called, for a page, a drawing or a transformation in which scripts run. */
export const BROWSER_NAMESPACES = [
  'http://www.w3.org/1999/xhtml',
  'http://www.w3.org/2000/svg',
  'http://www.w3.org/1999/XSL/Transform',
  'http://www.w3.org/TR/WD-xsl',
] as const
