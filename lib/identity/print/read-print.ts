// Reads what is printed on the side with the portrait, without portrait and zone: the zone would only agree with itself.
import { toGrey, type GreyImage, type RgbImage } from '../engine/image'
import type { Area } from '../document/quality'
import type { PrintedLine } from './printed-line'
import { readText } from './text-reader'

// What one picture hides, another shows: in dim light one misses a field of a document in six, and two none. Each takes about half a second.
const MOST_PICTURES = 2

// Covered with the mean of the picture, so that no edge is taken for a letter.
function without({ width, height, data }: GreyImage, areas: readonly Area[]): GreyImage {
  const covered = Uint8Array.from(data)
  let sum = 0
  for (const value of data) sum += value
  const mean = Math.round(sum / data.length)
  for (const { left, top, right, bottom } of areas) {
    const [from, to] = [Math.max(0, Math.floor(left * width)), Math.min(width, Math.ceil(right * width))]
    for (let y = Math.max(0, Math.floor(top * height)); y < Math.min(height, bottom * height); y++)
      covered.fill(mean, y * width + from, y * width + to)
  }
  return { width, height, data: covered }
}

// `flats`: pictures of the side laid flat, best first. `covered`: where portrait and zone are. `enough`: whether no other picture need be read.
export async function readPrint(
  flats: readonly RgbImage[],
  covered: readonly Area[],
  enough: (lines: readonly PrintedLine[]) => boolean,
): Promise<PrintedLine[]> {
  const lines: PrintedLine[] = []
  for (const [at, flat] of flats.slice(0, MOST_PICTURES).entries()) {
    // An empty line parts two pictures.
    lines.push(...(at > 0 ? [[]] : []), ...(await readText(without(toGrey(flat), covered), at > 0)))
    if (enough(lines)) break
  }
  return lines
}
