// For tests: the frames of a specimen document as they are uploaded, held still before a camera and then moved as asked.
import { renderBack, renderFront } from '@/lib/testing/camera/documents/render'
import type { Specimen } from '@/lib/testing/camera/documents/specimen'
import { keptFrames } from '@/lib/testing/camera/frame-store'
import { toJpeg, type Image } from '@/lib/testing/camera/image'
import { holderPortrait } from '@/lib/testing/camera/portrait/portrait'
import { renderScene, resting, type Scene } from '@/lib/testing/camera/scenes/card-scene'
import type { DocumentFrames } from '../../identity/document/analyse'
import type { DocumentSide, DocumentType, Movement } from '../../domain/capture'
import type { MovementFrames } from '../../identity/document/movement'
import type { SeenMovement } from '../../identity/document/outline'
import type { CameraFrame } from '../../identity/frame'
import { sensor, type Grain } from './grain'

const FRAME_MS = 200
// When the movement is asked for, on the frames' clock, and when the server gave it out, on its own.
const SHOWN_AT = 4_200
const GIVEN_AT = 1_700_000_000_000

/** A film in which nothing was moved. */
export const noMovement = (asked: Movement): MovementFrames => movementFrames(asked, [])

export const movementFrames = (asked: Movement, frames: readonly CameraFrame[]): MovementFrames => ({
  asked,
  shownAt: SHOWN_AT,
  givenAt: GIVEN_AT,
  sceneKey: 'key of an installation',
  frames,
})

export type Performance = {
  readonly specimen: Specimen
  readonly documentType: DocumentType
  // The side before the camera, and the side that the upload claims.
  readonly shown: DocumentSide
  readonly side?: DocumentSide
  readonly asked: Movement
  // The movement that is made instead of the one asked; null: none.
  readonly done?: SeenMovement | null
  readonly scene?: Partial<Scene>
  readonly now: Date
}

export function movedScene(movement: SeenMovement, part: number): Partial<Scene> {
  switch (movement) {
    case 'tilt_forward':
      return { topAway: 24 * part }
    case 'tilt_back':
      return { topAway: -24 * part }
    case 'tilt_left':
      return { leftAway: 24 * part }
    case 'tilt_right':
      return { leftAway: -24 * part }
    case 'move_closer':
      return { fill: resting.fill + 0.16 * part }
  }
}

export const drawCard = async (specimen: Specimen, shown: DocumentSide): Promise<Image> =>
  shown === 'front' ? renderFront(specimen, (await holderPortrait()).photo) : renderBack(specimen)

// Adds the noise of a sensor, which makes each pixel differ a little from the scene.
export function grainy(image: Image, strength: number, grain: Grain): Image {
  for (let at = 0; at < image.pixels.length; at++)
    image.pixels[at] = Math.max(0, Math.min(255, (image.pixels[at] ?? 0) + grain(at) * strength))
  return image
}

async function drawn(specimen: Specimen, shown: DocumentSide, scenes: readonly Partial<Scene>[], seed: number): Promise<Buffer[]> {
  const card = await drawCard(specimen, shown)
  const grain = sensor(seed)
  const pictures: Buffer[] = []
  for (const scene of scenes) pictures.push(await toJpeg(grainy(await renderScene(card, { ...resting, ...scene }), 10, grain()), 85))
  return pictures
}

export type Snapshot = {
  readonly specimen: Specimen
  readonly shown: DocumentSide
  readonly scene: Partial<Scene>
  readonly grain: number
  readonly quality: number
}

// One picture of the document, with this noise and this JPEG quality.
export async function takePicture(snapshot: Snapshot): Promise<Buffer> {
  const { specimen, shown, scene, grain, quality } = snapshot
  const [picture] = await keptFrames(['snapshot', snapshot], async () => {
    const image = await renderScene(await drawCard(specimen, shown), { ...resting, ...scene })
    return [await toJpeg(grain === 0 ? image : grainy(image, 2 * grain, sensor(grain * 31 + 1)()), quality)]
  })
  if (!picture) throw new Error('nothing was drawn')
  return picture
}

async function filmed(
  specimen: Specimen,
  shown: DocumentSide,
  scenes: readonly Partial<Scene>[],
  nonce: string,
  start: number,
): Promise<CameraFrame[]> {
  const pictures = await keptFrames(['document', specimen, shown, scenes, start], () => drawn(specimen, shown, scenes, start))
  return pictures.map((jpeg, seq) => {
    const capturedAt = start + seq * FRAME_MS
    return { seq, capturedAt, receivedAt: capturedAt + GIVEN_AT, nonce, jpeg }
  })
}

const sway = (seq: number): Partial<Scene> => ({
  topAway: 0.7 * Math.sin(seq),
  leftAway: 0.8 * Math.cos(seq),
  roll: 1.5 + 0.3 * Math.sin(seq + 1),
})

// The document held still, and no film of the movement.
export async function filmStills(
  { specimen, documentType, shown, side = shown, asked, scene = {}, now }: Performance,
  count = 2,
): Promise<DocumentFrames> {
  const stills = await filmed(
    specimen,
    shown,
    Array.from({ length: count }, (_, seq) => ({ ...sway(seq), ...scene })),
    'still-nonce',
    1_000,
  )
  return { side, documentType, stills, movement: noMovement(asked), now: now.getTime() }
}

export async function filmMovement({ specimen, shown, asked, done = asked, scene = {} }: Performance): Promise<MovementFrames> {
  const parts = [0, 0, 0, 0.35, 0.7, 1, 1]
  const scenes = parts.map((part, seq) => ({ ...sway(seq), ...scene, ...(done ? movedScene(done, part) : {}) }))
  return movementFrames(asked, await filmed(specimen, shown, scenes, 'movement-nonce', 4_000))
}

export const filmDocument = async (performance: Performance): Promise<DocumentFrames> => ({
  ...(await filmStills(performance)),
  movement: await filmMovement(performance),
})
