// Draws a posed head: the photograph mapped triangle by triangle onto the moved mesh, nearest first.
import type { Image } from '../image'
import { pick, samplePixel, type Point, type Portrait, type Triangle } from '../portrait/portrait'
import { headMesh } from './head-mesh'
import { posed, type Pose } from './pose'

const insideOfMouth = [52, 18, 20] as const

/** A function that draws the person in any pose, 640 x 480, about 30 ms each. */
export function faceRenderer(portrait: Portrait): (pose: Pose) => Image {
  const mesh = headMesh(portrait)
  return (pose) => {
    const moved = posed(mesh, pose)
    const canvas = new Canvas(portrait.photo, mesh.vertices, moved)
    const gaping = (pose.open ?? 0) > 0.02
    for (const triangle of mesh.mouth) canvas.draw(triangle, gaping ? insideOfMouth : undefined)
    for (const triangle of mesh.eyes) canvas.draw(triangle)
    for (const triangle of mesh.face) canvas.draw(triangle)
    return canvas.image
  }
}

class Canvas {
  readonly image: Image
  readonly #depth: Float32Array

  constructor(
    readonly photo: Image,
    readonly from: readonly Point[],
    readonly to: readonly Point[],
  ) {
    this.image = { ...photo, pixels: Uint8Array.from(photo.pixels) }
    this.#depth = new Float32Array(photo.width * photo.height).fill(Number.POSITIVE_INFINITY)
  }

  draw([first, second, third]: Triangle, plain?: readonly [number, number, number]): void {
    const [a, b, c] = [pick(this.to, first), pick(this.to, second), pick(this.to, third)]
    const [sa, sb, sc] = [pick(this.from, first), pick(this.from, second), pick(this.from, third)]
    const area = (b.y - c.y) * (a.x - c.x) + (c.x - b.x) * (a.y - c.y)
    if (Math.abs(area) < 1e-6) return
    const { width, height, pixels } = this.image
    const right = Math.min(width - 1, Math.ceil(Math.max(a.x, b.x, c.x)))
    const bottom = Math.min(height - 1, Math.ceil(Math.max(a.y, b.y, c.y)))
    for (let y = Math.max(0, Math.floor(Math.min(a.y, b.y, c.y))); y <= bottom; y++) {
      for (let x = Math.max(0, Math.floor(Math.min(a.x, b.x, c.x))); x <= right; x++) {
        const u = ((b.y - c.y) * (x - c.x) + (c.x - b.x) * (y - c.y)) / area
        const v = ((c.y - a.y) * (x - c.x) + (a.x - c.x) * (y - c.y)) / area
        const w = 1 - u - v
        if (u < -0.001 || v < -0.001 || w < -0.001) continue
        const spot = y * width + x
        const depth = u * a.z + v * b.z + w * c.z
        if (depth > (this.#depth[spot] ?? 0) + 0.01) continue
        this.#depth[spot] = depth
        if (plain) pixels.set(plain, spot * 3)
        else samplePixel(this.photo, u * sa.x + v * sb.x + w * sc.x, u * sa.y + v * sb.y + w * sc.y, pixels, spot * 3)
      }
    }
  }
}
