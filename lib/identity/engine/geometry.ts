// Points and four-cornered shapes in a picture, in pixels.

export type Point = readonly [x: number, y: number]

export type Quad = {
  readonly topLeft: Point
  readonly topRight: Point
  readonly bottomRight: Point
  readonly bottomLeft: Point
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])

export const cornersOf = ({ topLeft, topRight, bottomRight, bottomLeft }: Quad): readonly Point[] => [
  topLeft,
  topRight,
  bottomRight,
  bottomLeft,
]

// How a document lies in the picture, in quarter turns clockwise: 0 upright, 2 upside down.
export const TURNS = [0, 2, 1, 3] as const
export type Turn = (typeof TURNS)[number]

// The same shape with its corners named as the document names them, which lies turned.
export function turned(quad: Quad, turn: Turn): Quad {
  const corners = cornersOf(quad)
  const [topLeft, topRight, bottomRight, bottomLeft] = [0, 1, 2, 3].map((at) => corners[(at + turn) % 4] ?? quad.topLeft) as [
    Point,
    Point,
    Point,
    Point,
  ]
  return { topLeft, topRight, bottomRight, bottomLeft }
}

export type Sides = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number }

export const sidesOf = (quad: Quad): Sides => ({
  top: distance(quad.topLeft, quad.topRight),
  bottom: distance(quad.bottomLeft, quad.bottomRight),
  left: distance(quad.topLeft, quad.bottomLeft),
  right: distance(quad.topRight, quad.bottomRight),
})

// Mean width over mean height.
export function aspectOf(quad: Quad): number {
  const { top, bottom, left, right } = sidesOf(quad)
  return (top + bottom) / (left + right)
}

export function areaOf(points: readonly Point[]): number {
  const twice = points.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = points[(at + 1) % points.length] ?? [x, y]
    return sum + x * nextY - nextX * y
  }, 0)
  return Math.abs(twice / 2)
}
