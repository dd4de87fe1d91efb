// Renders the sides of a specimen document as pictures at 10 pixels per millimetre.
import sharp from 'sharp'
import type { Image } from '../image'
import { cardBack, frontPage, type Page } from './layout'
import type { Specimen } from './specimen'

/** The front of a card or the data page of a passport; `face` is the holder's picture, landscape, face in the middle. */
export const renderFront = (specimen: Specimen, face: Image) => render(frontPage(specimen), face)

/** The back of a TD1 card; the other formats have everything on their front. */
export const renderBack = (specimen: Specimen) => render(cardBack(specimen))

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
