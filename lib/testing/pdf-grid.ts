// PDFs of the kinds that programs write, drawn from a grid of what a file may have: the same for the same seed. Each is signed, or refused.

import { Draft, references, startxrefOf, Writer, type Layout } from './hostile/draft'
import { randomOf, type Random } from './hostile/random'

/** Every file takes one value of each axis. */
const AXES = {
  layout: ['table', 'stream', 'packed', 'hybrid', 'linearized'],
  pages: ['1', '3', '40'],
  box: ['whole', 'ten-decimals', 'negative', 'cropped', 'small', 'user-unit'],
  rotate: ['0', '90', '180', '270'],
  form: ['none', 'empty', 'filled', 'need-appearances', 'signature-field', 'static-xfa'],
  annotations: ['none', 'direct', 'indirect', 'shared'],
  tagged: ['no', 'nums', 'kids', 'wrong-next-key'],
  extras: ['none', 'attachment', 'tree-of-attachments', 'layers', 'output-intent', 'metadata'],
  oddity: [
    'none',
    'equal-keys',
    'two-values',
    'odd-number',
    'dangling',
    'glued-keyword',
    'empty-object',
    'unused-entry',
    'behind-the-end',
    'before-the-header',
  ],
  revisions: ['none', 'saved-again', 'metadata-in-place'],
  earlier: ['none', 'approval', 'time-stamped', 'archived', 'certified-1', 'certified-2', 'certified-3', 'locked-all', 'locked-some'],
} as const
type Axes = { readonly [Axis in keyof typeof AXES]: (typeof AXES)[Axis][number] }

/** Of the axes `layout` and `earlier`, a caller with other programs makes what is not made here: linearised files, and real signatures. */
export type GridFile = { name: string; axes: Axes; bytes: Buffer }

export function gridFiles(seed: number, count: number): GridFile[] {
  const random = randomOf(seed)
  return Array.from({ length: count }, (_, index) => {
    const axes = chosen(random, index)
    return { name: `${seed}-${index} ${Object.values(axes).join(' ')}`, axes, bytes: drawn(axes, random) }
  })
}

/** The plain values come often, so that files have few peculiarities at once; each value comes in its turn. */
function chosen(random: Random, index: number): Axes {
  const names = Object.keys(AXES) as (keyof Axes)[]
  const turn = names[index % names.length]
  const pick = (name: keyof Axes): string => {
    const [plain, ...others] = AXES[name]
    const values = [plain, ...others] as [string, ...string[]]
    if (name === turn) return values[Math.floor(index / names.length) % values.length] ?? plain
    return random.between(0, 2) < 2 ? plain : random.pick(values)
  }
  return Object.fromEntries(names.map((name) => [name, pick(name)])) as Axes
}

const LAYOUTS: Readonly<Record<Axes['layout'], Layout>> = {
  table: 'table',
  stream: 'stream',
  packed: 'packed',
  hybrid: 'table',
  linearized: 'table',
}

function drawn(axes: Axes, random: Random): Buffer {
  const draft = new Draft(LAYOUTS[axes.layout])
  box(draft, axes, random)
  draft.page.set('Rotate', axes.rotate)
  draft.page.set('Contents', `${draft.deflated('', 'BT /F1 12 Tf 20 20 Td (Footer of the contract) Tj ET')} 0 R`)
  draft.page.set('Resources', `<< /Font << /F1 ${draft.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')} 0 R >> >>`)
  for (let page = 1; page < Number(axes.pages); page++) draft.addPage('')
  annotations(draft, axes)
  form(draft, axes)
  earlier(draft, axes)
  tagged(draft, axes)
  extras(draft, axes)
  oddity(draft, axes)
  const made = axes.oddity === 'unused-entry' ? lastRowWrong(draft.bytes()) : draft.bytes()
  const bytes = saved(axes.layout === 'hybrid' ? hybrid(made) : made, axes)
  if (axes.oddity === 'behind-the-end') return Buffer.concat([bytes, Buffer.from('\r\nScanned by mail.example.com\r\n')])
  return axes.oddity === 'before-the-header' ? Buffer.concat([Buffer.from('\ufeff'), bytes]) : bytes
}

function box(draft: Draft, { box: kind }: Axes, random: Random): void {
  const side = (): string => `${random.between(300, 900)}.${random.between(1_000_000_000, 9_999_999_999)}`
  const boxes: Readonly<Record<Axes['box'], string>> = {
    whole: '[0 0 595 842]',
    'ten-decimals': `[0 0 ${side()} ${side()}]`,
    negative: '[-100.5 -200 495 642]',
    cropped: '[0 0 595 842]',
    small: `[0 0 ${random.between(4, 40)} ${random.between(4, 25)}]`,
    'user-unit': '[0 0 595 842]',
  }
  draft.page.set('MediaBox', boxes[kind])
  if (kind === 'cropped') draft.page.set('CropBox', '[50.25 60 500 700]')
  if (kind === 'user-unit') draft.page.set('UserUnit', '2.5')
}

