// Backgrounds of the kind that identity documents carry: a tint, guilloche waves, a rosette, microprint, the word SPECIMEN.
import { text } from './lettering'

export type Palette = { from: string; to: string; line: string; accent: string; ink: string }

const palettes: Record<string, Palette> = {
  POL: { from: '#f3e9ea', to: '#e3eef2', line: '#c58f97', accent: '#a8324a', ink: '#232a38' },
  GRC: { from: '#e9f0fa', to: '#f0eef7', line: '#8eaad6', accent: '#1f4f9c', ink: '#1d2536' },
  FRA: { from: '#eaf0f8', to: '#f7ecef', line: '#98a6cf', accent: '#273c86', ink: '#20263a' },
}
const neutral: Palette = { from: '#edf4f0', to: '#eaf0f6', line: '#93b8a8', accent: '#1f6a58', ink: '#1d2a2e' }

export const paletteOf = (issuer: string): Palette => palettes[issuer] ?? neutral

export function background(width: number, height: number, palette: Palette, radius: number): string {
  return `<defs><linearGradient id="tint" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${palette.from}"/>
    <stop offset=".55" stop-color="${palette.to}"/><stop offset="1" stop-color="${palette.from}"/></linearGradient>
    <clipPath id="card"><rect width="${width}" height="${height}" rx="${radius}"/></clipPath></defs>
    <g clip-path="url(#card)"><rect width="${width}" height="${height}" fill="url(#tint)"/>
    ${guilloche(width, height, palette)}${rosette(width * 0.78, height * 0.36, height * 0.26, palette)}</g>`
}

function guilloche(width: number, height: number, palette: Palette): string {
  const lines = Array.from({ length: 46 }, (_, index) => {
    const points: string[] = []
    for (let x = -10; x <= width + 10; x += 14) {
      const wave = Math.sin(x / 71 + index * 0.34) * 16 + Math.sin(x / 29 - index * 0.21) * 7
      points.push(`${x},${((index / 44) * height + wave).toFixed(1)}`)
    }
    return `<polyline points="${points.join(' ')}"/>`
  })
  return `<g fill="none" stroke="${palette.line}" stroke-width="1.1" stroke-opacity=".5">${lines.join('')}</g>`
}

function rosette(cx: number, cy: number, radius: number, palette: Palette): string {
  const rings = [11, 7].map((petals, ring) => {
    const points = Array.from({ length: 721 }, (_, step) => {
      const angle = (step / 720) * Math.PI * 2
      const r = radius * (0.62 + 0.3 * Math.cos(petals * angle) * Math.cos(3 * angle + ring))
      return `${(cx + r * Math.cos(angle)).toFixed(1)},${(cy + r * Math.sin(angle)).toFixed(1)}`
    })
    return `<polyline points="${points.join(' ')}"/>`
  })
  return `<g fill="none" stroke="${palette.accent}" stroke-width="1" stroke-opacity=".28">${rings.join('')}</g>`
}

export function specimenMark(x: number, y: number, size: number, palette: Palette, angle = -18): string {
  return `<g transform="rotate(${angle} ${x} ${y})">${text(x, y, size, 'SPECIMEN', { weight: '700Bold', fill: palette.accent, opacity: 0.2, spacing: 8 })}</g>`
}

export function microprint(x: number, y: number, width: number, content: string, palette: Palette): string {
  const repeated = `${content} · `.repeat(Math.ceil(width / (content.length * 4.2 + 9)))
  return `<svg x="${x}" y="${y - 8}" width="${width}" height="12">${text(0, 8, 7, repeated, { fill: palette.accent, opacity: 0.6 })}</svg>`
}

/** A contact-chip, as cards have it. */
export function chip(x: number, y: number): string {
  return `<g transform="translate(${x} ${y})"><rect width="112" height="92" rx="14" fill="#d6b872" stroke="#a98a45" stroke-width="2"/>
    <path d="M0 30H38V62H0M112 30H74V62H112M38 0V30M74 0V30M38 62V92M74 62V92M38 30H74V62H38Z" fill="none" stroke="#a98a45" stroke-width="2"/></g>`
}
