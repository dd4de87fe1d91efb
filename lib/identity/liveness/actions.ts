// What a face is doing, as departures from its own resting face in units of what counts as done.
import { median } from '../face/compare'
import type { FaceMeasures } from '../face/measures'
import type { Policy } from '../policy'
import { SELFIE_ACTIONS, type SelfieAction } from '../../domain/capture'
import type { Look } from './step'

// `unrest`: by how much the width of the mouth usually differs from its own median, as a part of it.
export type Rest = Pick<FaceMeasures, 'nose' | 'mouth' | 'smile'> & { readonly unrest: number }

// The resting face as medians over its frames, so that a blink or a word changes little.
export function restingFace(looks: readonly Look[]): Rest | null {
  const faces = looks.flatMap(({ face }) => (face ? [face] : []))
  if (faces.length === 0) return null
  const middle = (measure: 'nose' | 'mouth' | 'smile') => median(faces.map((face) => face[measure]))
  const smile = middle('smile')
  const unrest = median(faces.map((face) => Math.abs(face.smile / smile - 1)))
  return { nose: middle('nose'), mouth: middle('mouth'), smile, unrest }
}

export type Actions = Readonly<Record<SelfieAction, number>>

// How far each action is made; 1 counts as done. The person's own left is on the right of an unmirrored picture. In a turned head the mouth
// looks narrower, so smiles count only near the resting direction.
export function actionsOf(face: FaceMeasures, rest: Rest, { liveness }: Policy): Actions {
  const turned = (face.nose - rest.nose) / liveness.turn
  const open = Math.max(liveness.openLeast, rest.mouth * liveness.openFactor)
  const ahead = Math.abs(turned) < 0.8
  return {
    turn_left: turned,
    turn_right: -turned,
    open_mouth: (face.mouth - rest.mouth) / Math.max(0.05, open - rest.mouth),
    smile: ahead ? (face.smile / rest.smile - 1) / (liveness.smileFactor - 1) : 0,
  }
}

export type SeenAction = {
  readonly action: SelfieAction
  // The furthest departure, and the frames that show it done.
  readonly peak: number
  readonly doneAt: readonly number[]
  // The frames that show it done as far as is enough where it was asked for.
  readonly enoughAt: readonly number[]
}

// Polite smiles widen a mouth by 4 to 10 per cent, broad ones by 20 to 30.
function enoughOf(action: SelfieAction, { unrest }: Rest, { liveness }: Policy): number {
  if (action !== 'smile') return 1
  return Math.min(1, Math.max(liveness.politeSmile, (liveness.smileUnrest * unrest) / (liveness.smileFactor - 1)))
}

export function seenActions(looks: readonly Look[], rest: Rest, policy: Policy): SeenAction[] {
  const timed = looks.flatMap(({ at, face }) => (face ? [{ at, actions: actionsOf(face, rest, policy) }] : []))
  return SELFIE_ACTIONS.map((action) => ({
    action,
    peak: Math.max(0, ...timed.map(({ actions }) => actions[action])),
    doneAt: timed.filter(({ actions }) => actions[action] >= 1).map(({ at }) => at),
    enoughAt: timed.filter(({ actions }) => actions[action] >= enoughOf(action, rest, policy)).map(({ at }) => at),
  }))
}
