// Where in a picture the machine readable zone may stand, and that strip as evenly lit ink.
import type { Point } from '../../engine/geometry'
import type { GreyImage } from '../../engine/image'
import { withMats, type Keep, type OpenCv } from '../../engine/opencv'

type Mat = InstanceType<OpenCv['Mat']>

// A turned rectangle in pixels; the angle in degrees.
export type Band = { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly angle: number }

// Darkness 0..1 per pixel; `strong` leaves out the faint part that background printing makes. `onImage`: where a pixel of the strip was.
export type Ink = {
  readonly width: number
  readonly height: number
  readonly ink: Float32Array
  readonly strong: Float32Array
  readonly onImage: (x: number, y: number) => Point
}

const SEARCH_WIDTH = 900
const STRIP_WIDTH = 1400

// Blur and closing sizes for zones that fill the width, are far away, or are two lines only.
const TEXTURES = [
  { blur: [45, 9], close: [41, 25] },
  { blur: [61, 9], close: [61, 35] },
  { blur: [35, 7], close: [35, 19] },
] as const

const greyMat = (cv: OpenCv, keep: Keep, image: GreyImage): Mat => {
  const mat = keep(new cv.Mat(image.height, image.width, cv.CV_8UC1))
  mat.data.set(image.data)
  return mat
}

// Keeps dark strokes on a lighter ground with steep vertical edges, as rows of printed capitals have them.
function strokes(cv: OpenCv, keep: Keep, grey: Mat): Mat {
  const box = (side: number) => keep(cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(side, side)))
  const dark = keep(new cv.Mat())
  const steep = keep(new cv.Mat())
  cv.medianBlur(grey, grey, 3)
  cv.GaussianBlur(grey, grey, new cv.Size(3, 3), 0)
  cv.morphologyEx(grey, dark, cv.MORPH_BLACKHAT, box(25))
  cv.Sobel(dark, steep, cv.CV_16S, 1, 0, 3)
  cv.convertScaleAbs(steep, steep, 0.5, 0)
  // Capped, so that one thick black line does not outshine the text.
  cv.min(steep, keep(new cv.Mat(steep.rows, steep.cols, steep.type(), new cv.Scalar(90))), steep)
  return steep
}

type Ranked = Band & { readonly rank: number }

function bandOf(cv: OpenCv, outline: Mat, scale: number): Ranked | null {
  const { center, size, angle: given } = cv.minAreaRect(outline)
  const [width, height] = size.width >= size.height ? [size.width, size.height] : [size.height, size.width]
  const angle = (((((size.width >= size.height ? given : given - 90) + 90) % 180) + 180) % 180) - 90
  const ratio = width / height
  if (width < SEARCH_WIDTH * 0.35 || ratio < 2.6 || ratio > 26 || Math.abs(angle) > 35) return null
  const filled = cv.contourArea(outline) / (width * height)
  const placed = { x: center.x / scale, y: center.y / scale, width: width / scale, height: height / scale, angle }
  return { ...placed, rank: width * filled + center.y * 0.3 }
}

const alike = (a: Band, b: Band) =>
  Math.abs(a.y - b.y) < a.height * 0.25 && Math.abs(a.height - b.height) < a.height * 0.2 && Math.abs(a.width - b.width) < a.width * 0.08