function annotations(draft: Draft, { annotations: kind, form: ofForm, earlier: before }: Axes): void {
  if (kind === 'none') return
  const link = '<< /Type /Annot /Subtype /Link /Rect [30 30 90 60] /Border [0 0 0] >>'
  if (kind === 'direct') draft.page.set('Annots', `[${link}]`)
  else if (kind === 'indirect') draft.page.set('Annots', `[${draft.add(link)} 0 R]`)
  else {
    const list = draft.add(`[${draft.add(link)} 0 R]`)
    // Fields join the list of the first page, which has it by itself then.
    if (ofForm === 'none' && before === 'none') draft.page.set('Annots', `${list} 0 R`)
    draft.addPage(`/Annots ${list} 0 R`)
    draft.addPage(`/Annots ${list} 0 R`)
  }
}

function widget(draft: Draft, entries: string): number {
  const number = draft.add(`<< /Type /Annot /Subtype /Widget /P 3 0 R ${entries} >>`)
  const before = draft.page.get('Annots')?.replace(/^\[|\]$/g, '') ?? ''
  draft.page.set('Annots', `[${before} ${number} 0 R]`)
  draft.fields.push(number)
  return number
}

function form(draft: Draft, { form: kind }: Axes): void {
  if (kind === 'none') return
  const appearance = draft.stream('/Type /XObject /Subtype /Form /BBox [0 0 100 20]', 'q Q')
  if (kind === 'signature-field') widget(draft, '/FT /Sig /T (Tenant) /Rect [40 100 240 160] /F 4')
  else widget(draft, `/FT /Tx /T (salary) /Rect [40 200 140 220] ${kind === 'empty' ? '' : `/V (1000) /AP << /N ${appearance} 0 R >>`}`)
  if (kind === 'need-appearances') draft.form.set('NeedAppearances', 'true')
  if (kind === 'static-xfa') draft.form.set('XFA', '[(config) (<config/>) (template) (<template/>)]')
}

/** Signatures that nobody can verify, with a ByteRange that judges outside do not look for: what they allow is read all the same, and none may become worse than it was. */
function earlier(draft: Draft, { earlier: kind }: Axes): void {
  const [, word, which] = /^(certified|locked)-(.+)$/.exec(kind) ?? []
  if (!word) return
  const parameters =
    word === 'certified' ? `/P ${which} /V /1.2` : which === 'all' ? '/Action /All /V /1.2' : '/Action /Include /Fields [(salary)] /V /1.2'
  const transform = `<< /TransformMethod /${word === 'certified' ? 'DocMDP' : 'FieldMDP'} /TransformParams << ${parameters} >> >>`
  const value = draft.add(
    `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /x /ByteRange [ 0 1 2 3 ] /Contents <00> /Reference [${transform}] >>`,
  )
  widget(draft, `/FT /Sig /T (Author) /Rect [0 0 0 0] /F 132 /V ${value} 0 R`)
  if (word === 'certified') draft.catalog.set('Perms', `<< /DocMDP ${value} 0 R >>`)
}

function tagged(draft: Draft, { tagged: kind }: Axes): void {
  if (kind === 'no') return
  const root = draft.reserve()
  const section = draft.add(`<< /Type /StructElem /S /Document /P ${root} 0 R >>`)
  const leaf = `/Nums [0 ${section} 0 R 1 ${section} 0 R]`
  const tree = draft.add(kind === 'kids' ? `<< /Kids [${draft.add(`<< /Limits [0 1] ${leaf} >>`)} 0 R] >>` : `<< ${leaf} >>`)
  const next = kind === 'wrong-next-key' ? '/ParentTreeNextKey 1' : '/ParentTreeNextKey 2'
  draft.set(root, `<< /Type /StructTreeRoot /K ${section} 0 R /ParentTree ${tree} 0 R ${next} >>`)
  draft.catalog.set('StructTreeRoot', `${root} 0 R`).set('MarkInfo', '<< /Marked true >>')
}

