// Where everything stands on the pages of a specimen, in pixels at 10 per millimetre: each page as SVG, with a place for the portrait.
import { bothScripts, label, printedDate } from './labels'
import { ocrLine, text, widthOf } from './lettering'
import { machineReadableZone } from './machine-readable-zone'
import { background, chip, microprint, paletteOf, specimenMark, type Palette } from './security-print'
import { sizeInMillimetres, type Specimen } from './specimen'
import { flagOfUnion, stateName, stateNames } from './states'
import { transliterate } from './transliteration'

type Box = { left: number; top: number; width: number; height: number }
export type Page = { width: number; height: number; under: string; over: string; portrait?: Box }

export function frontPage(specimen: Specimen): Page {
  switch (specimen.format) {
    case 'TD1':
      return cardFront(specimen)
    case 'TD2':
      return td2Front(specimen)
    case 'TD3':
      return passportPage(specimen)
    case 'licence':
      return licenceFront(specimen)
  }
}

function cardFront(specimen: Specimen): Page {
  const { width, height, palette, sheet } = blank(specimen)
  const portrait = { left: 44, top: 118, width: 236, height: 304 }
  const under =
    sheet +
    heading(specimen, specimen.documentCode?.endsWith('R') ? 'permit' : 'card', palette, 44, 58, 30) +
    flagOfUnion(specimen, width - 36, 28) +
    field(310, 128, specimen, 'surname', bothScripts(specimen.surname), 500) +
    field(310, 200, specimen, 'givenNames', bothScripts(specimen.givenNames), 500) +
    field(310, 272, specimen, 'nationality', specimen.nationality) +
    field(590, 272, specimen, 'sex', specimen.sex) +
    field(310, 344, specimen, 'born', printedDate(specimen.born)) +
    field(590, 344, specimen, 'number', specimen.number) +
    field(310, 416, specimen, 'expires', printedDate(specimen.expires)) +
    chip(44, 436) +
    microprint(180, 512, 640, `${stateName(specimen)} SPECIMEN`, palette)
  return { width, height, under, over: specimenMark(430, 330, 62, palette) + overPortrait(portrait, palette), portrait }
}

export function cardBack(specimen: Specimen): Page {
  const { width, height, palette, sheet } = blank(specimen)
  const lines = machineReadableZone(specimen)
  const under =
    sheet +
    text(44, 52, 22, stateName(specimen), { weight: '700Bold', fill: palette.accent }) +
    field(44, 92, specimen, 'birthplace', specimen.birthplace, 400) +
    field(44, 164, specimen, 'authority', specimen.authority, 480) +
    field(44, 236, specimen, 'issued', printedDate(specimen.issued)) +
    `<rect y="302" width="${width}" height="${height - 302}" fill="#f8fafa" fill-opacity=".8" clip-path="url(#card)"/>` +
    lines.map((line, index) => ocrLine(47, 366 + index * 62, line, specimen.print)).join('')
  return { width, height, under, over: specimenMark(480, 250, 48, palette) }
}

/** The front of the Union's model (Directive 2006/126/EC, annex I): each field behind its number, the portrait on the left under the state's sign. */
function licenceFront(specimen: Specimen): Page {
  const { width, height, palette, sheet } = blank(specimen)
  const portrait = { left: 40, top: 150, width: 216, height: 278 }
  const { surname, givenNames, born, birthplace, issued, expires, authority, number } = specimen
  const numbered = (y: number, name: string, content: string, x = 290) =>
    text(x, y, 17, name, { fill: '#10161f' }) +
    text(x + 46, y, Math.min(25, (25 * 470) / widthOf(25, content, '700Bold')), content, { weight: '700Bold', fill: '#10161f' })
  const sign = `<rect x="40" y="28" width="112" height="80" rx="8" fill="#1f3f9c"/>`
  const under =
    sheet +
    sign +
    text(64, 82, 36, specimen.issuer.slice(0, 2), { weight: '700Bold', fill: '#ffffff' }) +
    heading(specimen, 'licence', palette, 180, 62, 30) +
    numbered(146, '1.', bothScripts(surname)) +
    numbered(188, '2.', bothScripts(givenNames)) +
    numbered(230, '3.', `${printedDate(born)} ${birthplace.toUpperCase()}`) +
    numbered(272, '4a.', printedDate(issued)) +
    numbered(272, '4c.', authority.toUpperCase().slice(0, 14), 540) +
    numbered(314, '4b.', printedDate(expires)) +
    numbered(356, '5.', number) +
    numbered(488, '9.', 'AM/B1/B') +
    microprint(290, 516, 520, `${stateName(specimen)} SPECIMEN`, palette)
  return { width, height, under, over: specimenMark(430, 440, 62, palette) + overPortrait(portrait, palette), portrait }
}

