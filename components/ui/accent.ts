// A brand colour made legible: darkened for light pages, lightened for dark ones, until it carries text (WCAG 2.2, 1.4.3: 4.5 to 1).

import type { CSSProperties } from 'react'

type Rgb = readonly [number, number, number]

const WHITE: Rgb = [255, 255, 255]
const INK: Rgb = [20, 22, 26]
const DARK_PAPER: Rgb = [28, 31, 37]
const CONTRAST = 4.6
/** The accent also stands as text on its own wash, which costs some contrast. */
const WASH = { light: 0.08, dark: 0.14 }

function parse(hex: string): Rgb | null {
  const match = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(hex.trim())?.[1]
  if (match === undefined) return null
  const full = match.length === 3 ? [...match].map((c) => c + c).join('') : match
  const byte = (at: number) => parseInt(full.slice(at, at + 2), 16)
  return [byte(0), byte(2), byte(4)]
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const at = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * share)
  return [at(0), at(1), at(2)]
}

// WCAG 2.2, definitions of relative luminance and contrast ratio.
function luminance(colour: Rgb): number {
  const channel = (value: number) => {
    const c = value / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(colour[0]) + 0.7152 * channel(colour[1]) + 0.0722 * channel(colour[2])
}

export function contrast(a: Rgb, b: Rgb): number {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return ((hi ?? 0) + 0.05) / ((lo ?? 0) + 0.05)
}

function legible(colour: Rgb, paper: Rgb, toward: Rgb, wash: number): Rgb {
  for (let step = 0; step <= 50; step++) {
    const candidate = mix(colour, toward, step / 50)
    if (contrast(candidate, mix(paper, candidate, wash)) >= CONTRAST) return candidate
  }
  return toward
}

const css = (colour: Rgb) => `#${colour.map((c) => c.toString(16).padStart(2, '0')).join('')}`
const inkOn = (colour: Rgb) => css(contrast(colour, WHITE) >= contrast(colour, INK) ? WHITE : INK)

/** CSS variables for a `branded` element; none when the colour is absent or not a hex colour, so the product's own accent stands. */
export function accentStyle(colour: string | null): CSSProperties {
  const brand = colour === null ? null : parse(colour)
  if (brand === null) return {}
  const light = legible(brand, WHITE, INK, WASH.light)
  const dark = legible(brand, DARK_PAPER, WHITE, WASH.dark)
  return {
    '--brand-light': css(light),
    '--brand-light-ink': inkOn(light),
    '--brand-dark': css(dark),
    '--brand-dark-ink': inkOn(dark),
  } as CSSProperties
}
