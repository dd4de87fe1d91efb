// Judges a whole video selfie: the requested actions in order and in time, by one face that stayed, and not a recording.
import { SELFIE_ACTIONS, type SelfieAction, type SelfieChallenge } from '../../domain/capture'
import { atLeast, atMost, holds, orRefer, type Check, type Finding } from '../finding'
import { embeddingDistance, median } from '../face/compare'
import type { Embedding } from '../face/embedding'
import { EMBEDDING_MODEL, LANDMARK_MODEL } from '../models'
import type { Policy } from '../policy'
import { actionsOf, restingFace, seenActions, type Rest, type SeenAction } from './actions'
import { judgeSignals, type CaptureSignal } from './capture-signals'
import type { PlannedChallenge } from './challenge'
import { printOf } from './likeness'
import { judgeRelief } from './relief'
import type { ReplayReading, RunTrace } from './replay'
import type { Look, SelfieStepReading } from './step'
import { judgeScreenLight } from './screen-light'
import { judgeTiming } from './timing'

export type SelfieRun = {
  readonly challenges: readonly PlannedChallenge[]
  // One per challenge, in order.
  readonly steps: readonly SelfieStepReading[]
  // What earlier runs of the installation have of this one (`findReplay` of its trace).
  readonly replay: ReplayReading
  // What the page said of its camera.
  readonly signals: readonly CaptureSignal[]
}

// Plain data, stored sealed under the key of the check.
export type SelfieReading = {
  readonly findings: readonly Finding[]
  // Neutral frontal faces of the whole run, for the comparison with the document.
  readonly faces: readonly Embedding[]
}

const ACTIONS = 'landmark-ratios/2'

const looksOf = (steps: readonly SelfieStepReading[]) => steps.flatMap(({ looks }) => looks)

function presence(looks: readonly Look[], resting: readonly Look[], { face }: Policy): Finding[] {
  const share = (test: (look: Look) => boolean) => (looks.length === 0 ? 0 : looks.filter(test).length / looks.length)
  const faces = looks.flatMap((look) => (look.face ? [look.face] : []))
  const detail = { frames: looks.length }
  const present = { check: 'face_present', score: share(({ faces: count }) => count > 0), threshold: face.minPresence } as const
  const single = { check: 'face_single', score: share(({ second }) => second >= 0.35), threshold: face.maxSecondFace } as const
  const seen = [atLeast({ ...present, model: LANDMARK_MODEL, detail }), atMost({ ...single, model: LANDMARK_MODEL, detail })]
  const atRest = resting.flatMap((look) => (look.face ? [look.face] : []))
  if (faces.length === 0 || atRest.length === 0) return seen
  const light = { check: 'face_light', score: median(faces.map((each) => each.light)), model: 'luma/1' } as const
  return [
    ...seen,
    atLeast({ check: 'face_distance', score: median(faces.map(({ eyes }) => eyes)), threshold: face.minEyes, model: LANDMARK_MODEL }),
    atLeast({ check: 'face_eyes', score: median(atRest.map(({ eyeLight }) => eyeLight)), threshold: face.minEyeLight, model: 'luma/1' }),
    light.score > face.maxLight ? atMost({ ...light, threshold: face.maxLight }) : atLeast({ ...light, threshold: face.minLight }),
  ]
}

type StepJudgement = {
  // Place in the run and kind, such as `1_smile`.
  readonly name: string
  readonly kind: SelfieChallenge
  readonly asked: SeenAction
  readonly done: boolean
  // The action was made too soon after it was shown to be a reaction.
  readonly early: boolean
  // The strongest that was made without being asked for.
  readonly other: SelfieAction | null
  // A frame shows the face between rest and the action done.
  readonly onItsWay: boolean
}

