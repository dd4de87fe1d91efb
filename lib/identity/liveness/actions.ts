// What a face is doing, as departures from its own resting face in units of what counts as done.
import { median } from '../face/compare'
import type { FaceMeasures } from '../face/measures'
import type { Policy } from '../policy'
import { SELFIE_ACTIONS, type SelfieAction } from '../../domain/capture'
import type { Look } from './step'

export type Rest = Pick<FaceMeasures, 'nose' | 'mouth' | 'smile'>

// The resting face as medians over its frames, so that a blink or a word changes little.
export function restingFace(looks: readonly Look[]): Rest | null {
  const faces = looks.flatMap(({ face }) => (face ? [face] : []))
  if (faces.length === 0) return null
  const middle = (measure: keyof Rest) => median(faces.map((face) => face[measure]))
  return { nose: middle('nose'), mouth: middle('mouth'), smile: middle('smile') }
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
}

export function seenActions(looks: readonly Look[], rest: Rest, policy: Policy): SeenAction[] {
  const timed = looks.flatMap(({ at, face }) => (face ? [{ at, actions: actionsOf(face, rest, policy) }] : []))
  return SELFIE_ACTIONS.map((action) => ({
    action,
    peak: Math.max(0, ...timed.map(({ actions }) => actions[action])),
    doneAt: timed.filter(({ actions }) => actions[action] >= 1).map(({ at }) => at),
  }))
}
