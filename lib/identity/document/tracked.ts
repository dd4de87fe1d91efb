// Finds a document that is known already in other pictures, by its print: for documents whose own outline cannot be seen, such as a page of an open
// passport.
import type { Point, Quad } from '../engine/geometry'
import { toGrey, type GreyImage, type RgbImage } from '../engine/image'
import { withMats, type OpenCv } from '../engine/opencv'

type Mat = InstanceType<OpenCv['Mat']>

// The known document is compared at this width; the other pictures are as large as they are.
const WIDTH = 720
const FEATURES = 900
// Features that must agree on one position, and how exactly, in pixels.
const AGREEING = 18
const EXACT = 4

// Places of features, and their marks: `length` bytes each, row by row.
type Features = { readonly points: readonly Point[]; readonly marks: Uint8Array; readonly length: number }

function featuresOf({ width, height, data }: GreyImage): Features {
  return withMats((keep, cv) => {
    const image = keep(new cv.Mat(height, width, cv.CV_8UC1))
    image.data.set(data)
    const detector = keep(new cv.ORB(FEATURES))
    const places = keep(new cv.KeyPointVector())
    const marks = keep(new cv.Mat())
    detector.detectAndCompute(image, keep(new cv.Mat()), places, marks)
    const points = Array.from({ length: places.size() }, (_, at) => [places.get(at).pt.x, places.get(at).pt.y] as const)
    return { points, marks: new Uint8Array(marks.data), length: marks.cols }
  })
}

function scaled(image: GreyImage, width: number): GreyImage {
  return withMats((keep, cv) => {
    const full = keep(new cv.Mat(image.height, image.width, cv.CV_8UC1))
    full.data.set(image.data)
    const small = keep(new cv.Mat())
    const height = Math.round((width * image.height) / image.width)
    cv.resize(full, small, new cv.Size(width, height), 0, 0, cv.INTER_AREA)
    return { width, height, data: new Uint8Array(small.data) }
  })
}

function located(known: Features, size: { width: number; height: number }, image: GreyImage): Quad | null {
  const here = featuresOf(image)
  if (known.points.length < AGREEING || here.points.length < AGREEING) return null
  return withMats((keep, cv) => {
    const matOf = ({ points, marks, length }: Features): Mat => {
      const mat = keep(new cv.Mat(points.length, length, cv.CV_8UC1))
      mat.data.set(marks)
      return mat
    }
    const pairs = keep(new cv.DMatchVector())
    // Each feature's best partner, where it is the partner's best as well.
    keep(new cv.BFMatcher(cv.NORM_HAMMING, true)).match(matOf(known), matOf(here), pairs)
    const matched = Array.from({ length: pairs.size() }, (_, at) => pairs.get(at))
    if (matched.length < AGREEING) return null
    const mat = (points: readonly Point[]) => keep(cv.matFromArray(points.length, 1, cv.CV_32FC2, points.flat()))
    const from = mat(matched.map(({ queryIdx }) => known.points[queryIdx] ?? [0, 0]))
    const to = mat(matched.map(({ trainIdx }) => here.points[trainIdx] ?? [0, 0]))
    const agreeing = keep(new cv.Mat())
    const homography = keep(cv.findHomography(from, to, cv.RANSAC, EXACT, agreeing))
    if (homography.empty() || cv.countNonZero(agreeing) < AGREEING) return null
    const { width, height } = size
    const corners = keep(new cv.Mat())
    const own: Point[] = [
      [0, 0],
      [width, 0],
      [width, height],
      [0, height],
    ]
    cv.perspectiveTransform(mat(own), corners, homography)
    const corner = (at: number): Point => [corners.data32F[2 * at] ?? 0, corners.data32F[2 * at + 1] ?? 0]
    return { topLeft: corner(0), topRight: corner(1), bottomRight: corner(2), bottomLeft: corner(3) }
  })
}

// Answers where the document, known `flat`, is in other pictures; corners as the document names them. Null where its print is not found.
export function trackerOf(flat: RgbImage): (image: GreyImage) => Quad | null {
  const known = scaled(toGrey(flat), WIDTH)
  const features = featuresOf(known)
  return (image) => located(features, known, image)
}
