// The colours of a mark in the space that the document is made for: the output intent of PDF/A and PDF/X says which one (ISO 32000-2, 14.11.5).

import { isArchival } from '../pdf/archival'
import type { PdfDocument } from '../pdf/document'
import { dict, name, type Dict } from '../pdf/objects'

/** Red, green and blue, each from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number]

export type Palette = {
  fill(colour: Colour): string
  stroke(colour: Colour): string
  /** What the content needs beside its font. */
  resources: Dict
}

/** How many components the profile has that all device colours of the document stand for; undefined if it names none. */
function componentsOf(document: PdfDocument): number | undefined {
  const intents = document.get(document.root.get('OutputIntents'))
  for (const place of Array.isArray(intents) ? intents : []) {
    const intent = document.get(place)
    const profile = intent instanceof Map ? document.get(intent.get('DestOutputProfile')) : null
    const components = profile instanceof Map ? document.get(profile.get('N')) : null
    if (typeof components === 'number') return components
  }
  return undefined
}

export function paletteOf(document: PdfDocument): Palette {
  const components = componentsOf(document)
  if (components === 4) return { ...operators(inks, 'k', 'K'), resources: dict({}) }
  if (components === 1) return { ...operators(grey, 'g', 'G'), resources: dict({}) }
  if (components === 3 || !isArchival(document)) return { ...operators((colour) => colour, 'rg', 'RG'), resources: dict({}) }
  const { fill, stroke } = operators((colour) => colour, 'sc', 'SC')
  return {
    fill: (colour) => `/${SPACE} cs ${fill(colour)}`,
    stroke: (colour) => `/${SPACE} CS ${stroke(colour)}`,
    resources: dict({ ColorSpace: dict({ [SPACE]: [name('CalRGB'), SRGB] }) }),
  }
}

const SPACE = 'QSHRGB'
/** About sRGB (8.6.5.3). */
const SRGB = dict({
  WhitePoint: [0.9505, 1, 1.089],
  Gamma: [2.2, 2.2, 2.2],
  Matrix: [0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505],
})

function operators(convert: (colour: Colour) => readonly number[], fill: string, stroke: string): Pick<Palette, 'fill' | 'stroke'> {
  const numbers = (colour: Colour): string =>
    convert(colour)
      .map((value) => value.toFixed(2))
      .join(' ')
  return { fill: (colour) => `${numbers(colour)} ${fill}`, stroke: (colour) => `${numbers(colour)} ${stroke}` }
}

/** 10.4.2.2 and 10.4.2.4. */
const grey = ([red, green, blue]: Colour): readonly number[] => [0.3 * red + 0.59 * green + 0.11 * blue]

function inks([red, green, blue]: Colour): readonly number[] {
  const black = Math.min(1 - red, 1 - green, 1 - blue)
  return [1 - red - black, 1 - green - black, 1 - blue - black, black]
}
