// Finds the document's four corners in a frame and lays the document flat.
import { areaOf, aspectOf, cornersOf, type Point, type Quad } from '../engine/geometry'
import type { GreyImage, RgbImage } from '../engine/image'
import { withMats, type Keep, type OpenCv } from '../engine/opencv'

type Mat = InstanceType<OpenCv['Mat']>

// Edges are looked for at this width: enough for corners within two pixels, and fast.
const SEARCH_WIDTH = 640

// ISO/IEC 7810: ID-1 85.6 x 54 mm; ID-3 125 x 88 mm and ID-2 105 x 74 mm share 1.42.
export const ID1_ASPECT = 1.585
export const ID3_ASPECT = 1.42

/** How edges are told from noise. */
const MODES = ['otsu', 'faint', 'strong'] as const

// Of a Canny edge: where one may go on, and where one may begin.
const GRADIENTS = { faint: [30, 90], strong: [60, 160] } as const

// Gaps between dark things that are closed, in pixels of the search.
const GAP = 25

// Marks whatever comes within half a gap of something marked. A sum over the square tells it, in less than half the time of cv.dilate.
function widened(cv: OpenCv, keep: Keep, marked: Mat): Mat {
  const sums = keep(new cv.Mat())
  cv.boxFilter(marked, sums, cv.CV_32F, new cv.Size(GAP, GAP), new cv.Point(-1, -1), false, cv.BORDER_CONSTANT)
  cv.threshold(sums, sums, 0.5, 255, cv.THRESH_BINARY)
  return sums
}

// What is bright against the rest, its gaps closed: widened, and what was not reached widened back.
function bright(cv: OpenCv, keep: Keep, grey: Mat): Mat {
  const found = keep(new cv.Mat())
  cv.threshold(grey, found, 0, 255, cv.THRESH_BINARY | cv.THRESH_OTSU)
  const dark = widened(cv, keep, found)
  cv.threshold(dark, dark, 0.5, 255, cv.THRESH_BINARY_INV)
  cv.threshold(widened(cv, keep, dark), dark, 0.5, 255, cv.THRESH_BINARY_INV)
  dark.convertTo(found, cv.CV_8U)
  return found
}

type Gradients = readonly [across: Mat, down: Mat]

// Both kinds of edges need them.
function gradientsOf(cv: OpenCv, keep: Keep, grey: Mat): Gradients {
  const [across, down] = [keep(new cv.Mat()), keep(new cv.Mat())]
  cv.Sobel(grey, across, cv.CV_16S, 1, 0, 3, 1, 0, cv.BORDER_REPLICATE)
  cv.Sobel(grey, down, cv.CV_16S, 0, 1, 3, 1, 0, cv.BORDER_REPLICATE)
  return [across, down]
}

function edges(cv: OpenCv, keep: Keep, [across, down]: Gradients, mode: keyof typeof GRADIENTS): Mat {
  const found = keep(new cv.Mat())
  const [low, high] = GRADIENTS[mode]
  cv.Canny1(across, down, found, low, high)
  cv.dilate(found, found, keep(cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(5, 5))))
  return found
}

// The hull of one outline, simplified until it has four corners; null when it never has.
function fourCorners(cv: OpenCv, keep: Keep, hull: Mat): Point[] | null {
  for (const tolerance of [0.02, 0.03, 0.05]) {
    const simple = keep(new cv.Mat())
    cv.approxPolyDP(hull, simple, tolerance * cv.arcLength(hull, true), true)
    if (simple.rows === 4) {
      const at = simple.data32S
      return [0, 2, 4, 6].map((place) => [at[place] ?? 0, at[place + 1] ?? 0] as const)
    }
  }
  return null
}

