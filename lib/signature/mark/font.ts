// The one font that all visible marks share: Inter cut down to the scripts of European names, embedded once per document.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { deflateSync } from 'node:zlib'
import { create, type Font } from '@cantoo/fontkit'
import { dict, name, text, type Dict, type Ref } from '../pdf/objects'
import type { Update } from '../pdf/update'

/** Latin with all its European extensions, Greek (also polytonic), Cyrillic, punctuation, currency, letterlike signs. */
const scripts: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x2b0, 0x2dd],
  [0x370, 0x3ff],
  [0x400, 0x45f],
  [0x490, 0x4ff],
  [0x1e00, 0x1fff],
  [0x2010, 0x2044],
  [0x20ac, 0x20ac],
  [0x2116, 0x2122],
]
const missing = '\ufffd'
const baseFont = 'QSHUBA+Inter-Regular'

/** Glyph 0 is the box for a missing character. Widths are in thousandths of the font size, by glyph. */
type MarkFont = {
  length: number
  /** Of glyphs, parts of composed ones included. */
  count: number
  compressed: Buffer
  toUnicode: Buffer
  glyphs: ReadonlyMap<number, number>
  widths: readonly number[]
  metrics: { box: readonly number[]; ascent: number; descent: number; capHeight: number }
}
let loaded: MarkFont | undefined

/** Read and cut once per process. */
function markFont(): MarkFont {
  if (loaded) return loaded
  const file = path.join(process.cwd(), 'node_modules/@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf')
  const font = create(readFileSync(file)) as Font
  const scaled = (units: number): number => Math.round((units * 1000) / font.unitsPerEm)
  const subset = font.createSubset()
  const glyphs = new Map<number, number>()
  const widths = [scaled(font.glyphForCodePoint(0)?.advanceWidth ?? 0)]
  for (const [first, last] of scripts) {
    for (let character = first; character <= last; character++) {
      const glyph = font.hasGlyphForCodePoint(character) ? font.glyphForCodePoint(character) : null
      if (!glyph) continue
      const number = subset.includeGlyph(glyph)
      glyphs.set(character, number)
      widths[number] = scaled(glyph.advanceWidth)
    }
  }
  const { minX, minY, maxX, maxY } = font.bbox
  const metrics = {
    box: [minX, minY, maxX, maxY].map(scaled),
    ascent: scaled(font.ascent),
    descent: scaled(font.descent),
    capHeight: scaled(font.capHeight),
  }
  const program = subset.encode()
  const compressed = deflateSync(program, { level: 9 })
  loaded = {
    length: program.length,
    count: glyphsIn(program),
    compressed,
    toUnicode: deflateSync(toUnicode(glyphs, widths)),
    glyphs,
    widths,
    metrics,
  }
  return loaded
}

/** As the table `maxp` of the program says. */
function glyphsIn(program: Uint8Array): number {
  const font = Buffer.from(program.buffer, program.byteOffset, program.length)
  for (let table = 12; table < 12 + 16 * font.readUInt16BE(4); table += 16) {
    if (font.toString('latin1', table, table + 4) === 'maxp') return font.readUInt16BE(font.readUInt32BE(table + 8) + 4)
  }
  throw new TypeError('a font without glyphs')
}

/** Glyph numbers as the hexadecimal string of a Tj operator, and the width at size 1. */
export function shaped(value: string): { hex: string; width: number } {
  const { glyphs, widths } = markFont()
  let hex = ''
  let width = 0
  for (const character of value.normalize('NFC')) {
    const glyph = glyphs.get(character.codePointAt(0) ?? 0) ?? 0
    hex += glyph.toString(16).padStart(4, '0')
    width += widths[glyph] ?? 0
  }
  return { hex: `<${hex}>`, width: width / 1000 }
}

/** A composite font with the identity encoding (ISO 32000-2, 9.7.6): strings hold numbers of glyphs. */
export function embedFont(update: Update): Ref {
  const { length, count, compressed, toUnicode, widths, metrics } = markFont()
  const file = update.addStream(dict({ Length1: length, Filter: name('FlateDecode') }), compressed)
  // PDF/A-1 asks for the list of all glyphs of a subset, later parts that it is right where there is one (ISO 19005-1, 6.3.5).
  const set = Buffer.alloc(Math.ceil(count / 8))
  for (let glyph = 0; glyph < count; glyph++) set[glyph >> 3] = (set[glyph >> 3] ?? 0) | (0x80 >> (glyph & 7))
  const descriptor = update.add(
    dict({
      Type: name('FontDescriptor'),
      FontName: name(baseFont),
      Flags: 4,
      FontBBox: [...metrics.box],
      ItalicAngle: 0,
      Ascent: metrics.ascent,
      Descent: metrics.descent,
      CapHeight: metrics.capHeight,
      StemV: 80,
      FontFile2: file,
      CIDSet: update.addStream(new Map(), set),
    }),
  )
  const descendant: Dict = dict({
    Type: name('Font'),
    Subtype: name('CIDFontType2'),
    BaseFont: name(baseFont),
    CIDSystemInfo: dict({ Registry: text('Adobe'), Ordering: text('Identity'), Supplement: 0 }),
    FontDescriptor: descriptor,
    CIDToGIDMap: name('Identity'),
    W: [0, [...widths]],
  })
  return update.add(
    dict({
      Type: name('Font'),
      Subtype: name('Type0'),
      BaseFont: name(baseFont),
      Encoding: name('Identity-H'),
      DescendantFonts: [update.add(descendant)],
      ToUnicode: update.addStream(dict({ Filter: name('FlateDecode') }), toUnicode),
    }),
  )
}

/** The map from glyphs to characters, with which the mark can be searched, copied and read aloud (ISO 32000-2, 9.10.3). */
function toUnicode(glyphs: MarkFont['glyphs'], widths: MarkFont['widths']): Buffer {
  const hex = (value: number): string => value.toString(16).padStart(4, '0')
  const characters = new Map<number, number>([[0, missing.charCodeAt(0)]])
  // Two characters may share a glyph (Latin A, Greek Alpha): the first, which is the more common one, is what is read.
  for (const [character, glyph] of glyphs) if (!characters.has(glyph)) characters.set(glyph, character)
  const lines = widths.flatMap((_, glyph) => {
    const character = characters.get(glyph)
    return character === undefined ? [] : [`<${hex(glyph)}> <${hex(character)}>`]
  })
  const blocks: string[] = []
  for (let i = 0; i < lines.length; i += 100) {
    const block = lines.slice(i, i + 100)
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`)
  }
  return Buffer.from(
    [
      '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
      '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
      '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
      '1 begincodespacerange <0000> <ffff> endcodespacerange',
      ...blocks,
      'endcmap CMapName currentdict /CMap defineresource pop end end',
    ].join('\n'),
    'latin1',
  )
}
