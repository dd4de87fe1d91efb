// Text as SVG outlines, so that a specimen looks the same on a machine without fonts.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from '@cantoo/fontkit'
import ocrB from './ocr-b-glyphs.json' with { type: 'json' }

export type Weight = '400Regular' | '500Medium' | '700Bold'

const fonts = new Map<Weight, Font>()

function fontOf(weight: Weight): Font {
  const loaded = fonts.get(weight)
  if (loaded) return loaded
  const file = createRequire(import.meta.url).resolve(`@expo-google-fonts/inter/${weight}/Inter_${weight}.ttf`)
  const font = create(readFileSync(file)) as Font
  fonts.set(weight, font)
  return font
}

export type Lettering = { weight?: Weight; fill?: string; opacity?: number; spacing?: number }

/** A line of text with its baseline at x, y; `size` in pixels per em. */
export function text(x: number, y: number, size: number, content: string, look: Lettering = {}): string {
  const { weight = '400Regular', fill = '#16202c', opacity = 1, spacing = 0 } = look
  const font = fontOf(weight)
  const scale = size / font.unitsPerEm
  const run = font.layout(content)
  let pen = 0
  const outlines = run.glyphs.map((glyph, index) => {
    const outline = `<path transform="translate(${pen.toFixed(1)} 0)" d="${glyph.path.toSVG()}"/>`
    pen += (run.positions?.[index]?.xAdvance ?? glyph.advanceWidth) + spacing / scale
    return outline
  })
  return `<g transform="translate(${x} ${y}) scale(${scale} ${-scale})" fill="${fill}" fill-opacity="${opacity}">${outlines.join('')}</g>`
}

/** How wide a line would be, in pixels. */
export function widthOf(size: number, content: string, weight: Weight = '400Regular'): number {
  const font = fontOf(weight)
  return (font.layout(content).advanceWidth * size) / font.unitsPerEm
}

export type OcrBFace = keyof typeof ocrB.faces

/** The outlines of each character, in thousandths of an em, by the cut of the typeface. */
export const OCR_B_FACES: Readonly<Record<OcrBFace, Readonly<Record<string, string>>>> = ocrB.faces

/** How far one character stands from the next, and how high capitals are, in thousandths of an em. */
export const OCR_B = { advance: ocrB.advance, capitals: 700 } as const

// Ten characters per inch, at 10 pixels per millimetre (Doc 9303-3, 4.2). At that pitch OCR-B is 10 point: ISO 1073-2, size I.
const pitch = 25.4
const emSize = (pitch * ocrB.unitsPerEm) / ocrB.advance

/** How a zone is printed: `size` against size I, `weight` the stroke that spread ink adds to each letter, in thousandths of an em. */
export type Print = {
  readonly face: OcrBFace
  readonly size: number
  readonly weight: number
  readonly ink: string
  readonly opacity: number
}

const plainPrint: Print = { face: 'rounded', size: 1, weight: 0, ink: '#0b0b0d', opacity: 1 }

/** A line of a machine-readable zone, each character in the middle of its own place. */
export function ocrLine(x: number, y: number, line: string, print: Partial<Print> = {}): string {
  const { face, size, weight, ink, opacity } = { ...plainPrint, ...print }
  const scale = (emSize * size) / ocrB.unitsPerEm
  const inset = (pitch - ocrB.advance * scale) / 2
  const outlines = [...line].map(
    (character, index) =>
      `<path transform="translate(${(x + index * pitch + inset).toFixed(2)} ${y}) scale(${scale} ${-scale})" d="${OCR_B_FACES[face][character] ?? ''}"/>`,
  )
  const stroke = weight === 0 ? '' : ` stroke="${ink}" stroke-width="${weight}"`
  return `<g fill="${ink}" opacity="${opacity}"${stroke}>${outlines.join('')}</g>`
}
