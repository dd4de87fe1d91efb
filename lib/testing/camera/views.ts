// Everything the synthetic camera can look at, as short series of pictures: a series at rest goes round, a movement runs to its end.
import type { Actor } from './actor'
import { renderBack, renderFront, renderOpenPassport } from './documents/render'
import { faceRenderer } from './faces/render-face'
import type { Pose } from './faces/pose'
import type { Image } from './image'
import { holderOf, printedOf, strangerTo } from './portrait/people'
import { renderScene, resting, type Scene } from './scenes/card-scene'

export const faceActions = ['turn_left', 'turn_right', 'open_mouth', 'smile', 'blink'] as const
export type FaceAction = (typeof faceActions)[number]
/** Named after the edge that goes away from the camera: the top (forward), the bottom (back), left, right. */
export const movements = ['tilt_forward', 'tilt_back', 'tilt_left', 'tilt_right', 'move_closer'] as const
export type Movement = (typeof movements)[number]

export type Side = 'front' | 'back'
/** `base` alone is the view at rest; `base:movement` begins there and ends with the movement done. */
export type View = 'table' | `document-${Side}` | `document-${Side}:${Movement}` | 'face' | `face:${FaceAction}`

const movementLength = { face: 14, document: 20 }

/** The pictures of a view, drawn one by one when asked for. */
export async function* renderView(actor: Actor, view: View): AsyncGenerator<Image> {
  const [base = '', movement] = view.split(':')
  if (base === 'face') yield* facePictures(actor, movement)
  else yield* documentPictures(actor, base, movement)
}

async function* documentPictures(actor: Actor, base: string, movement: string | undefined): AsyncGenerator<Image> {
  if (base === 'table') {
    yield await renderScene(null, { ...resting, ...actor.light })
    return
  }
  const { photo } = await printedOf(actor.specimen)
  const card = await (actor.open
    ? renderOpenPassport(actor.specimen, photo, { tone: '#e3e9ec', cover: '#5a1a22' })
    : base === 'document-back'
      ? renderBack(actor.specimen)
      : renderFront(actor.specimen, photo))
  for (const held of movement === undefined ? handHeld() : movementOf(movement)) {
    const raised = actor.open ? { fill: openPassport.fill, shiftY: openPassport.shiftY + (held.shiftY ?? 0) } : {}
    yield await renderScene(card, { ...resting, ...held, ...raised, ...actor.light })
  }
}

/** The data page takes two thirds of the picture's width; the page above it leaves the picture. */
const openPassport = { fill: 1.72, shiftY: -0.4 }

/** A hand is never quite still: one slow round of about a degree. */
function handHeld(length = 10): Partial<Scene>[] {
  return Array.from({ length }, (_, step) => {
    const turn = (step / length) * Math.PI * 2
    return {
      topAway: 0.7 * Math.sin(turn),
      leftAway: 0.8 * Math.cos(turn),
      roll: 0.4 * Math.sin(turn + 1),
      shiftX: 0.002 * Math.cos(turn),
      shiftY: 0.0015 * Math.sin(turn),
    }
  })
}

function movementOf(movement: string): Partial<Scene>[] {
  const [start] = handHeld()
  return series(movementLength.document).map((done) => ({ ...start, ...movedScene(movement, done) }))
}

function movedScene(movement: string, done: number): Partial<Scene> {
  const glare = 0.5 * done
  switch (movement) {
    case 'tilt_forward':
      return { topAway: 28 * done, glare }
    case 'tilt_back':
      return { topAway: -28 * done, glare }
    case 'tilt_left':
      return { leftAway: 28 * done, glare }
    case 'tilt_right':
      return { leftAway: -28 * done, glare }
    case 'move_closer':
      return { fill: resting.fill + 0.165 * done }
    default:
      throw new Error(`no such movement: ${movement}`)
  }
}

const relaxed = -0.9 // the photograph smiles; a face at rest does not

async function* facePictures(actor: Actor, action: string | undefined): AsyncGenerator<Image> {
  const draw = faceRenderer(await (actor.face === 'holder' ? holderOf(actor.specimen) : strangerTo(actor.specimen)))
  for (const pose of action === undefined ? breathing() : series(movementLength.face).map((done) => posedFor(action, done)))
    yield draw(pose)
}

/** Small movements of somebody who keeps still, with one blink a round. */
function breathing(length = 24): Pose[] {
  return Array.from({ length }, (_, step) => {
    const turn = (step / length) * Math.PI * 2
    const blink = step === 17 ? 0.7 : step === 18 ? 1 : 0
    return { smile: relaxed, blink, yaw: 1.2 * Math.sin(turn), dx: 1.6 * Math.sin(turn), dy: 1.2 * Math.sin(turn * 2) }
  })
}

function posedFor(action: string, done: number): Pose {
  switch (action) {
    case 'turn_left':
      return { smile: relaxed, yaw: 30 * done }
    case 'turn_right':
      return { smile: relaxed, yaw: -30 * done }
    case 'open_mouth':
      return { smile: relaxed, open: done }
    case 'smile':
      return { smile: relaxed + 1.2 * done }
    case 'blink':
      return { smile: relaxed, blink: done }
    default:
      throw new Error(`no such action: ${action}`)
  }
}

/** From 0 to 1, slow at both ends. */
function series(length: number): number[] {
  return Array.from({ length }, (_, step) => (1 - Math.cos((step / (length - 1)) * Math.PI)) / 2)
}
