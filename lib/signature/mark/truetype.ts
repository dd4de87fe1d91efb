// Cuts a TrueType font down to chosen characters: glyphs renumbered in the order of the characters, outlines unchanged.

import { readTables, writeFont, type FontTable } from './sfnt'

/** Glyph 0 is the box for a missing character. Widths are in thousandths of the font size. */
export type FontSubset = {
  file: Buffer
  glyphs: ReadonlyMap<number, number>
  widths: readonly number[]
  metrics: { ascent: number; descent: number; capHeight: number; box: readonly [number, number, number, number] }
}

type Table = Buffer
type Glyph = { outline: Buffer; advance: number; bearing: number }

const composite = { words: 0x0001, scale: 0x0008, more: 0x0020, twoScales: 0x0040, matrix: 0x0080 } as const

export function subsetFont(font: Buffer, characters: Iterable<number>): FontSubset {
  const table = tablesOf(font)
  const head = table('head')
  const hhea = table('hhea')
  const maxp = table('maxp')
  const glyphOf = characterMap(table('cmap'))
  const glyph = glyphReader(table, head, hhea)
  const order: number[] = [0]
  const numbers = new Map<number, number>([[0, 0]])
  const numberOf = (original: number): number => {
    const known = numbers.get(original)
    if (known !== undefined) return known
    numbers.set(original, order.length)
    order.push(original)
    return order.length - 1
  }
  const glyphs = new Map<number, number>()
  for (const character of characters) {
    const original = glyphOf(character)
    if (original !== 0) glyphs.set(character, numberOf(original))
  }
  const kept: Glyph[] = []
  // Parts of composite glyphs are appended to the order while it is being walked.
  for (let i = 0; i < order.length; i++) {
    const { outline, advance, bearing } = glyph(order[i] ?? 0)
    kept.push({ outline: renumbered(outline, numberOf), advance, bearing })
  }
  const unitsPerEm = head.readUInt16BE(18)
  const scaled = (units: number): number => Math.round((units * 1000) / unitsPerEm)
  const os2 = table('OS/2')
  return {
    file: assemble(table, head, hhea, maxp, kept),
    glyphs,
    widths: kept.map(({ advance }) => scaled(advance)),
    metrics: {
      ascent: scaled(hhea.readInt16BE(4)),
      descent: scaled(hhea.readInt16BE(6)),
      capHeight: scaled(os2.readInt16BE(88)),
      box: [scaled(head.readInt16BE(36)), scaled(head.readInt16BE(38)), scaled(head.readInt16BE(40)), scaled(head.readInt16BE(42))],
    },
  }
}

function tablesOf(font: Buffer): (tag: string) => Table {
  const places = new Map(readTables(font).map(({ tag, bytes }) => [tag, bytes]))
  return (tag) => {
    const table = places.get(tag)
    if (!table) throw new TypeError(`font without ${tag}`)
    return table
  }
}

/** The Unicode subtable of format 4: the basic plane, which is all that the mark writes. */
function characterMap(cmap: Table): (character: number) => number {
  let subtable: Buffer | undefined
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const candidate = cmap.subarray(cmap.readUInt32BE(4 + 8 * i + 4))
    if (candidate.readUInt16BE(0) === 4) subtable = candidate
  }
  if (!subtable) throw new TypeError('font without a Unicode character map')
  const map = subtable
  const segments = map.readUInt16BE(6) / 2
  return (character) => {
    for (let i = 0; i < segments; i++) {
      if (map.readUInt16BE(14 + 2 * i) < character) continue
      const start = map.readUInt16BE(16 + 2 * (segments + i))
      if (start > character) return 0
      const delta = map.readUInt16BE(16 + 2 * (2 * segments + i))
      const at = 16 + 2 * (3 * segments + i)
      const range = map.readUInt16BE(at)
      if (range === 0) return (character + delta) & 0xffff
      const glyph = map.readUInt16BE(at + range + 2 * (character - start))
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff
    }
    return 0
  }
}

function glyphReader(table: (tag: string) => Table, head: Table, hhea: Table): (number: number) => Glyph {
  const glyf = table('glyf')
  const loca = table('loca')
  const hmtx = table('hmtx')
  const long = head.readInt16BE(50) === 1
  const offset = (i: number): number => (long ? loca.readUInt32BE(4 * i) : 2 * loca.readUInt16BE(2 * i))
  const metrics = hhea.readUInt16BE(34)
  return (number) => ({
    outline: glyf.subarray(offset(number), offset(number + 1)),
    advance: hmtx.readUInt16BE(4 * Math.min(number, metrics - 1)),
    bearing: number < metrics ? hmtx.readInt16BE(4 * number + 2) : hmtx.readInt16BE(4 * metrics + 2 * (number - metrics)),
  })
}

/** Composite glyphs name their parts by number, so the numbers are rewritten. */
function renumbered(outline: Buffer, numberOf: (original: number) => number): Buffer {
  if (outline.length < 2 || outline.readInt16BE(0) >= 0) return outline
  const copy = Buffer.from(outline)
  for (let at = 10; ;) {
    const flags = copy.readUInt16BE(at)
    copy.writeUInt16BE(numberOf(copy.readUInt16BE(at + 2)), at + 2)
    at += 4 + (flags & composite.words ? 4 : 2)
    if (flags & composite.scale) at += 2
    else if (flags & composite.twoScales) at += 4
    else if (flags & composite.matrix) at += 8
    if (!(flags & composite.more)) return copy
  }
}

/** ISO 32000-2 9.9.2: an embedded TrueType font for CIDFontType2 needs these tables and no others. */
function assemble(table: (tag: string) => Table, head: Table, hhea: Table, maxp: Table, glyphs: readonly Glyph[]): Buffer {
  const loca = Buffer.alloc(4 * (glyphs.length + 1))
  const hmtx = Buffer.alloc(4 * glyphs.length)
  const outlines: Buffer[] = []
  let end = 0
  glyphs.forEach(({ outline, advance, bearing }, index) => {
    const padded = Buffer.alloc((outline.length + 3) & ~3)
    outline.copy(padded)
    outlines.push(padded)
    end += padded.length
    loca.writeUInt32BE(end, 4 * (index + 1))
    hmtx.writeUInt16BE(advance, 4 * index)
    hmtx.writeInt16BE(bearing, 4 * index + 2)
  })
  const newHead = Buffer.from(head)
  newHead.writeInt16BE(1, 50)
  newHead.writeUInt32BE(0, 8)
  const newHhea = Buffer.from(hhea)
  newHhea.writeUInt16BE(glyphs.length, 34)
  const newMaxp = Buffer.from(maxp)
  newMaxp.writeUInt16BE(glyphs.length, 4)
  return writeFont([
    ...['cvt ', 'fpgm', 'prep'].flatMap((tag) => present(table, tag)),
    { tag: 'glyf', bytes: Buffer.concat(outlines) },
    { tag: 'head', bytes: newHead },
    { tag: 'hhea', bytes: newHhea },
    { tag: 'hmtx', bytes: hmtx },
    { tag: 'loca', bytes: loca },
    { tag: 'maxp', bytes: newMaxp },
  ])
}

function present(table: (tag: string) => Table, tag: string): FontTable[] {
  try {
    return [{ tag, bytes: table(tag) }]
  } catch {
    return []
  }
}
