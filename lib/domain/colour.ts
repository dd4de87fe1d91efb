// Colours and whether text on them can be read: relative luminance and contrast as WCAG 2.2 defines them.

export type Rgb = readonly [red: number, green: number, blue: number]

export const WHITE: Rgb = [255, 255, 255]

/** Reads `#2a3a8f` or `#7fd`, with the `#` or without; null for anything else. */
export function rgbOf(hex: string): Rgb | null {
  const match = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(hex.trim())?.[1]
  if (match === undefined) return null
  const full = match.length === 3 ? [...match].map((digit) => digit + digit).join('') : match
  const byte = (at: number) => parseInt(full.slice(at, at + 2), 16)
  return [byte(0), byte(2), byte(4)]
}

export const hexOf = (colour: Rgb): string => `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`

/** The contrast of two colours, from 1 to 21. Text of usual size needs 4.5 (WCAG 2.2, 1.4.3). */
export function contrast(one: Rgb, other: Rgb): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

function luminance([red, green, blue]: Rgb): number {
  const channel = (value: number) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
}