function extras(draft: Draft, { extras: kind }: Axes): void {
  if (kind === 'attachment') draft.catalog.set('Names', `<< /EmbeddedFiles << ${attachment(draft, 'invoice.xml')} >> >>`)
  if (kind === 'tree-of-attachments') {
    const leaves = ['a.xml', 'invoice.xml'].map((name) => draft.add(`<< /Limits [(${name}) (${name})] ${attachment(draft, name)} >>`))
    draft.catalog.set('Names', `${draft.add(`<< /EmbeddedFiles << /Kids [${references(leaves)}] >> >>`)} 0 R`)
  }
  if (kind === 'layers') draft.catalog.set('OCProperties', `<< /OCGs [${draft.add('<< /Type /OCG /Name (Plan) >>')} 0 R] /D << >> >>`)
  if (kind === 'output-intent') {
    const profile = draft.deflated('/N 4', 'profile')
    draft.catalog.set('OutputIntents', `[<< /Type /OutputIntent /S /GTS_PDFA1 /DestOutputProfile ${profile} 0 R >>]`)
  }
  if (kind === 'metadata') draft.catalog.set('Metadata', `${draft.stream('/Type /Metadata /Subtype /XML', XMP)} 0 R`)
}

function attachment(draft: Draft, name: string): string {
  const file = draft.deflated('/Type /EmbeddedFile', '<invoice/>')
  return `/Names [(${name}) ${draft.add(`<< /Type /Filespec /F (${name}) /UF (${name}) /EF << /F ${file} 0 R >> >>`)} 0 R]`
}

const XMP = '<x:xmpmeta xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"/>'

function oddity(draft: Draft, { oddity: kind, layout }: Axes): void {
  if (kind === 'equal-keys') draft.catalog.set('PieceInfo', '<< /A 1 /A 1.0 >>')
  if (kind === 'two-values') draft.catalog.set('PieceInfo', '<< /A 1 /A 2 >>')
  if (kind === 'odd-number') draft.page.set('BleedBox', '[--5 5-3 . 1.2.3]')
  if (kind === 'dangling') draft.catalog.set('Outlines', '7000 0 R')
  if (kind === 'empty-object' && layout !== 'packed') draft.catalog.set('PieceInfo', `<< /A ${draft.add('')} 0 R >>`)
  if (kind === 'unused-entry') draft.add('(nobody refers to this)')
  if (kind === 'glued-keyword' && layout !== 'packed') draft.catalog.set('PieceInfo', `<< /A ${draft.add('58endobj %')} 0 R >>`)
}

/** The last object stands elsewhere than its table says. */
function lastRowWrong(pdf: Buffer): Buffer {
  const at = pdf.lastIndexOf(' 00000 n\r\n', undefined, 'latin1')
  return at < 0 ? pdf : Buffer.concat([pdf.subarray(0, at - 10), Buffer.from('0000000003', 'latin1'), pdf.subarray(at)])
}

/** A table with a stream for what old readers need not see (7.5.8.4): here a free number. */
function hybrid(pdf: Buffer): Buffer {
  const table = pdf.lastIndexOf('xref\n0 ', undefined, 'latin1')
  const size = Number(/\/Size (\d+)/.exec(pdf.toString('latin1', table))?.[1])
  const stream = Buffer.concat([
    Buffer.from(`${size} 0 obj\n<< /Type /XRef /Size ${size + 1} /W [1 4 2] /Index [${size} 1] /Length 7 >>\nstream\n`, 'latin1'),
    Buffer.from([1, table >>> 24, (table >>> 16) & 255, (table >>> 8) & 255, table & 255, 0, 0]),
    Buffer.from('\nendstream\nendobj\n', 'latin1'),
  ])
  const end = pdf
    .toString('latin1', table)
    .replace('/Root', `/XRefStm ${table} /Root`)
    .replace(/startxref\n\d+/, `startxref\n${table + stream.length}`)
  return Buffer.concat([pdf.subarray(0, table), stream, Buffer.from(end, 'latin1')])
}

/** Saved once more by an editor, which a file with a table shows by another table. */
function saved(pdf: Buffer, { revisions, layout }: Axes): Buffer {
  if (revisions === 'none' || layout === 'stream' || layout === 'packed') return pdf
  return savedAgain(pdf, revisions === 'metadata-in-place')
}

function savedAgain(pdf: Buffer, inPlace: boolean): Buffer {
  const out = new Writer(pdf)
  const number = inPlace ? (metadataOf(pdf) ?? 4000) : 4000
  const xmp = `<x:xmpmeta xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" again="yes"/>`
  const body =
    inPlace && number !== 4000
      ? `<< /Type /Metadata /Subtype /XML /Length ${xmp.length} >>\nstream\n${xmp}\nendstream`
      : '<< /Producer (an editor) >>'
  out.update(new Map([[number, body]]), { size: 4001, previous: startxrefOf(pdf), trailer: number === 4000 ? '/Info 4000 0 R' : '' })
  return out.bytes()
}

function metadataOf(pdf: Buffer): number | undefined {
  const found = /\/Metadata (\d+) 0 R/.exec(pdf.toString('latin1'))?.[1]
  return found === undefined ? undefined : Number(found)
}