function judgeStep(
  { kind, holdMs }: PlannedChallenge,
  index: number,
  reading: SelfieStepReading,
  rest: Rest,
  policy: Policy,
): StepJudgement {
  const { minReactionMs, holdShare } = policy.liveness
  const seen = seenActions(reading.looks, rest, policy)
  const nothing: SeenAction = { action: 'smile', peak: 0, doneAt: [], enoughAt: [] }
  const asked = seen.find(({ action }) => action === kind) ?? nothing
  // Shortly before and after the action was shown, the face must be at rest. Earlier frames may still show the end of the step before.
  const early = asked.doneAt.some((at) => at > reading.shownAt - 300 && at < reading.shownAt + minReactionMs)
  const after = asked.enoughAt.filter((at) => at >= reading.shownAt + minReactionMs)
  const held = (after.at(-1) ?? 0) - (after[0] ?? 0)
  const done = after.length >= 2 && held >= holdMs * holdShare
  // A film of two people has pictures of one among the movements of the other: having done what was asked for excuses nothing else. But whoever
  // smiles broadly or laughs opens the mouth, and an open mouth is wide with some.
  const mouth = done && MOUTH.includes(kind) ? MOUTH : [kind]
  const other = [...seen]
    .sort((a, b) => b.peak - a.peak)
    .find(({ action, doneAt }) => !mouth.includes(action) && doneAt.filter((at) => at >= reading.shownAt + minReactionMs).length >= 2)
  const onItsWay = reading.looks.some(({ at, face }) => {
    const extent = face && kind !== 'neutral' ? actionsOf(face, rest, policy)[kind] : 0
    return at >= reading.shownAt && extent > WAY.from * asked.peak && extent < WAY.to * asked.peak
  })
  return { name: `${index}_${kind}`, kind, asked, done, early, other: other?.action ?? null, onItsWay }
}

const MOUTH: readonly SelfieChallenge[] = ['smile', 'open_mouth']

// Where a face counts as on its way, in parts of the action: neither still at rest nor already there.
const WAY = { from: 0.3, to: 0.8 }

// The largest movement that at least two frames of a step show, measured from the median face of the whole run. A photograph in a hand
// sways: measured on one frame, or from a resting face at one end of the swaying, it would look like the beginning of a movement.
function movementOf(steps: readonly SelfieStepReading[], policy: Policy): number {
  const usual = restingFace(looksOf(steps))
  if (!usual) return 0
  const twice = steps.flatMap(({ looks }) => {
    const actions = looks.flatMap(({ face }) => (face ? [actionsOf(face, usual, policy)] : []))
    return SELFIE_ACTIONS.map((action) => actions.map((each) => each[action]).sort((a, b) => b - a)[1] ?? 0)
  })
  return Math.max(0, ...twice)
}

function actionFindings(judged: readonly StepJudgement[], moved: number, { liveness }: Policy): Finding[] {
  const share = (test: (each: StepJudgement) => boolean) => judged.filter(test).length / Math.max(1, judged.length)
  const steps = Object.fromEntries(judged.map(({ name, asked }) => [name, Math.round(asked.peak * 100) / 100]))
  const others = judged.flatMap(({ kind, other }) => (other ? [`${kind}:${other}`] : []))
  return [
    atLeast({ check: 'liveness_movement', score: moved, threshold: liveness.minMovement, model: ACTIONS }),
    atMost({
      check: 'liveness_sequence',
      score: share(({ other }) => other !== null),
      threshold: 0,
      model: ACTIONS,
      detail: { seen: others.join(',') },
    }),
    atLeast({ check: 'liveness_challenges', score: share(({ done }) => done), threshold: 1, model: ACTIONS, detail: steps }),
    orRefer(
      atLeast({ check: 'liveness_way', score: share(({ onItsWay }) => onItsWay), threshold: liveness.minWay, model: ACTIONS }),
      'MOVEMENT_UNSEEN',
    ),
    atMost({ check: 'liveness_reaction', score: share(({ early }) => early), threshold: 0, model: ACTIONS }),
  ]
}

