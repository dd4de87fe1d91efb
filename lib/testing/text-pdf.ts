// PDFs whose text a test places piece by piece, tagged or not, for what reads documents as text.

import { Draft, references } from './hostile/draft'

/** `mark`: number of the marked content. `mode`: of drawing, 3 is invisible. `grey`: 0 is black, 1 white. `font`: of `FONTS`. */
export type Piece = {
  text: string
  x: number
  y: number
  size?: number
  font?: keyof typeof FONTS
  mark?: number
  artifact?: boolean
  mode?: number
  grey?: number
}
/** An element of the structure: its kids are elements, or numbers of marked content. */
type Element = { role: string; kids: readonly (Element | number)[]; entries?: string }

/** `hebrew`: letters that are drawn as a to z and mean Hebrew ones; `ligature`: a letter that means fi. `unknown`: letters without a meaning. */
const FONTS = {
  plain: '/BaseFont /Helvetica',
  bold: '/BaseFont /Helvetica-Bold',
  hebrew: '/BaseFont /Helvetica',
  ligature: '/BaseFont /Helvetica',
  unknown: '/BaseFont /Helvetica',
} as const
const MEANINGS: Partial<Record<keyof typeof FONTS, string>> = {
  hebrew: '1 beginbfrange <61> <7a> <05d0> endbfrange',
  ligature: '2 beginbfchar <7e> <fb01> <2d> <00ad> endbfchar',
  unknown: '1 beginbfrange <21> <7e> <e000> endbfrange',
}
/** Pixels of the picture, each way: it has some everywhere, as a scan has letters. */
const GRAIN = 97
const A4 = '[0 0 595 842]'

type Made = { pieces: readonly Piece[]; structure?: readonly Element[]; lang?: string; page?: string; before?: string; field?: string }

/** One page. `page`: further entries of it. `before`: what is drawn before the text. `field`: what a field of a form shows, whose value is another. */
export function textPdf({ pieces, structure, lang, page = '', before = '', field }: Made): Buffer {
  const draft = new Draft()
  const fonts = Object.entries(FONTS).map(([name, entries]) => {
    const meaning = MEANINGS[name as keyof typeof FONTS]
    const unicode = meaning === undefined ? '' : `/ToUnicode ${draft.stream('', cmap(meaning))} 0 R`
    return `/${name} ${draft.add(`<< /Type /Font /Subtype /Type1 ${entries} /Encoding /WinAnsiEncoding ${unicode} >>`)} 0 R`
  })
  const picture = draft.stream(
    `/Type /XObject /Subtype /Image /Width ${GRAIN} /Height ${GRAIN} /ColorSpace /DeviceGray /BitsPerComponent 8`,
    Buffer.from(Array.from({ length: GRAIN * GRAIN }, (_, at) => (at * 7919) % 256)),
  )
  draft.page.set('MediaBox', A4)
  draft.page.set('Resources', `<< /Font << ${fonts.join(' ')} >> /XObject << /Im ${picture} 0 R >> >>`)
  draft.page.set('Contents', `${draft.stream('', `${before}\n${pieces.map(drawing).join('\n')}`)} 0 R ${page}`)
  if (field !== undefined) {
    const look = draft.stream(
      `/Type /XObject /Subtype /Form /BBox [0 0 120 20] /Resources << /Font << ${fonts[0]} >> >>`,
      `BT /plain 11 Tf 2 4 Td (${field}) Tj ET`,
    )
    const widget = draft.add(
      `<< /Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (anything else) /F 4 /Rect [130 696 250 716] /AP << /N ${look} 0 R >> >>`,
    )
    draft.fields.push(widget)
    draft.page.set('Annots', `[${widget} 0 R]`)
  }
  if (lang !== undefined) draft.catalog.set('Lang', `(${lang})`)
  if (structure !== undefined) tag(draft, structure, Math.max(-1, ...pieces.map(({ mark }) => mark ?? -1)))
  return draft.bytes()
}

