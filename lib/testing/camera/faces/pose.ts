// Moves the resting head mesh into a pose: head turned, lids shut, mouth opened, smile deepened or relaxed.
import { pick, type Point } from '../portrait/portrait'
import { lids, type HeadMesh, type Vertex } from './head-mesh'

export type Pose = {
  /** Degrees; positive turns the head to its own left, towards the right edge of an unmirrored picture. */
  yaw?: number
  /** 0 shut to 1 wide open. */
  open?: number
  /** 0 open to 1 shut. */
  blink?: number
  /** 0 as photographed, negative relaxes, positive widens. */
  smile?: number
  /** Where the head has drifted to, in pixels. */
  dx?: number
  dy?: number
}

const lowerLip = new Set([
  95, 88, 178, 87, 14, 317, 402, 318, 324, 96, 89, 179, 86, 15, 316, 403, 319, 325, 77, 90, 180, 85, 16, 315, 404, 320, 307, 146, 91, 181,
  84, 17, 314, 405, 321, 375,
])
const upperLip = new Set([
  191, 80, 81, 82, 13, 312, 311, 310, 415, 183, 42, 41, 38, 12, 268, 271, 272, 407, 184, 74, 73, 72, 11, 302, 303, 304, 408, 185, 40, 39,
  37, 0, 267, 269, 270, 409,
])
const mouthCorners = [
  [61, -1],
  [291, 1],
] as const

export function posed(mesh: HeadMesh, pose: Pose): Point[] {
  const points = mesh.vertices.map(({ x, y, z }) => ({ x, y, z }))
  smile(mesh, points, pose.smile ?? 0)
  openMouth(mesh, points, pose.open ?? 0)
  shutLids(points, pose.blink ?? 0)
  turn(mesh, points, pose)
  return points
}

function smile(mesh: HeadMesh, points: Point[], amount: number): void {
  const half = mouthHalfWidth(mesh)
  mesh.vertices.forEach((vertex, index) => {
    const point = pick(points, index)
    for (const [corner, side] of mouthCorners) {
      const { x, y } = pick(mesh.vertices, corner)
      const near = Math.exp(-((vertex.x - x) ** 2 + (vertex.y - y) ** 2) / (half * 0.75) ** 2)
      point.x += side * amount * half * 0.22 * near
      point.y -= amount * half * 0.16 * near
    }
  })
}

function openMouth(mesh: HeadMesh, points: Point[], amount: number): void {
  if (amount === 0) return
  mesh.vertices.forEach((vertex, index) => {
    pick(points, index).y += amount * mesh.height * 0.16 * jawShare(mesh, vertex, index)
  })
}

/** How far a vertex goes with the jaw: the lower lip and chin fully, cheeks and neck a little, the upper lip not at all. */
function jawShare(mesh: HeadMesh, vertex: Vertex, index: number): number {
  if (upperLip.has(index)) return 0
  const [left, right] = [pick(mesh.vertices, 61), pick(mesh.vertices, 291)]
  const aside = vertex.x - (left.x + right.x) / 2
  const below = vertex.y - (left.y + right.y) / 2
  const lateral = (reach: number) => Math.max(0, 1 - (aside / reach) ** 2)
  if (lowerLip.has(index)) return lateral(mouthHalfWidth(mesh) * 1.02) ** 0.6
  if (below <= 0) return 0
  if (index < mesh.landmarkCount) return lateral(mesh.width * 0.55) * Math.min(1, below / (mesh.height * 0.08))
  return Math.min(1, below / (mesh.height * 0.5)) * vertex.follow * 0.5 * lateral(mesh.width * 0.8)
}

function shutLids(points: Point[], amount: number): void {
  if (amount === 0) return
  for (const lid of lids) {
    lid.upper.forEach((index, position) => {
      const upper = pick(points, index)
      const lower = pick(points, pick(lid.lower, position))
      const fold = pick(points, pick(lid.fold, position))
      const [dx, dy] = [(lower.x - upper.x) * amount, (lower.y - upper.y) * amount]
      fold.x += dx * 0.45
      fold.y += dy * 0.45
      upper.x += dx * 0.97
      upper.y += dy * 0.97
    })
  }
}

function turn(mesh: HeadMesh, points: Point[], { yaw = 0, dx = 0, dy = 0 }: Pose): void {
  const { centre } = mesh
  const pivot = centre.z + mesh.width * 0.12
  mesh.vertices.forEach(({ follow }, index) => {
    const point = pick(points, index)
    const angle = (yaw * follow * Math.PI) / 180
    const [x, z] = [point.x - centre.x, point.z - pivot]
    point.x = centre.x + x * Math.cos(angle) - z * Math.sin(angle) + dx * follow
    point.z = pivot + x * Math.sin(angle) + z * Math.cos(angle)
    point.y += dy * follow
  })
}

function mouthHalfWidth({ vertices }: HeadMesh): number {
  return Math.abs(pick(vertices, 291).x - pick(vertices, 61).x) / 2
}
