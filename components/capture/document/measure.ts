// Measures a running video for the document coach: a small picture for light and edges, a cut-out at full size for sharpness.
import { cardPose } from './card-edges'
import type { DocumentMeasures } from './document-coach'
import { brightness, glare, movement, sharpness } from './frame-quality'
import { greyFrom, type GreyPicture } from './grey-picture'
import { guideIn } from './guide'

const smallWidth = 320
const cutOut = { width: 360, height: 200 }

export function documentMeter(aspect: number): (video: HTMLVideoElement) => DocumentMeasures | null {
  const small = greyCanvas()
  const full = greyCanvas()
  let before: GreyPicture | null = null
  return (video) => {
    const { videoWidth, videoHeight } = video
    const width = smallWidth
    const height = Math.round((smallWidth * videoHeight) / videoWidth)
    const picture = small(video, [0, 0, videoWidth, videoHeight], width, height)
    const detail = full(
      video,
      [Math.max(0, (videoWidth - cutOut.width) / 2), Math.max(0, (videoHeight - cutOut.height) / 2), cutOut.width, cutOut.height],
      cutOut.width,
      cutOut.height,
    )
    if (!picture || !detail) return null
    const guide = guideIn(picture, aspect)
    const measures = {
      pose: cardPose(picture, guide),
      brightness: brightness(picture, guide),
      glare: glare(picture, guide),
      sharpness: sharpness(detail),
      movement: before ? movement(before, picture) : 255,
    }
    before = picture
    return measures
  }
}

function greyCanvas() {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
  return (video: HTMLVideoElement, [x, y, w, h]: [number, number, number, number], width: number, height: number): GreyPicture | null => {
    if (!context) return null
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
    context.drawImage(video, x, y, w, h, 0, 0, width, height)
    return greyFrom(width, height, context.getImageData(0, 0, width, height).data)
  }
}