// Most likely first.
export function findBands(image: GreyImage): Band[] {
  return withMats((keep, cv) => {
    const scale = SEARCH_WIDTH / image.width
    const grey = keep(new cv.Mat())
    cv.resize(greyMat(cv, keep, image), grey, new cv.Size(SEARCH_WIDTH, Math.round(image.height * scale)), 0, 0, cv.INTER_AREA)
    const steep = strokes(cv, keep, grey)
    const box = (width: number, height: number) => keep(cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(width, height)))
    const found: Ranked[] = []
    for (const { blur, close } of TEXTURES) {
      const area = keep(new cv.Mat())
      cv.blur(steep, area, new cv.Size(blur[0], blur[1]))
      cv.threshold(area, area, 0, 255, cv.THRESH_BINARY | cv.THRESH_OTSU)
      cv.morphologyEx(area, area, cv.MORPH_CLOSE, box(close[0], close[1]))
      cv.erode(area, area, box(Math.round(blur[0] * 0.6), 5))
      cv.morphologyEx(area, area, cv.MORPH_OPEN, box(31, 9))
      const outlines = keep(new cv.MatVector())
      cv.findContours(area, outlines, keep(new cv.Mat()), cv.RETR_EXTERNAL, cv.CHAIN_APPROX_SIMPLE)
      for (let at = 0; at < outlines.size(); at++) {
        const band = bandOf(cv, keep(outlines.get(at)), scale)
        if (band) found.push(band)
      }
    }
    found.sort((a, b) => b.rank - a.rank)
    return found.filter((band, at) => found.findIndex((other) => alike(other, band)) === at)
  })
}

// Divides by the paper's brightness (closed and blurred), so that shade and soft glare disappear.
function evenlyLit(cv: OpenCv, keep: Keep, strip: Mat): Mat {
  const paper = keep(new cv.Mat())
  cv.resize(strip, paper, new cv.Size(strip.cols >> 2, strip.rows >> 2), 0, 0, cv.INTER_AREA)
  cv.morphologyEx(paper, paper, cv.MORPH_CLOSE, keep(cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(17, 17))))
  cv.GaussianBlur(paper, paper, new cv.Size(0, 0), 5)
  const wide = keep(new cv.Mat())
  cv.resize(paper, wide, new cv.Size(strip.cols, strip.rows))
  const lit = keep(new cv.Mat())
  cv.divide(strip, wide, lit, 245)
  cv.GaussianBlur(lit, lit, new cv.Size(0, 0), 1.3)
  return lit
}

const INK = Float32Array.from({ length: 256 }, (_, light) => Math.max(0, 1 - light / 245))
const STRONG_INK = INK.map((dark) => Math.max(0, dark - 0.18))

function darknessOf(light: Uint8Array): Pick<Ink, 'ink' | 'strong'> {
  const [ink, strong] = [new Float32Array(light.length), new Float32Array(light.length)]
  for (let at = 0; at < light.length; at++) {
    ink[at] = INK[light[at] as number] as number
    strong[at] = STRONG_INK[light[at] as number] as number
  }
  return { ink, strong }
}

// The band with a margin, upright, 1400 pixels wide.
export function inkOf(image: GreyImage, band: Band): Ink {
  return withMats((keep, cv) => {
    const width = band.width * 1.06 + 30
    const height = band.height * 1.1 + Math.max(20, band.width * 0.05)
    const turn = (band.angle * Math.PI) / 180
    const rows = Math.round((height * STRIP_WIDTH) / width)
    const onImage = (column: number, row: number): Point => {
      const [x, y] = [(column / STRIP_WIDTH - 0.5) * width, (row / rows - 0.5) * height]
      return [band.x + x * Math.cos(turn) - y * Math.sin(turn), band.y + x * Math.sin(turn) + y * Math.cos(turn)]
    }
    const corners = [...onImage(0, 0), ...onImage(STRIP_WIDTH, 0), ...onImage(STRIP_WIDTH, rows), ...onImage(0, rows)]
    const from = keep(cv.matFromArray(4, 1, cv.CV_32FC2, corners))
    const to = keep(cv.matFromArray(4, 1, cv.CV_32FC2, [0, 0, STRIP_WIDTH, 0, STRIP_WIDTH, rows, 0, rows]))
    const strip = keep(new cv.Mat())
    const transform = keep(cv.getPerspectiveTransform(from, to))
    const size = new cv.Size(STRIP_WIDTH, rows)
    cv.warpPerspective(greyMat(cv, keep, image), strip, transform, size, cv.INTER_CUBIC, cv.BORDER_REPLICATE, new cv.Scalar())
    const lit = evenlyLit(cv, keep, strip)
    return { width: STRIP_WIDTH, height: rows, ...darknessOf(lit.data), onImage }
  })
}