function td2Front(specimen: Specimen): Page {
  const { width, height, palette, sheet } = blank(specimen)
  const lines = machineReadableZone(specimen)
  const portrait = { left: 56, top: 128, width: 296, height: 382 }
  const under =
    sheet +
    heading(specimen, 'card', palette, 56, 74, 36) +
    field(392, 138, specimen, 'surname', bothScripts(specimen.surname), 620) +
    field(392, 216, specimen, 'givenNames', bothScripts(specimen.givenNames), 620) +
    field(392, 294, specimen, 'born', printedDate(specimen.born)) +
    field(740, 294, specimen, 'sex', specimen.sex) +
    field(392, 372, specimen, 'nationality', specimen.nationality) +
    field(740, 372, specimen, 'number', specimen.number) +
    field(392, 450, specimen, 'expires', printedDate(specimen.expires)) +
    machineZone({ width, height }, { top: 570, x: 67, firstLine: 644, gap: 66 }, lines, specimen)
  return { width, height, under, over: specimenMark(560, 420, 78, palette) + overPortrait(portrait, palette), portrait }
}

function passportPage(specimen: Specimen): Page {
  const { width, height, palette, sheet } = blank(specimen)
  const lines = machineReadableZone(specimen)
  const portrait = { left: 60, top: 156, width: 336, height: 434 }
  const under =
    sheet +
    heading(specimen, 'passport', palette, 60, 84, 40) +
    field(850, 100, specimen, 'code', specimen.issuer === 'DEU' ? 'D' : specimen.issuer) +
    field(430, 166, specimen, 'surname', bothScripts(specimen.surname), 760) +
    field(430, 244, specimen, 'givenNames', bothScripts(specimen.givenNames), 760) +
    field(430, 322, specimen, 'nationality', specimen.nationality) +
    field(850, 322, specimen, 'number', specimen.number) +
    field(430, 400, specimen, 'born', printedDate(specimen.born)) +
    field(850, 400, specimen, 'sex', specimen.sex) +
    field(430, 478, specimen, 'birthplace', bothScripts(specimen.birthplace), 400) +
    field(850, 478, specimen, 'issued', printedDate(specimen.issued)) +
    field(430, 556, specimen, 'authority', transliterate(specimen.authority), 400) +
    field(850, 556, specimen, 'expires', printedDate(specimen.expires)) +
    machineZone({ width, height }, { top: 680, x: 66, firstLine: 770, gap: 64 }, lines, specimen)
  return { width, height, under, over: specimenMark(620, 520, 96, palette) + overPortrait(portrait, palette), portrait }
}

function blank(specimen: Specimen) {
  const [widthMm, heightMm] = sizeInMillimetres[specimen.format]
  const [width, height] = [Math.round(widthMm * 10), Math.round(heightMm * 10)]
  const palette = paletteOf(specimen.issuer)
  return { width, height, palette, sheet: background(width, height, palette, specimen.format === 'TD3' ? 26 : 32) }
}

function heading(
  specimen: Specimen,
  kind: 'card' | 'permit' | 'licence' | 'passport',
  palette: Palette,
  x: number,
  y: number,
  size: number,
): string {
  const [width] = sizeInMillimetres[specimen.format]
  // The flag stands at the right end.
  const room = width * 10 - x - 130
  const names = stateNames(specimen)
  const large = Math.min(size * 0.8, (size * 0.8 * room) / widthOf(size * 0.8, names, '700Bold'))
  return (
    text(x, y - size * 0.2, large, names, { weight: '700Bold', fill: palette.accent }) +
    text(x, y + size * 0.62, size * 0.72, label(specimen, kind), { weight: '700Bold', fill: palette.ink })
  )
}

function field(x: number, y: number, specimen: Specimen, name: Parameters<typeof label>[1], content: string, room = 380): string {
  const size = Math.min(28, (28 * room) / widthOf(28, content, '700Bold'))
  return (
    text(x, y - 4, 14.5, label(specimen, name), { fill: '#46525f' }) +
    text(x, y + 31, size, content, { weight: '700Bold', fill: '#10161f' })
  )
}

type ZonePlace = { top: number; x: number; firstLine: number; gap: number }

function machineZone(
  { width, height }: Pick<Page, 'width' | 'height'>,
  { top, x, firstLine, gap }: ZonePlace,
  lines: string[],
  { print }: Specimen,
): string {
  return (
    `<rect y="${top}" width="${width}" height="${height - top}" fill="#f8fafa" fill-opacity=".82" clip-path="url(#card)"/>` +
    lines.map((line, index) => ocrLine(x, firstLine + index * gap, line, print)).join('')
  )
}

/** Fine lines that run over the photograph, as a laminate prints them; too faint to disturb a face matcher. */
function overPortrait(box: Box, palette: Palette): string {
  const waves = Array.from({ length: 9 }, (_, index) => {
    const y = box.top + ((index + 0.5) * box.height) / 9
    return `<path d="M${box.left} ${y}q${box.width / 8} -14 ${box.width / 4} 0t${box.width / 4} 0t${box.width / 4} 0t${box.width / 4} 0"/>`
  })
  return `<g fill="none" stroke="${palette.accent}" stroke-width="1" stroke-opacity=".2">${waves.join('')}</g>`
}