function continuity(steps: readonly SelfieStepReading[], policy: Policy): Finding[] {
  const [first, ...later] = steps.flatMap(({ neutral }) => neutral.map(({ embedding }) => embedding))
  if (!first) return []
  const { continuityDistance, activeDistance } = policy.face
  const neutral = Math.max(0, ...later.map((face) => embeddingDistance(first, face)))
  const active = Math.max(0, ...steps.flatMap(({ moving }) => moving.map((face) => embeddingDistance(first, face))))
  // One score for both distances: each as a part of its own limit, and of the two the larger.
  const score = Math.max(neutral / continuityDistance, active / activeDistance)
  const detail = { neutral: Math.round(neutral * 1000) / 1000, active: Math.round(active * 1000) / 1000 }
  return [atMost({ check: 'face_continuity', score, threshold: 1, model: EMBEDDING_MODEL, detail })]
}

function freshness(steps: readonly SelfieStepReading[], { exact, alike, runs }: ReplayReading, { liveness }: Policy): Finding[] {
  const digests = steps.flatMap((step) => step.digests)
  const repeated = digests.length === 0 ? 1 : 1 - new Set(digests).size / digests.length
  const fresh = {
    check: 'liveness_fresh_frames',
    score: repeated,
    threshold: liveness.maxRepeatedFrames,
    model: 'pixels-hmac-sha-256',
  } as const
  const score = exact >= 2 ? 1 : alike
  const replayed = atMost({ check: 'liveness_no_replay', score, threshold: liveness.maxAlike, model: SCENES, detail: { exact, runs } })
  // The same person in the same chair comes near to their film of before.
  return [atMost(fresh), score > liveness.maxReplayed ? replayed : orRefer(replayed, 'FILM_SEEN_BEFORE')]
}

const SCENES = 'keyed-scene-256/1'

// What is kept to recognise a recording. A frame moves from half of an action on: then it differs enough from other frames.
export function tracedFrom(steps: readonly SelfieStepReading[], policy: Policy): RunTrace {
  const rest = restingFace(steps[0]?.looks ?? [])
  const moving = looksOf(steps).filter(({ face }) => face && rest && Math.max(...Object.values(actionsOf(face, rest, policy))) >= 0.5)
  return {
    digests: steps.flatMap(({ digests }) => digests),
    prints: moving.flatMap(({ print }) => (print === null ? [] : [printOf(print)])),
    course: [],
  }
}

export function judgeSelfie({ challenges, steps, replay, signals }: SelfieRun, policy: Policy): SelfieReading {
  const rest = restingFace(steps[0]?.looks ?? [])
  const judged = challenges.flatMap((challenge, at) => {
    const reading = steps[at]
    return rest && reading && challenge.kind !== 'neutral' ? [judgeStep(challenge, at, reading, rest, policy)] : []
  })
  const faces = steps.flatMap(({ neutral }) => neutral.map(({ embedding }) => embedding))
  const unreadable = steps.reduce((sum, step) => sum + step.unreadableFrames, 0)
  const enough = { check: 'face_neutral', score: faces.length, threshold: policy.face.minNeutralFrames, model: LANDMARK_MODEL } as const
  return {
    faces,
    findings: [
      holds('capture_readable', unreadable === 0, 'jpeg/1', { side: 'selfie' }),
      ...presence(looksOf(steps), steps[0]?.looks ?? [], policy),
      atLeast(enough),
      ...(rest ? actionFindings(judged, movementOf(steps, policy), policy) : []),
      ...judgeTiming(challenges, steps, policy),
      ...judgeScreenLight(steps, policy),
      ...judgeRelief(steps, policy),
      ...continuity(steps, policy),
      ...freshness(steps, replay, policy),
      judgeSignals(signals, steps),
    ],
  }
}

export const REQUIRED_OF_SELFIE: readonly Check[] = [
  'face_present',
  'face_single',
  'face_neutral',
  'face_continuity',
  'liveness_movement',
  'liveness_sequence',
  'liveness_challenges',
  'liveness_reaction',
  'liveness_timing',
  'liveness_promptness',
  'liveness_way',
  'liveness_light_shown',
  'liveness_fresh_frames',
  'liveness_no_replay',
]
