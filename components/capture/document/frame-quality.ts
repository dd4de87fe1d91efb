// What makes a picture of a document unusable, as numbers: too little light, reflections, blur, movement.
import type { GreyPicture } from './grey-picture'
import type { Box } from './guide'

/** Mean shade within the box, 0 to 255. */
export function brightness(picture: GreyPicture, box: Box): number {
  let [sum, count] = [0, 0]
  eachPixel(picture, box, (shade) => {
    sum += shade
    count += 1
  })
  return count === 0 ? 0 : sum / count
}

/** The part of the box that is burnt out, 0 to 1. White paper is bright, but never quite this bright. */
export function glare(picture: GreyPicture, box: Box): number {
  let [burnt, count] = [0, 0]
  eachPixel(picture, box, (shade) => {
    if (shade >= 252) burnt += 1
    count += 1
  })
  return count === 0 ? 0 : burnt / count
}

/** Variance of the Laplacian after a small blur, which keeps sensor noise from passing for detail; below about 15 is out of focus. */
export function sharpness(picture: GreyPicture): number {
  const { width, height } = picture
  const soft = smoothed(smoothed(picture))
  let [sum, squares, count] = [0, 0, 0]
  for (let y = 3; y < height - 3; y++) {
    for (let x = 3; x < width - 3; x++) {
      const at = y * width + x
      const change = 4 * (soft[at] ?? 0) - (soft[at - 1] ?? 0) - (soft[at + 1] ?? 0) - (soft[at - width] ?? 0) - (soft[at + width] ?? 0)
      sum += change
      squares += change * change
      count += 1
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2
}

/** Mean difference between two pictures taken shortly after each other, in shades. */
export function movement(before: GreyPicture, after: GreyPicture): number {
  if (before.data.length !== after.data.length) return 255
  let sum = 0
  for (let at = 0; at < after.data.length; at++) sum += Math.abs((before.data[at] ?? 0) - (after.data[at] ?? 0))
  return sum / after.data.length
}

function eachPixel({ width, height, data }: GreyPicture, box: Box, visit: (shade: number) => void): void {
  const right = Math.min(width, Math.round(box.left + box.width))
  const bottom = Math.min(height, Math.round(box.top + box.height))
  for (let y = Math.max(0, Math.round(box.top)); y < bottom; y++) {
    for (let x = Math.max(0, Math.round(box.left)); x < right; x++) visit(data[y * width + x] ?? 0)
  }
}

/** One pass of a 3 x 3 box blur. */
function smoothed({ width, height, data }: { width: number; height: number; data: ArrayLike<number> }) {
  const result = new Float32Array(width * height)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      let sum = 0
      for (let row = at - width; row <= at + width; row += width) sum += (data[row - 1] ?? 0) + (data[row] ?? 0) + (data[row + 1] ?? 0)
      result[at] = sum / 9
    }
  }
  return Object.assign(result, { width, height, data: result })
}
