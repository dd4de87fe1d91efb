// Reads the movement challenge of a document: the outline on every frame, and whether it stayed the same document.
import { decodedAhead } from '../engine/ahead'
import { turned, type Quad } from '../engine/geometry'
import { toGrey, type RgbImage } from '../engine/image'
import { embeddingDistance } from '../face/compare'
import type { Embedding } from '../face/embedding'
import type { CameraFrame } from '../frame'
import { picturePrint, pixelDigest } from '../liveness/scene-print'
import type { Policy } from '../policy'
import { findCard, flattenCard } from './card'
import { correlation } from './continuity'
import { findPortrait } from './portrait'
import type { Movement } from '../../domain/capture'
import { finderOf, type Way } from './layout'
import { otherCharacters } from './same-lines'
import { sharpCorners } from './sharp-corners'
import { readOutlines, type MovementReading, type Outline } from './outline'
import { findGlare } from './quality'

export type MovementFrames = {
  readonly asked: Movement
  // When the browser says it showed what to do, on the frames' capture clock.
  readonly shownAt: number
  // When the server gave the movement out, on its own clock.
  readonly givenAt: number
  // Of the installation: fingerprints and digests of pictures are made under it.
  readonly sceneKey: string
  readonly frames: readonly CameraFrame[]
}

export type MovementResult = MovementReading & {
  readonly asked: Movement
  // The least of the correlations between the still, the resting and the moved document.
  readonly continuity: number
  // How far the brightest reflection wandered over the document, as a part of its width; null without one.
  readonly glareTravel: number | null
  // Distance of the face on the document most moved from that on the still; null where one of them shows none.
  readonly holder: number | null
  // Of a side without a portrait: in how many places of its lines something else is certainly seen on it as it is moved; null where they were not
  // read.
  readonly otherCharacters: number | null
  // When each frame was captured and when it arrived, in order, and when the server gave the movement out.
  readonly clock: readonly { readonly captured: number; readonly received: number }[]
  readonly givenAt: number
  // Keyed digests of the pixels of the frames, and keyed fingerprints of those that show the movement.
  readonly digests: readonly string[]
  readonly prints: readonly string[]
  // Where the document stood on these, in pictures of `LONG_SIDE`.
  readonly course: readonly Quad[]
}

const LONG_SIDE = 960
const FRAMES = 32
const COMPARED_WIDTH = 480
// Enough for a face to be told by.
const PORTRAIT_WIDTH = 960
// Enough for lines to be read.
const LINES_WIDTH = 1400

type Seen = { readonly outline: Outline; readonly image: RgbImage | null }

// The still that was accepted before, laid flat, how it lay, and what was read of it. `now`: milliseconds since 1970.
export type Still = {
  readonly flat: RgbImage
  readonly way: Way
  readonly portrait: Embedding | null
  readonly lines: readonly string[] | null
  readonly now: number
}

// Directions are those of the picture, which the signer imitates, even where the document lies another way round.
export async function analyseMovement(input: MovementFrames, still: Still | null, policy: Policy): Promise<MovementResult> {
  const { asked, shownAt, givenAt, sceneKey, frames } = input
  const find = still ? finderOf(still.flat, still.way) : findCard
  const step = Math.max(1, frames.length / FRAMES)
  const seen: Seen[] = []
  const looked = frames.filter((_, at) => at === 0 || Math.floor(at / step) !== Math.floor((at - 1) / step))
  for await (const { frame, image } of decodedAhead(looked, LONG_SIDE))
    seen.push({ outline: { at: frame.capturedAt, quad: image && find(toGrey(image)) }, image })
  const reading = readOutlines(
    seen.map(({ outline }) => outline),
    asked,
    shownAt,
    policy,
  )
  const flattened = (index: number | null, width = COMPARED_WIDTH): RgbImage | null => {
    const one = index === null ? undefined : seen[index]
    // Laid flat with the still's proportions: a tilted outline would suggest others.
    return one?.image && one.outline.quad && still
      ? flattenCard(one.image, turned(one.outline.quad, still.way.turn), width, still.flat.width / still.flat.height)
      : null
  }
  const [rest, peak] = [flattened(reading.restIndex), flattened(reading.peakIndex)]
  const continuity = rest && peak && still ? Math.min(correlation(rest, peak), correlation(still.flat, rest)) : 0
  const [from, to] = [rest && findGlare(rest).centre, peak && findGlare(peak).centre]
  const glareTravel = from && to ? Math.hypot(to[0] - from[0], to[1] - from[1]) : null
  const most = flattened(reading.peakIndex, PORTRAIT_WIDTH)
  const images = seen.flatMap(({ image }) => image ?? [])
  return {
    ...reading,
    asked,
    continuity,
    glareTravel,
    holder: most && still ? await holderDistance(still, most) : null,
    otherCharacters: still
      ? differenceOf(still, [reading.peakIndex, middleOf(reading.moving)], (index) => flattened(index, LINES_WIDTH))
      : null,
    clock: frames.map(({ capturedAt, receivedAt }) => ({ captured: capturedAt, received: receivedAt })),
    givenAt,
    digests: images.map((image) => pixelDigest(image, sceneKey)),
    prints: reading.moving.flatMap((index) => {
      const image = seen[index]?.image
      return image ? [picturePrint(image, sceneKey)] : []
    }),
    course: reading.moving.flatMap((index) => {
      const { image, outline } = seen[index] ?? {}
      // The print of a page tells its corners, because its own edges cannot be seen.
      return image && outline?.quad ? [still?.way.by === 'zone' ? outline.quad : sharpCorners(toGrey(image), outline.quad)] : []
    }),
  }
}

const middleOf = (indices: readonly number[]): number | null => indices[indices.length >> 1] ?? null

/** Of the first of these pictures whose lines can be read. A face tells more, and reading takes long. */
function differenceOf(
  { lines, portrait, now }: Still,
  indices: readonly (number | null)[],
  flattened: (index: number | null) => RgbImage | null,
): number | null {
  if (!lines || portrait) return null
  for (const index of new Set(indices)) {
    const flat = flattened(index)
    const other = flat && otherCharacters(flat, lines, new Date(now))
    if (other !== null) return other
  }
  return null
}

async function holderDistance({ portrait }: Still, most: RgbImage): Promise<number | null> {
  const seen = portrait && (await findPortrait(most))
  return seen ? embeddingDistance(portrait, seen.embedding) : null
}
