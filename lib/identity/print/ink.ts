// Keeps the ink of a picture, dark on white: background print, shadow and hologram join letters, which the reader then takes for drawings.
import sharp, { type Sharp } from 'sharp'
import type { GreyImage } from '../engine/image'

// Brightness as part of that of the paper around. Background print has 0.8 or more of it, fields half or less. What is darker keeps its
// greys: made black, strokes grow fat, and the reader takes 11 for 1 or for n.
const PAPER = 0.75
// Side in pixels of the squares whose mean is the paper: wider than a stroke, narrower than light changes. The median of five by five of them
// passes over the squares that letters fill.
const SQUARE = 24
const AROUND = 5

type Size = Omit<GreyImage, 'data'>

const greyOf = ({ width, height, data }: GreyImage) => sharp(data, { raw: { width, height, channels: 1 } })

const drawn = async (picture: Sharp): Promise<Uint8Array> => picture.toColourspace('b-w').raw().toBuffer()

async function paperOf(image: GreyImage): Promise<Uint8Array> {
  const scaled = ({ width, height }: Size) => ({ width, height, fit: 'fill', kernel: 'linear' }) as const
  const coarse = { width: Math.ceil(image.width / SQUARE), height: Math.ceil(image.height / SQUARE) }
  const squares = await drawn(greyOf(image).resize(scaled(coarse)).median(AROUND))
  return drawn(greyOf({ ...coarse, data: squares }).resize(scaled(image)))
}

export async function inkOf(image: GreyImage): Promise<GreyImage> {
  // The noise of a sensor is taken for letters, and costs several times what reading does; sharpening makes more of it.
  const [paper, print] = await Promise.all([paperOf(image), drawn(greyOf(image).median(3))])
  const data = print.map((value, at) => Math.round(Math.min(1, value / (PAPER * Math.max(1, paper[at] ?? 1))) * 255))
  return { width: image.width, height: image.height, data }
}
