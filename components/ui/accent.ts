// A brand colour made legible: darkened for light pages, lightened for dark ones, until it carries text (WCAG 2.2, 1.4.3: 4.5 to 1).

import type { CSSProperties } from 'react'
import { contrast, hexOf, rgbOf, WHITE, type Rgb } from '@/lib/domain/colour'

const INK: Rgb = [20, 22, 26]
const DARK_PAPER: Rgb = [28, 31, 37]
const CONTRAST = 4.6
/** The accent also stands as text on its own wash, which costs some contrast. */
const WASH = { light: 0.08, dark: 0.14 }

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const at = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * share)
  return [at(0), at(1), at(2)]
}

function legible(colour: Rgb, paper: Rgb, toward: Rgb, wash: number): Rgb {
  for (let step = 0; step <= 50; step++) {
    const candidate = mix(colour, toward, step / 50)
    if (contrast(candidate, mix(paper, candidate, wash)) >= CONTRAST) return candidate
  }
  return toward
}

const inkOn = (colour: Rgb) => hexOf(contrast(colour, WHITE) >= contrast(colour, INK) ? WHITE : INK)

/** CSS variables for a `branded` element; none when the colour is absent or not a hex colour, so the product's own accent stands. */
export function accentStyle(colour: string | null): CSSProperties {
  const brand = colour === null ? null : rgbOf(colour)
  if (brand === null) return {}
  const light = legible(brand, WHITE, INK, WASH.light)
  const dark = legible(brand, DARK_PAPER, WHITE, WASH.dark)
  return {
    '--brand-light': hexOf(light),
    '--brand-light-ink': inkOn(light),
    '--brand-dark': hexOf(dark),
    '--brand-dark-ink': inkOn(dark),
  } as CSSProperties
}
