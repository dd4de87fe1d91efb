// Whether the nose stands out of the face: when a head turns, its tip moves further than the bridge above it and the chin below, because it is
// nearer to the camera. On a sheet, bent or flat, what stands one above the other moves alike. Landmarks cannot tell, because their model puts a
// nose on every face; so small squares of one picture are looked for in another.
import { atLeast, orRefer, type Finding } from '../finding'
import type { Point } from '../engine/geometry'
import { toGrey, type GreyImage, type RgbImage } from '../engine/image'
import { withMats, type Keep, type OpenCv } from '../engine/opencv'
import type { Landmarks } from '../face/landmarks'
import type { Policy } from '../policy'
import type { SelfieStepReading } from './step'

// One turned picture against the face at rest: how far it is turned (as `nose` of FaceMeasures), and how much further the tip of the nose went
// than bridge and chin, in distances of the outer corners of the eyes.
export type Relief = { readonly turn: number; readonly ahead: number }

type Turned = { readonly image: RgbImage; readonly landmarks: Landmarks; readonly nose: number }

type Mat = InstanceType<OpenCv['Mat']>

const [EYE_RIGHT, EYE_LEFT] = [33, 263]
const [TIP, BRIDGE, CHIN] = [1, 168, 199]
// Pixels between the outer corners of the eyes, when pictures are compared; half a square, and how far it may have gone.
const EYES = 96
const HALF = 13
const [ACROSS, UPWARDS] = [116, 24]
// Correlation of the same square on both pictures.
const LEAST_LIKE = 0.8
// Turned less, nothing is seen to move; turned more, squares change too much to be found again. The pictures nearest to the middle are taken.
const [LEAST_TURN, BEST_TURN, MOST_TURN] = [0.05, 0.18, 0.34]
const PICTURES = 4

function scaled(cv: OpenCv, keep: Keep, { width, height, data }: GreyImage, scale: number): Mat {
  const full = keep(new cv.Mat(height, width, cv.CV_8UC1))
  full.data.set(data)
  const small = keep(new cv.Mat())
  cv.resize(full, small, new cv.Size(Math.round(width * scale), Math.round(height * scale)), 0, 0, cv.INTER_AREA)
  return small
}

// How far the square around `from` went; null where it is not found again for certain.
function went(cv: OpenCv, keep: Keep, before: Mat, after: Mat, from: Point): Point | null {
  const [x, y] = [Math.round(from[0]), Math.round(from[1])]
  if (x < HALF || y < HALF || x + HALF >= before.cols || y + HALF >= before.rows) return null
  const square = keep(before.roi(new cv.Rect(x - HALF, y - HALF, 2 * HALF + 1, 2 * HALF + 1)))
  const [left, top] = [Math.max(0, x - HALF - ACROSS), Math.max(0, y - HALF - UPWARDS)]
  const [right, bottom] = [Math.min(after.cols, x + HALF + ACROSS + 1), Math.min(after.rows, y + HALF + UPWARDS + 1)]
  const like = keep(new cv.Mat())
  cv.matchTemplate(keep(after.roi(new cv.Rect(left, top, right - left, bottom - top))), square, like, cv.TM_CCOEFF_NORMED)
  const values = like.data32F
  let best = 0
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) > (values[best] ?? 0)) best = at
  const [column, line] = [best % like.cols, Math.floor(best / like.cols)]
  const atBorder = column === 0 || line === 0 || column === like.cols - 1 || line === like.rows - 1
  if (atBorder || (values[best] ?? 0) < LEAST_LIKE) return null
  // Between the pixels: the top of a parabola through three values.
  const [low, most, high] = [values[best - 1] ?? 0, values[best] ?? 0, values[best + 1] ?? 0]
  const between = (low - high) / (2 * Math.min(-1e-6, low - 2 * most + high))
  return [left + column + HALF - x + between, top + line + HALF - y]
}

/** The face at rest and the same face turned, in any order and number. */
export function measureRelief(rest: Turned, others: readonly Turned[]): Relief[] {
  const [right, left] = [EYE_RIGHT, EYE_LEFT].map((index) => rest.landmarks[index] ?? [0, 0, 0]) as [number[], number[]]
  const across: Point = [(left[0] ?? 0) - (right[0] ?? 0), (left[1] ?? 0) - (right[1] ?? 0)]
  const eyes = Math.hypot(...across)
  const far = ({ nose }: Turned) => Math.abs(nose - rest.nose)
  const fit = others.filter((other) => far(other) >= LEAST_TURN && far(other) <= MOST_TURN)
  const taken = fit.sort((a, b) => Math.abs(far(a) - BEST_TURN) - Math.abs(far(b) - BEST_TURN)).slice(0, PICTURES)
  if (eyes === 0 || taken.length === 0) return []
  const scale = EYES / eyes
  const place = (index: number): Point => [(rest.landmarks[index]?.[0] ?? 0) * scale, (rest.landmarks[index]?.[1] ?? 0) * scale]
  return withMats((keep, cv) => {
    const before = scaled(cv, keep, toGrey(rest.image), scale)
    return taken.flatMap((other) => {
      const after = scaled(cv, keep, toGrey(other.image), scale)
      const [tip, bridge, chin] = [TIP, BRIDGE, CHIN].map((index) => {
        const way = went(cv, keep, before, after, place(index))
        return way && (way[0] * across[0] + way[1] * across[1]) / eyes / EYES
      })
      return tip == null || bridge == null || chin == null ? [] : [{ turn: other.nose - rest.nose, ahead: tip - (bridge + chin) / 2 }]
    })
  })
}

// What is seen of too few turns says nothing.
const LEAST_SEEN = 0.006

export function judgeRelief(steps: readonly Pick<SelfieStepReading, 'relief'>[], { liveness }: Policy): Finding[] {
  const seen = steps.flatMap(({ relief }) => relief)
  const turns = seen.reduce((sum, { turn }) => sum + turn ** 2, 0)
  if (turns < LEAST_SEEN) return []
  const score = seen.reduce((sum, { turn, ahead }) => sum + turn * ahead, 0) / turns
  const relief = atLeast({
    check: 'liveness_relief',
    score,
    threshold: liveness.minRelief,
    model: 'nose-parallax/1',
    detail: { pictures: seen.length },
  })
  return [orRefer(relief, 'FACE_FLAT')]
}
