// The holder's portrait on a flattened document, as a face to compare with the selfie.
import sharp from 'sharp'
import type { RgbImage } from '../engine/image'
import { embedFace, type Embedding } from '../face/embedding'
import { findFaces, type Face } from '../face/landmarks'
import type { Area } from './quality'

export type DocumentPortrait = {
  // Where the face is, as parts of the document's width and height.
  readonly area: Area
  readonly confidence: number
  readonly embedding: Embedding
}

// The least height of a face, as a part of the document's height: ghost images and holograms are smaller than the main portrait.
const LEAST_HEIGHT = 0.14
const LEAST_CONFIDENCE = 0.4

async function cut(image: RgbImage, left: number, width: number): Promise<RgbImage> {
  const { data, info } = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .extract({ left, top: 0, width, height: image.height })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

// Points of the mesh: the outer corners of the eyes, and the middle of the upper lip. The detector finds faces that lie or stand on their head too.
const [RIGHT_EYE, LEFT_EYE, LIP] = [33, 263, 13]

function isUpright({ landmarks }: Face): boolean {
  const at = (point: number) => landmarks[point] ?? [0, 0, 0]
  const [right, left, lip] = [at(RIGHT_EYE), at(LEFT_EYE), at(LIP)]
  const [across, down] = [lip[0] - (right[0] + left[0]) / 2, lip[1] - (right[1] + left[1]) / 2]
  return down > Math.abs(across)
}

const largeEnough = (face: Face, image: RgbImage) => face.box.height >= image.height * LEAST_HEIGHT && face.confidence >= LEAST_CONFIDENCE

// The detector sees 256 pixels: the left half, where ICAO puts the portrait, is tried first at twice the detail.
export async function findPortrait(flat: RgbImage): Promise<DocumentPortrait | null> {
  const half = Math.round(flat.width / 2)
  const parts = [
    { left: 0, width: half },
    { left: 0, width: flat.width },
  ]
  for (const { left, width } of parts) {
    const picture = width === flat.width ? flat : await cut(flat, left, width)
    const face = (await findFaces(picture)).find((each) => largeEnough(each, flat) && isUpright(each))
    if (!face) continue
    const { x, y, width: wide, height: high } = face.box
    const area = {
      left: Math.max(0, (left + x) / flat.width),
      top: Math.max(0, y / flat.height),
      right: Math.min(1, (left + x + wide) / flat.width),
      bottom: Math.min(1, (y + high) / flat.height),
    }
    return { area, confidence: face.confidence, embedding: await embedFace(picture, face.landmarks) }
  }
  return null
}