// Sum and difference of the coordinates tell the corners apart for turns of less than 45 degrees.
function ordered(points: readonly Point[], scale: number): Quad {
  const pick = (rank: (p: Point) => number): Point => {
    const [x, y] = [...points].sort((a, b) => rank(a) - rank(b))[0] ?? [0, 0]
    return [x * scale, y * scale]
  }
  return {
    topLeft: pick(([x, y]) => x + y),
    bottomRight: pick(([x, y]) => -x - y),
    topRight: pick(([x, y]) => y - x),
    bottomLeft: pick(([x, y]) => x - y),
  }
}

// The proportions that a tilted document can have; lying sideways, the inverse.
const [LEAST_ASPECT, MOST_ASPECT] = [1.05, 2.2]

// The largest four-cornered outline between 15 and 98.5 % of the picture that could be a document's. One that is wider than high goes first,
// because documents mostly lie so.
export function findCard(image: GreyImage): Quad | null {
  return withMats((keep, cv) => {
    const full = keep(new cv.Mat(image.height, image.width, cv.CV_8UC1))
    full.data.set(image.data)
    const scale = image.width / SEARCH_WIDTH
    const grey = keep(new cv.Mat())
    cv.resize(full, grey, new cv.Size(SEARCH_WIDTH, Math.round(image.height / scale)), 0, 0, cv.INTER_AREA)
    cv.GaussianBlur(grey, grey, new cv.Size(5, 5), 0)
    const whole = grey.rows * grey.cols
    const gradients = gradientsOf(cv, keep, grey)
    type Found = { score: number; quad: Quad }
    let best: Found | null = null
    let sideways: Found | null = null
    for (const mode of MODES) {
      const outlines = keep(new cv.MatVector())
      const found = mode === 'otsu' ? bright(cv, keep, grey) : edges(cv, keep, gradients, mode)
      cv.findContours(found, outlines, keep(new cv.Mat()), cv.RETR_EXTERNAL, cv.CHAIN_APPROX_SIMPLE)
      for (let at = 0; at < outlines.size(); at++) {
        const hull = keep(new cv.Mat())
        cv.convexHull(keep(outlines.get(at)), hull)
        const area = cv.contourArea(hull)
        if (area < whole * 0.15 || area > whole * 0.985) continue
        const corners = fourCorners(cv, keep, hull)
        if (!corners) continue
        const quad = ordered(corners, scale)
        const aspect = aspectOf(quad)
        const long = Math.max(aspect, 1 / aspect)
        if (!(long > LEAST_ASPECT && long < MOST_ASPECT)) continue
        const covered = 1 - Math.abs(areaOf(corners) - area) / area
        const score = area * covered * (mode === 'otsu' ? 0.98 : 1)
        if (aspect > 1 && (!best || score > best.score)) best = { score, quad }
        if (aspect < 1 && (!sideways || score > sideways.score)) sideways = { score, quad }
      }
    }
    return (best ?? sideways)?.quad ?? null
  })
}

const cardAspect = (quad: Quad): number =>
  Math.abs(aspectOf(quad) - ID3_ASPECT) < Math.abs(aspectOf(quad) - ID1_ASPECT) ? ID3_ASPECT : ID1_ASPECT

// The document as if photographed from straight above, `width` pixels wide, in colour.
export function flattenCard(image: RgbImage, quad: Quad, width: number, aspect = cardAspect(quad)): RgbImage {
  const height = Math.round(width / aspect)
  return withMats((keep, cv) => {
    const source = keep(new cv.Mat(image.height, image.width, cv.CV_8UC3))
    source.data.set(image.data)
    const from = keep(cv.matFromArray(4, 1, cv.CV_32FC2, cornersOf(quad).flat()))
    const to = keep(cv.matFromArray(4, 1, cv.CV_32FC2, [0, 0, width, 0, width, height, 0, height]))
    const homography = keep(cv.getPerspectiveTransform(from, to))
    const flat = keep(new cv.Mat())
    const size = new cv.Size(width, height)
    cv.warpPerspective(source, flat, homography, size, cv.INTER_CUBIC, cv.BORDER_REPLICATE, new cv.Scalar())
    return { width, height, data: new Uint8Array(flat.data) }
  })
}
