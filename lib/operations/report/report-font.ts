// The faces of reports: Inter cut down to the scripts of European names, with the character map that a layout engine needs.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { readTables, writeFont } from '../../signature/mark/sfnt'
import { subsetFont } from '../../signature/mark/truetype'

const FILES = { regular: '400Regular/Inter_400Regular.ttf', bold: '600SemiBold/Inter_600SemiBold.ttf' } as const
/** Latin with its European extensions, Greek (polytonic too), Cyrillic, punctuation, currency, letterlike signs. */
const SCRIPTS = [
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x2b0, 0x2dd],
  [0x370, 0x45f],
  [0x490, 0x4ff],
  [0x1e00, 0x1fff],
  [0x2010, 0x2044],
  [0x20ac, 0x20ac],
  [0x2116, 0x2122],
] as const

const made = new Map<string, Buffer>()

/** Read and cut once per process. */
export function reportFont(weight: keyof typeof FILES): Buffer {
  const known = made.get(weight)
  if (known) return known
  const original = readFileSync(path.join(process.cwd(), 'node_modules/@expo-google-fonts/inter', FILES[weight]))
  const characters = SCRIPTS.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index))
  const { file, glyphs } = subsetFont(original, characters)
  const kept = readTables(original).filter(({ tag }) => ['OS/2', 'name', 'post'].includes(tag))
  const font = writeFont([...readTables(file), ...kept, { tag: 'cmap', bytes: characterMap(glyphs) }])
  made.set(weight, font)
  return font
}

/** OpenType 1.9, cmap format 12: groups of consecutive characters with consecutive glyphs; here every character is a group. */
function characterMap(glyphs: ReadonlyMap<number, number>): Buffer {
  const groups = [...glyphs].sort(([a], [b]) => a - b)
  const out = Buffer.alloc(12 + 16 + 12 * groups.length)
  out.writeUInt16BE(1, 2)
  out.writeUInt16BE(3, 4)
  out.writeUInt16BE(10, 6)
  out.writeUInt32BE(12, 8)
  out.writeUInt16BE(12, 12)
  out.writeUInt32BE(16 + 12 * groups.length, 16)
  out.writeUInt32BE(groups.length, 24)
  groups.forEach(([character, glyph], index) => {
    out.writeUInt32BE(character, 28 + 12 * index)
    out.writeUInt32BE(character, 32 + 12 * index)
    out.writeUInt32BE(glyph, 36 + 12 * index)
  })
  return out
}
