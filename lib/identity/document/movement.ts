// Reads the movement challenge of a document: the outline on every frame, and whether it stayed the same document.
import { decodeFrame, toGrey, UnreadableFrame, type RgbImage } from '../engine/image'
import type { CameraFrame } from '../frame'
import type { Policy } from '../policy'
import { findCard, flattenCard } from './card'
import { correlation } from './continuity'
import type { Movement } from '../../domain/capture'
import { readOutlines, type MovementReading, type Outline } from './outline'
import { findGlare } from './quality'

export type MovementFrames = {
  readonly asked: Movement
  // When the browser says it showed what to do, on the frames' capture clock.
  readonly shownAt: number
  readonly frames: readonly CameraFrame[]
}

export type MovementResult = MovementReading & {
  readonly asked: Movement
  // The least of the correlations between the still, the resting and the moved document.
  readonly continuity: number
  // How far the brightest reflection wandered over the document, as a part of its width; null without one.
  readonly glareTravel: number | null
}

const LONG_SIDE = 960
const FRAMES = 32
const COMPARED_WIDTH = 480

type Seen = { readonly outline: Outline; readonly image: RgbImage | null }

async function see(frame: CameraFrame): Promise<Seen> {
  const image = await decodeFrame(frame.jpeg, LONG_SIDE).catch((error: unknown) => {
    if (error instanceof UnreadableFrame) return null
    throw error
  })
  return { outline: { at: frame.capturedAt, quad: image && findCard(toGrey(image)) }, image }
}

// `flat`: the still that was accepted before, laid flat.
export async function analyseMovement(input: MovementFrames, flat: RgbImage | null, policy: Policy): Promise<MovementResult> {
  const { asked, shownAt, frames } = input
  const step = Math.max(1, frames.length / FRAMES)
  const seen: Seen[] = []
  for (const frame of frames.filter((_, at) => at === 0 || Math.floor(at / step) !== Math.floor((at - 1) / step))) {
    seen.push(await see(frame))
  }
  const reading = readOutlines(
    seen.map(({ outline }) => outline),
    asked,
    shownAt,
    policy,
  )
  const flattened = (index: number | null): RgbImage | null => {
    const one = index === null ? undefined : seen[index]
    // Laid flat with the still's proportions: a tilted outline would suggest others.
    return one?.image && one.outline.quad && flat
      ? flattenCard(one.image, one.outline.quad, COMPARED_WIDTH, flat.width / flat.height)
      : null
  }
  const [rest, peak] = [flattened(reading.restIndex), flattened(reading.peakIndex)]
  const continuity = rest && peak && flat ? Math.min(correlation(rest, peak), correlation(flat, rest)) : 0
  const [from, to] = [rest && findGlare(rest).centre, peak && findGlare(peak).centre]
  const glareTravel = from && to ? Math.hypot(to[0] - from[0], to[1] - from[1]) : null
  return { ...reading, asked, continuity, glareTravel }
}
