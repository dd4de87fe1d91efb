// Gives every page of a browser context a synthetic camera with a person before it, who follows the page's instructions.
import type { BrowserContext, Page } from 'playwright'
import type { Actor } from './actor'
import { framesOf } from './frame-store'
import { installPlayer, type CameraControls, type CameraLog, type PlayerOptions } from './in-page/player'
import { INDOORS, REACH, reachAt } from './scenes/screen-light'
import { faceActions, movements, type FaceAction, type Movement, type Side, type View } from './views'

export type VirtualCamera = {
  /** What the camera has seen of the video selfie so far: material for a replay. */
  recording: () => CameraLog
  /** From now on somebody else, or another document, is before the camera; pages opened earlier keep what they loaded. */
  become: (actor: Actor) => void
  /** Shows and moves by call, for pages opened with `automatic: false`. */
  show: (page: Page, side: Side) => Promise<void>
  face: (page: Page, action: FaceAction | 'neutral') => Promise<void>
  tilt: (page: Page, movement: Movement) => Promise<void>
}

/** Draws all pictures that this actor may need in advance, so that movements do not stall. Kept between runs. */
async function rehearse(actor: Actor): Promise<void> {
  const sides: Side[] = actor.specimen.format === 'TD3' || actor.specimen.format === 'licence' ? ['front'] : ['front', 'back']
  const asked = movements.filter((movement) => movement !== 'move_closer')
  const views: View[] = [
    'table',
    'face',
    ...faceActions.filter((action) => action !== 'blink').map((action): View => `face:${action}`),
    ...sides.flatMap((side): View[] => [`document-${side}`, ...asked.map((movement): View => `document-${side}:${movement}`)]),
  ]
  for (const view of views) await framesOf(actor, view)
}

/** A cheap camera in a room without much light gives ten pictures a second. */
const defaults = { framesPerSecond: 10, reactionMs: 400, automatic: true, upright: false }

const FURTHEST = 2
const STEPS = 20
const screen = {
  indoors: INDOORS,
  stops: Array.from({ length: STEPS + 1 }, (_, at) => reachAt((at / STEPS) * FURTHEST)),
  furthest: FURTHEST,
  ...REACH,
}

export async function installCamera(context: BrowserContext, first: Actor, options: Partial<typeof defaults> = {}): Promise<VirtualCamera> {
  let actor = first
  // Frames are drawn only for a person whose page opens the camera.
  let rehearsed: Promise<void> | undefined
  const log: CameraLog = []
  await context.exposeFunction('qshCameraFrames', async (view: View) => {
    await (rehearsed ??= rehearse(first))
    return (await framesOf(actor, view)).map((frame) => frame.toString('base64'))
  })
  await context.exposeFunction('qshCameraShown', (shown: CameraLog) => {
    const [first] = shown
    // The clock begins anew with each selfie: only the last one is kept.
    if (first && first.at < (log.at(-1)?.at ?? 0)) log.length = 0
    log.push(...shown)
  })
  await context.exposeFunction('qshCameraBehaviour', () => actor.behaviour)
  // Compilers that keep function names wrap them in a helper which does not exist in the page.
  await context.addInitScript('globalThis.__name ??= (named) => named')
  await context.addInitScript(installPlayer, { ...defaults, ...options, screen } satisfies PlayerOptions)

  const conduct = (page: Page, act: 'show' | 'perform', what: string) =>
    page.evaluate(
      async ([verb, argument]) => {
        const { qshCamera } = window as unknown as { qshCamera: CameraControls }
        if (verb === 'show') await qshCamera.show(argument as View)
        else if (argument === 'rest') qshCamera.rest()
        else await qshCamera.perform(argument)
      },
      [act, what] as const,
    )

  return {
    recording: () => [...log],
    become: (next) => {
      actor = next
    },
    show: (page, side) => conduct(page, 'show', `document-${side}`),
    face: async (page, action) => {
      await conduct(page, 'show', 'face')
      if (action !== 'neutral') await conduct(page, 'perform', action)
    },
    tilt: (page, movement) => conduct(page, 'perform', movement),
  }
}
