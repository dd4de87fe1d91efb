// The bench of waiting: how long a signer waits for the answer to each side of a document and for the verdict after the last picture of the
// selfie, alone and four at once, and what memory the checks take, in a process that draws no film itself. The screen's colours are those of another plan, so that the verdict is a
// referral: what is measured is the work, and that is the same.
// npm run bench -- identity times

import { execFileSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { DOCUMENT_SIDES, MOVEMENTS, SELFIE_ACTIONS, type SelfieChallenge } from '@/lib/domain/capture'
import type { Context } from '@/lib/operations/kernel/context'
import { nextChallenge } from '@/lib/operations/steps/selfie/next-challenge'
import { checkIdentity } from '@/lib/operations/verification/check-identity'
import { livePerson, planOf, record } from '@/lib/testing/identity/selfie-clip'
import type { Walk } from '@/lib/testing/journey-walk'
import { atDocument, cardPictures, filmOf, heldElsewhere, lengthOf, sendFrames, withInstallation } from './checked-signer'

const TOGETHER = 4
/** A film of three seconds. */
const EACH = 4
const LONGEST = { alone: { side: 3_000, verdict: 2_500 }, together: { side: 5_000, verdict: 5_000 } }
const MOST_MEMORY_MB = 1_200

type Waits = { front: number; back: number; verdict: number }
/** The pictures of each side under each movement, by side and movement. Drawn before anybody waits: drawing them takes seconds of a processor. */
type Cards = ReadonlyMap<string, readonly Uint8Array[]>
type Step = { kind: SelfieChallenge; shownAt: number; frames: readonly { seq: number; capturedAt: number; jpeg: Uint8Array }[] }

const DRAW = '--draw'

export async function benchTimes(options: readonly string[]): Promise<void> {
  if (options.includes(DRAW)) {
    await films()
    return
  }
  // What has been drawn is kept on disk: drawing takes memory that no server needs.
  const script = process.argv[1] ?? ''
  execFileSync(process.execPath, [...process.execArgv, script, 'identity', 'times', DRAW], { stdio: 'inherit' })
  await withInstallation(async (context) => {
    const shown = await films()
    // Loads the models, and lets the just-in-time compiler see everything once.
    await check(context, 'First', shown)
    const alone = await check(context, 'Alone', shown)
    const together = await Promise.all(Array.from({ length: TOGETHER }, (_, at) => check(context, `Signer ${at + 1}`, shown)))
    print(alone, together, process.resourceUsage().maxRSS / 1024)
  })
}

const films = async () => ({ cards: await drawnCards(), selfie: await record(planOf(...SELFIE_ACTIONS), livePerson('holder', 1), 1) })

async function drawnCards(): Promise<Cards> {
  const cards = new Map<string, readonly Uint8Array[]>()
  for (const side of DOCUMENT_SIDES) for (const movement of MOVEMENTS) cards.set(`${side} ${movement}`, await cardPictures(side, movement))
  return cards
}

async function check(context: Context, name: string, { cards, selfie }: { cards: Cards; selfie: readonly Step[] }): Promise<Waits> {
  const walk = await atDocument(context, name)
  return { front: await side(context, walk, cards), back: await side(context, walk, cards), verdict: await verdict(context, walk, selfie) }
}

let places = 0

/** From the first upload of the film to the answer. */
async function side(context: Context, walk: Walk, cards: Cards): Promise<number> {
  const { verification } = await walk.view()
  const { side: shown, nonce, movement } = verification ?? {}
  if (!shown || !nonce || !movement) throw new Error('no side is asked for')
  const film = filmOf(await heldElsewhere(cards.get(`${shown} ${movement}`) ?? [], (places += 1)), EACH)
  await pause(lengthOf(film))
  const ms = await waited(async () => {
    await sendFrames(context, walk, { stage: shown, nonce, ...film })
    await walk.act({ act: 'submit_side', side: shown, nonce })
  })
  const refused = (await walk.view()).verification?.shotProblem
  if (refused) throw new Error(refused.message)
  return ms
}

/** The selfie as it happens, in its own time; then from the upload of the last movement to the verdict. */
async function verdict(context: Context, walk: Walk, selfie: readonly Step[]): Promise<number> {
  for (;;) {
    const next = await nextChallenge(context, walk.caller)
    if (!next) throw new Error('no movement is asked for')
    if (!next.challenge) {
      await pause(next.waitMs)
      continue
    }
    const { kind, nonce } = next.challenge
    const step = selfie.find((one) => one.kind === kind)
    if (!step) throw new Error(`no film of ${kind}`)
    await pause((step.frames.at(-1)?.capturedAt ?? 0) - step.shownAt)
    const send = () => sendFrames(context, walk, { stage: 'selfie', nonce, revealedAt: step.shownAt, frames: step.frames })
    if (next.index + 1 < next.count) {
      await send()
      continue
    }
    return waited(async () => {
      await send()
      await nextChallenge(context, walk.caller)
      await walk.act({ act: 'submit_selfie' })
      await decided(context, walk)
    })
  }
}

async function decided(context: Context, walk: Walk): Promise<void> {
  const { id } = await context.db.verification.findFirstOrThrow({ where: { signerId: walk.caller.signerId } })
  await checkIdentity(context, { verification: id })
}

async function waited(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function print(alone: Waits, together: readonly Waits[], megabytes: number): void {
  const worst = (key: keyof Waits) => Math.max(...together.map((one) => one[key]))
  const crowd = { front: worst('front'), back: worst('back'), verdict: worst('verdict') }
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`.padStart(8)
  console.log(`Waiting for a check of identity${'front'.padStart(8)}${'back'.padStart(8)}${'verdict'.padStart(9)}`)
  for (const [title, { front, back, verdict: last }] of [
    ['alone', alone],
    [`the last of ${TOGETHER} at once`, crowd],
  ] as const)
    console.log(`${title.padEnd(31)}${seconds(front)}${seconds(back)} ${seconds(last)}`)
  console.log('\nTargets')
  const sides = ({ front, back }: Waits) => Math.max(front, back)
  for (const [title, met] of [
    ['alone, a side is answered within 3 s', sides(alone) <= LONGEST.alone.side],
    ['alone, the verdict comes within 2.5 s', alone.verdict <= LONGEST.alone.verdict],
    ['four at once, a side is answered within 5 s', sides(crowd) <= LONGEST.together.side],
    ['four at once, the verdict comes within 5 s', crowd.verdict <= LONGEST.together.verdict],
    [`memory stays within ${MOST_MEMORY_MB} MB (${megabytes.toFixed(0)} MB)`, megabytes <= MOST_MEMORY_MB],
  ] as const)
    console.log(`${met ? 'met   ' : 'MISSED'}  ${title}`)
}
