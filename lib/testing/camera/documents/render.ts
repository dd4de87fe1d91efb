// Renders the sides of a specimen document, and a passport laid open, as pictures at 10 pixels per millimetre.
import sharp from 'sharp'
import type { Image } from '../image'
import { cardBack, frontPage, type Page } from './layout'
import { text } from './lettering'
import type { Specimen } from './specimen'

/** The front of a card or the data page of a passport; `face` is the holder's picture, landscape, face in the middle. */
export const renderFront = (specimen: Specimen, face: Image) => render(frontPage(specimen), face)

/** The back of a TD1 card; the other formats have everything on their front. */
export const renderBack = (specimen: Specimen) => render(cardBack(specimen))

type Booklet = { tone: string; cover: string | null }

const coverEdge = 26
const remarks = 'This page is reserved for official observations. Cette page est réservée aux observations officielles.'

/** A passport laid open: the page above in `tone` with print, the data page below, and the edge of the cover around both where it has one. */
export async function renderOpenPassport(specimen: Specimen, face: Image, { tone, cover }: Booklet): Promise<Image> {
  const page = await renderFront(specimen, face)
  const edge = cover === null ? 0 : coverEdge
  const [width, height] = [page.width + 2 * edge, 2 * page.height + 2 * edge]
  const lines = Array.from({ length: 30 }, (_, line) => text(60, 60 + line * 27, 15, remarks, { fill: '#445566' })).join('')
  const shadow = `<linearGradient id="fold" x2="0" y2="1"><stop offset="0" stop-opacity="0"/><stop offset=".5" stop-opacity=".4"/><stop offset="1" stop-opacity="0"/></linearGradient>`
  const svg = (body: string) => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`)
  const sheet = `<rect width="${width}" height="${height}" fill="${cover ?? tone}"/><rect x="${edge}" y="${edge}" width="${page.width}" height="${page.height}" fill="${tone}"/><g transform="translate(${edge} ${edge})">${lines}</g>`
  const layers = [
    {
      input: Buffer.from(page.pixels),
      raw: { width: page.width, height: page.height, channels: 4 as const },
      left: edge,
      top: edge + page.height,
    },
    {
      input: svg(
        `<defs>${shadow}</defs><rect x="${edge}" y="${edge + page.height - 22}" width="${page.width}" height="44" fill="url(#fold)"/>`,
      ),
      left: 0,
      top: 0,
    },
  ]
  const { data } = await sharp(svg(sheet)).composite(layers).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width, height, channels: 4, pixels: data }
}

async function render(page: Page, face?: Image): Promise<Image> {
  const svg = (body: string) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${page.width}" height="${page.height}">${body}</svg>`)
  const layers: { input: Buffer; left: number; top: number }[] = []
  if (page.portrait && face) {
    const { left, top, width, height } = page.portrait
    layers.push({ input: await passportPhoto(face, width, height), left, top })
  }
  layers.push({ input: svg(page.over), left: 0, top: 0 })
  const { data } = await sharp(svg(page.under)).composite(layers).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: page.width, height: page.height, channels: 4, pixels: data }
}

/** Head and shoulders, printed: a little softer and flatter than the photograph it was made from. */
function passportPhoto(face: Image, width: number, height: number): Promise<Buffer> {
  const cropHeight = Math.round(face.height * 0.97)
  const cropWidth = Math.round((cropHeight * width) / height)
  const left = Math.round(face.width * 0.494 - cropWidth / 2)
  return sharp(face.pixels, { raw: { width: face.width, height: face.height, channels: face.channels } })
    .extract({ left, top: 6, width: cropWidth, height: cropHeight })
    .resize(width, height)
    .modulate({ saturation: 0.82 })
    .linear(0.92, 12)
    .blur(0.6)
    .png()
    .toBuffer()
}