/** Many pages, each with one line. */
export function longPdf(pages: number): Buffer {
  const draft = new Draft()
  const font = draft.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
  const resources = `/Resources << /Font << /plain ${font} 0 R >> >>`
  const content = draft.stream('', drawing({ text: 'The borrower repays the loan.', x: 20, y: 200 }))
  draft.page.set('Contents', `${content} 0 R ${resources}`)
  for (let page = 1; page < pages; page++) draft.addPage(`/Contents ${content} 0 R ${resources}`)
  return draft.bytes()
}

/** A tagged page whose structure goes on to itself, or is thousands of elements deep. */
export function strangeStructure(kind: 'cycle' | 'deep'): Buffer {
  const draft = new Draft()
  const font = draft.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
  const line = drawing({ text: 'What is agreed.', x: 20, y: 200, mark: 0 })
  draft.page.set('Contents', `${draft.stream('', line)} 0 R /Resources << /Font << /plain ${font} 0 R >> >> /StructParents 0`)
  const root = draft.reserve()
  const elements = Array.from({ length: kind === 'cycle' ? 2 : 10_000 }, () => draft.reserve())
  elements.forEach((number, at) => {
    const last = at === elements.length - 1
    const parent = at === 0 ? (kind === 'cycle' ? elements[1] : root) : elements[at - 1]
    const kids = last ? `[0 ${kind === 'cycle' ? `${elements[0]} 0 R` : ''}]` : `[${elements[at + 1]} 0 R]`
    draft.set(number, `<< /Type /StructElem /S /Sect /P ${parent} 0 R /Pg 3 0 R /K ${kids} >>`)
  })
  const parents = draft.add(`<< /Nums [0 [${elements.at(-1)} 0 R]] >>`)
  draft.set(root, `<< /Type /StructTreeRoot /K [${elements[0]} 0 R] /ParentTree ${parents} 0 R >>`)
  draft.catalog.set('StructTreeRoot', `${root} 0 R /MarkInfo << /Marked true >>`)
  return draft.bytes()
}

function tag(draft: Draft, structure: readonly Element[], lastMark: number): void {
  const root = draft.reserve()
  const owners: number[] = []
  const add = ({ role, kids, entries = '' }: Element, parent: number): number => {
    const number = draft.reserve()
    const children = kids.map((kid) => {
      if (typeof kid !== 'number') return `${add(kid, number)} 0 R`
      owners[kid] = number
      return String(kid)
    })
    draft.set(number, `<< /Type /StructElem /S /${role} /P ${parent} 0 R /Pg 3 0 R ${entries} /K [${children.join(' ')}] >>`)
    return number
  }
  const top = structure.map((element) => add(element, root))
  const parents = Array.from({ length: lastMark + 1 }, (_, mark) => (owners[mark] === undefined ? 'null' : `${owners[mark]} 0 R`))
  const tree = draft.add(`<< /Nums [0 [${parents.join(' ')}]] >>`)
  draft.set(root, `<< /Type /StructTreeRoot /K [${references(top)}] /ParentTree ${tree} 0 R >>`)
  draft.page.set('StructParents', '0')
  draft.catalog.set('StructTreeRoot', `${root} 0 R /MarkInfo << /Marked true >>`)
}

function drawing({ text, x, y, size = 11, font = 'plain', mark, artifact = false, mode = 0, grey = 0 }: Piece): string {
  const escaped = text.replace(/[\\()]/g, '\\$&')
  const drawn = `${grey} g BT ${mode} Tr /${font} ${size} Tf ${x} ${y} Td (${escaped}) Tj ET`
  if (artifact) return `/Artifact BMC ${drawn} EMC`
  return mark === undefined ? drawn : `/Span << /MCID ${mark} >> BDC ${drawn} EMC`
}

const cmap = (meaning: string): string =>
  `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Meaning def /CMapType 2 def\n1 begincodespacerange <00> <ff> endcodespacerange\n${meaning}\nendcmap end end`
