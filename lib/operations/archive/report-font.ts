// The faces of reports: Inter cut down to the scripts of European names, with the character map that a layout engine needs.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { subsetFont } from '../../signature/mark/truetype'

const FILES = { regular: '400Regular/Inter_400Regular.ttf', bold: '600SemiBold/Inter_600SemiBold.ttf' } as const
/** Latin with its European extensions, Greek (polytonic too), Cyrillic, punctuation, currency, letterlike signs. */
const SCRIPTS = [
  [0x20, 0x7e], [0xa0, 0x24f], [0x2b0, 0x2dd], [0x370, 0x45f], [0x490, 0x4ff], [0x1e00, 0x1fff], [0x2010, 0x2044], [0x20ac, 0x20ac], [0x2116, 0x2122],
] as const

type Table = { tag: string; bytes: Buffer }
const made = new Map<string, Buffer>()

/** Read and cut once per process. */
export function reportFont(weight: keyof typeof FILES): Buffer {
  const known = made.get(weight)
  if (known) return known
  const original = readFileSync(path.join(process.cwd(), 'node_modules/@expo-google-fonts/inter', FILES[weight]))
  const characters = SCRIPTS.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index))
  const { file, glyphs } = subsetFont(original, characters)
  const kept = tablesOf(original).filter(({ tag }) => ['OS/2', 'name', 'post'].includes(tag))
  const font = assembled([...tablesOf(file), ...kept, { tag: 'cmap', bytes: characterMap(glyphs) }])
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

function tablesOf(font: Buffer): Table[] {
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const at = 12 + 16 * index
    const start = font.readUInt32BE(at + 8)
    return { tag: font.toString('latin1', at, at + 4), bytes: font.subarray(start, start + font.readUInt32BE(at + 12)) }
  })
}

function assembled(tables: readonly Table[]): Buffer {
  const sorted = [...tables].sort((a, b) => (a.tag < b.tag ? -1 : 1))
  const power = 2 ** Math.floor(Math.log2(sorted.length))
  const head = Buffer.alloc(12 + 16 * sorted.length)
  head.writeUInt32BE(0x00010000)
  head.writeUInt16BE(sorted.length, 4)
  head.writeUInt16BE(16 * power, 6)
  head.writeUInt16BE(Math.log2(power), 8)
  head.writeUInt16BE(16 * (sorted.length - power), 10)
  const parts: Buffer[] = [head]
  let offset = head.length
  sorted.forEach(({ tag, bytes }, index) => {
    const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])
    const at = 12 + 16 * index
    head.write(tag, at, 'latin1')
    head.writeUInt32BE(sum(padded), at + 4)
    head.writeUInt32BE(offset, at + 8)
    head.writeUInt32BE(bytes.length, at + 12)
    parts.push(padded)
    offset += padded.length
  })
  return Buffer.concat(parts)
}

function sum(bytes: Buffer): number {
  let total = 0
  for (let at = 0; at < bytes.length; at += 4) total = (total + bytes.readUInt32BE(at)) >>> 0
  return total
}
