// Whether two pictures of a document that was laid flat show one and the same: each part of it must look alike. Cards of one kind with different
// holders look alike as a whole, and differ where names, numbers and portrait are.
import sharp from 'sharp'
import type { RgbImage } from '../engine/image'

const WIDTH = 360
// Side of a part, in pixels of that width: a tenth of the document, so that one name of another fills enough of it.
const PART = 40
// Corners are found within a few pixels only, so the best of small shifts counts.
const REACH = 4
// Pixels over which noise is smoothed, and over which light changes.
const [FINE, SLOW] = [1, 8]
// Standard deviation of the brightness of a part that has print. What has less is noise and shadow.
const PRINTED = 10
// Correlation. Of one document, tilted and out of focus, 0.92 and more in each part; where one name was another, 0.47 and less.
const ALIKE = 0.7

type Structure = { readonly height: number; readonly data: Float32Array }

// Scaled down, without noise and without what changes slowly over the surface. `height`: of both pictures that are compared.
async function structureOf({ width, height: full, data }: RgbImage, height: number): Promise<Structure> {
  const small = sharp(data, { raw: { width, height: full, channels: 3 } })
    .toColourspace('b-w')
    .resize({ width: WIDTH, height, fit: 'fill' })
  const [fine, slow] = await Promise.all([FINE, SLOW].map((sigma) => small.clone().blur(sigma).raw().toBuffer()))
  return { height, data: Float32Array.from(fine ?? [], (value, at) => value - (slow?.[at] ?? 0)) }
}

type Shift = { readonly right: number; readonly down: number }
const ALONG = Array.from({ length: 2 * REACH + 1 }, (_, at) => at - REACH)
const SHIFTS: readonly Shift[] = ALONG.flatMap((down) => ALONG.map((right) => ({ right, down }))).sort(
  (a, b) => Math.hypot(a.right, a.down) - Math.hypot(b.right, b.down),
)

// Whether a part of one picture is found in the other, or neither has print there.
function isAlike(one: Structure, other: Structure, left: number, top: number, { right, down }: Shift): boolean {
  const count = PART * PART
  let [sumA, sumB, dotA, dotB, dot] = [0, 0, 0, 0, 0]
  for (let y = top; y < top + PART; y++) {
    for (let x = left; x < left + PART; x++) {
      const a = one.data[y * WIDTH + x] ?? 0
      const b = other.data[(y + down) * WIDTH + x + right] ?? 0
      sumA += a
      sumB += b
      dotA += a * a
      dotB += b * b
      dot += a * b
    }
  }
  const [ofA, ofB] = [dotA - sumA ** 2 / count, dotB - sumB ** 2 / count]
  if (Math.max(ofA, ofB) < PRINTED ** 2 * count) return true
  return ofA > 0 && ofB > 0 && dot - (sumA * sumB) / count >= ALIKE * Math.sqrt(ofA * ofB)
}

function areAlike(one: Structure, other: Structure): boolean {
  // Parts beside each other are shifted alike.
  let last: Shift = { right: 0, down: 0 }
  for (let top = REACH; top + PART + REACH <= one.height; top += PART) {
    for (let left = REACH; left + PART + REACH <= WIDTH; left += PART) {
      const found = [last, ...SHIFTS].find((shift) => isAlike(one, other, left, top, shift))
      if (!found) return false
      last = found
    }
  }
  return true
}

/** Of `others`, those that show the document that `known` shows. */
export async function sameDocument<Seen extends { readonly flat: RgbImage }>(known: Seen, others: readonly Seen[]): Promise<Seen[]> {
  const height = Math.round((WIDTH * known.flat.height) / known.flat.width)
  const [own, ...structures] = await Promise.all([known, ...others].map(({ flat }) => structureOf(flat, height)))
  return own ? others.filter((_, at) => areAlike(own, structures[at] as Structure)) : []
}
