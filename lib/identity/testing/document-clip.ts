// For tests: a specimen document before a camera, held still and then moved as asked, as uploaded frames.
import { renderBack, renderFront } from '@/e2e/camera/documents/render'
import type { Specimen } from '@/e2e/camera/documents/specimen'
import { keptFrames } from '@/e2e/camera/frame-store'
import { random, toJpeg } from '@/e2e/camera/image'
import { holderPortrait } from '@/e2e/camera/portrait/portrait'
import { renderScene, resting, type Scene } from '@/e2e/camera/scenes/card-scene'
import type { DocumentFrames, DocumentSide } from '../document/analyse'
import type { MovementFrames } from '../document/movement'
import type { DocumentMovement } from '../document/movement-challenge'
import type { Frame } from '../frame'
import type { DocumentKind } from '../policy'

const FRAME_MS = 125

export type Performance = {
  readonly specimen: Specimen
  readonly kind: DocumentKind
  // What the camera really sees, and what the request says it is.
  readonly shown: DocumentSide
  readonly side?: DocumentSide
  readonly asked: DocumentMovement
  // What is done instead; null keeps still.
  readonly done?: DocumentMovement | null
  readonly scene?: Partial<Scene>
  readonly now: Date
}

function movedScene(movement: DocumentMovement, part: number): Partial<Scene> {
  switch (movement) {
    case 'tilt_top_away': return { topAway: 24 * part }
    case 'tilt_bottom_away': return { topAway: -24 * part }
    case 'tilt_left_away': return { leftAway: 24 * part }
    case 'tilt_right_away': return { leftAway: -24 * part }
    case 'move_closer': return { fill: resting.fill + 0.16 * part }
  }
}

/** What the camera sees, with the grain of a sensor. */
async function drawn(specimen: Specimen, shown: DocumentSide, scenes: readonly Partial<Scene>[], seed: number): Promise<Buffer[]> {
  const card = shown === 'front' ? await renderFront(specimen, (await holderPortrait()).photo) : await renderBack(specimen)
  const noise = random(seed)
  const pictures: Buffer[] = []
  for (const scene of scenes) {
    const image = await renderScene(card, { ...resting, ...scene })
    for (let at = 0; at < image.pixels.length; at++) image.pixels[at] = Math.max(0, Math.min(255, (image.pixels[at] ?? 0) + (noise() - 0.5) * 10))
    pictures.push(await toJpeg(image, 85))
  }
  return pictures
}

async function filmed(specimen: Specimen, shown: DocumentSide, scenes: readonly Partial<Scene>[], nonce: string, start: number): Promise<Frame[]> {
  const pictures = await keptFrames(['document', specimen, shown, scenes, start], () => drawn(specimen, shown, scenes, start))
  return pictures.map((jpeg, seq) => {
    const capturedAt = start + seq * FRAME_MS
    return { seq, capturedAt, receivedAt: capturedAt + 1_700_000_000_000, nonce, jpeg }
  })
}

const sway = (seq: number): Partial<Scene> => ({ topAway: 0.7 * Math.sin(seq), leftAway: 0.8 * Math.cos(seq), roll: 1.5 + 0.3 * Math.sin(seq + 1) })

export async function filmStills({ specimen, kind, shown, side = shown, scene = {}, now }: Omit<Performance, 'asked' | 'done'>): Promise<DocumentFrames> {
  const stills = await filmed(specimen, shown, [0, 1].map((seq) => ({ ...sway(seq), ...scene })), 'still-nonce', 1_000)
  return { side, kind, stills, movement: null, now: now.getTime() }
}

export async function filmMovement({ specimen, shown, asked, done = asked, scene = {} }: Performance): Promise<MovementFrames> {
  const parts = [0, 0, 0, 0, 0, 0.35, 0.65, 0.9, 1, 1, 1]
  const scenes = parts.map((part, seq) => ({ ...sway(seq), ...scene, ...(done ? movedScene(done, part) : {}) }))
  return { asked, revealedAt: 4_200, frames: await filmed(specimen, shown, scenes, 'movement-nonce', 4_000) }
}

export const filmDocument = async (performance: Performance): Promise<DocumentFrames> => ({
  ...(await filmStills(performance)),
  movement: await filmMovement(performance),
})
