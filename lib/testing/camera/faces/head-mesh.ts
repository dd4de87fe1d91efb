// The mesh that makes a photographed head movable: face landmarks, rings around them, and the regions that open and close.
import { pick, type Point, type Portrait, type Triangle } from '../portrait/portrait'

/** A vertex of the resting head; `follow` is how much it takes part in the head's movement (1 face, 0 background). */
export type Vertex = Point & { follow: number }
export type HeadMesh = {
  vertices: Vertex[]
  face: Triangle[]
  eyes: Triangle[]
  mouth: Triangle[]
  centre: Point
  /** Width between the cheekbones and height from forehead to chin, in pixels. */
  width: number
  height: number
  landmarkCount: number
}

const oval = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93,
  234, 127, 162, 21, 54, 103, 67, 109,
]
// size of the ring, how much it follows, how far behind the temples it lies (face widths)
const rings: [size: number, follow: number, depth: number][] = [
  [1.16, 1, 0.05],
  [1.42, 0.75, 0.12],
  [1.9, 0.25, 0.12],
  [2.6, 0, 0.12],
]

type Lid = { upper: readonly number[]; lower: readonly number[]; fold: readonly number[]; corners: readonly [number, number] }

export const lids: readonly Lid[] = [
  {
    upper: [246, 161, 160, 159, 158, 157, 173],
    lower: [7, 163, 144, 145, 153, 154, 155],
    fold: [247, 30, 29, 27, 28, 56, 190],
    corners: [33, 133],
  },
  {
    upper: [466, 388, 387, 386, 385, 384, 398],
    lower: [249, 390, 373, 374, 380, 381, 382],
    fold: [467, 260, 259, 257, 258, 286, 414],
    corners: [263, 362],
  },
]
const innerLips = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191]

export function headMesh({ landmarks, triangles }: Portrait): HeadMesh {
  const at = (index: number) => pick(landmarks, index)
  const centre = { x: (at(127).x + at(356).x) / 2, y: (at(10).y + at(152).y) / 2, z: (at(127).z + at(356).z) / 2 }
  const width = Math.abs(at(454).x - at(234).x)
  const height = Math.abs(at(152).y - at(10).y)
  const vertices: Vertex[] = landmarks.map((point) => ({ ...point, follow: 1 }))
  const all: Triangle[] = [...triangles]
  let inner = oval
  for (const [size, follow, depth] of rings) {
    const outer = oval.map((index) => {
      const { x, y } = at(index)
      vertices.push({ x: centre.x + (x - centre.x) * size, y: centre.y + (y - centre.y) * size, z: centre.z + depth * width, follow })
      return vertices.length - 1
    })
    all.push(...band(inner, outer))
    inner = outer
  }
  const eyeOutlines = lids.map((lid) => [lid.corners[0], ...lid.lower, lid.corners[1], ...lid.upper.toReversed()])
  const eyeSet = new Set(eyeOutlines.flat())
  const lipSet = new Set(innerLips)
  const open = (triangle: Triangle) => triangle.every((index) => eyeSet.has(index)) || triangle.every((index) => lipSet.has(index))
  return {
    vertices,
    face: all.filter((triangle) => !open(triangle)),
    eyes: eyeOutlines.flatMap(fan),
    mouth: fan(innerLips),
    centre,
    width,
    height,
    landmarkCount: landmarks.length,
  }
}

function band(inner: number[], outer: number[]): Triangle[] {
  return inner.flatMap((_, index): Triangle[] => {
    const next = (index + 1) % inner.length
    const [a, b, c, d] = [pick(inner, index), pick(inner, next), pick(outer, index), pick(outer, next)]
    return [
      [a, b, c],
      [b, d, c],
    ]
  })
}

function fan(outline: number[]): Triangle[] {
  return outline.slice(2).map((corner, index): Triangle => [pick(outline, 0), pick(outline, index + 1), corner])
}
