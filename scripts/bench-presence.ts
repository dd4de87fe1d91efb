// The bench of the video selfie: honest people by group, and every attack, each through the reading and the judgement of the product. What
// fails or refers an honest person, and what passes an attack, is counted; the same seeds give the same films.

import { loadEmbedding } from '@/lib/identity/face/embedding'
import { loadLandmarks } from '@/lib/identity/face/landmarks'
import { conclude, type Conclusion } from '@/lib/identity/conclusion'
import { answerFileUrls } from '@/lib/identity/engine/local-fetch'
import { loadOpenCv } from '@/lib/identity/engine/opencv'
import { planChallenges, type PlannedChallenge } from '@/lib/identity/liveness/challenge'
import { judgeSelfie, REQUIRED_OF_SELFIE, tracedFrom } from '@/lib/identity/liveness/judge'
import { findReplay, type RunTrace } from '@/lib/identity/liveness/replay'
import { analyseSelfieStep } from '@/lib/identity/liveness/step'
import { POLICY } from '@/lib/identity/policy'
import { random } from '@/lib/testing/camera/image'
import {
  belated,
  bentPrint,
  clipBank,
  hurried,
  onAnotherScreen,
  shownAgain,
  stills,
  twoPeople,
  warpedPhotograph,
} from '@/lib/testing/identity/selfie-attacks'
import { beforePhone, frozenPicture, heldPhotograph, livePerson, record, type Clip, type Subject } from '@/lib/testing/identity/selfie-clip'

const RUNS = Number(process.env['QSIGNHUB_BENCH_RUNS'] ?? 5)
const MOST_REFERRED = 0.08

const GROUPS: Readonly<Record<string, (seed: number) => Subject>> = {
  'plain, one person': (seed) => livePerson('holder', seed),
  'plain, another': (seed) => livePerson('stranger', seed),
  glasses: (seed) => livePerson('holder', seed, { worn: 'glasses' }),
  'head scarf': (seed) => livePerson('stranger', seed, { worn: 'headscarf' }),
  'dark skin': (seed) => livePerson('holder', seed, { worn: 'dark skin' }),
  'dark skin, another': (seed) => livePerson('stranger', seed, { worn: 'dark skin' }),
  'dim light': (seed) => livePerson('holder', seed, { shade: () => 0.5, name: 'dim' }),
  'side light': (seed) => livePerson('holder', seed, { shade: (x) => 0.45 + 0.7 * x, name: 'side' }),
  'phone held upright': (seed) => beforePhone(livePerson('holder', seed)),
  'phone held upright, another': (seed) => beforePhone(livePerson('stranger', seed)),
  'weak screen': (seed) => livePerson('holder', seed, { lit: { by: ({ light }) => light, strength: 0.3, name: 'weak' } }),
}

type Attack = { made: (seed: number, plan: readonly PlannedChallenge[]) => Promise<Clip>; afterOwn?: boolean }

const shot = (subject: (seed: number) => Subject): Attack => ({ made: (seed, plan) => record(plan, subject(seed), seed) })
const onItsWay = (change: (clip: Clip) => Clip | Promise<Clip>, afterOwn = false): Attack => ({
  made: async (seed, plan) => change(await record(plan, livePerson('holder', seed), seed)),
  afterOwn,
})

const ATTACKS: Readonly<Record<string, Attack>> = {
  'still picture, injected': shot(() => frozenPicture()),
  'photograph swayed in the hand': shot(heldPhotograph),
  'print bent and turned, mouth cut out': shot(bentPrint),
  'warps of one photograph, injected': shot(warpedPhotograph),
  'the same on another screen, moire': shot(onAnotherScreen),
  'clip bank of the person': shot(clipBank),
  'stills of each action': shot(stills),
  'stranger, with pictures of the holder between': shot(twoPeople),
  sunglasses: shot((seed) => livePerson('holder', seed, { worn: 'sunglasses' })),
  'the same film again': onItsWay((clip) => shownAgain(clip, { zoom: 0, pauseMs: 0 }), true),
  'again, pauses 0.25 s longer': onItsWay((clip) => shownAgain(clip, { zoom: 0, pauseMs: 250 }), true),
  'again, zoomed 3 %': onItsWay((clip) => shownAgain(clip, { zoom: 0.03, pauseMs: 0 }), true),
  'again, zoomed 6 %, other pauses': onItsWay((clip) => shownAgain(clip, { zoom: 0.06, pauseMs: 400 }), true),
  'film received 0.25 s after the question': onItsWay((clip) => hurried(clip, 250)),
  'film received 0.76 s after the question': onItsWay((clip) => hurried(clip, 760)),
  'film made after the question, 9.5 s late': onItsWay((clip) => belated(clip, 9_500)),
}

type Outcomes = { passed: number; told: Map<string, number>; all: number }

const nothing = (): Outcomes => ({ passed: 0, told: new Map(), all: 0 })

function count(outcomes: Outcomes, conclusion: Conclusion): void {
  outcomes.all++
  if (conclusion.outcome === 'passed') outcomes.passed++
  const told = conclusion.outcome === 'passed' ? [] : conclusion.outcome === 'failed' ? [conclusion.reason] : conclusion.referrals
  const key = conclusion.outcome === 'passed' ? '' : `${conclusion.outcome === 'failed' ? 'refused' : 'referred'} ${told.join('+')}`
  if (key) outcomes.told.set(key, (outcomes.told.get(key) ?? 0) + 1)
}

function planOf(seed: number): readonly PlannedChallenge[] {
  const next = random(seed * 7 + 1)
  return planChallenges((size) => Uint8Array.from({ length: size }, () => Math.floor(next() * 256)))
}

async function judged(clip: Clip, plan: readonly PlannedChallenge[], earlier: readonly RunTrace[]) {
  const steps = []
  for (const step of clip)
    steps.push(await analyseSelfieStep({ ...step, frames: step.frames.map((frame) => ({ ...frame, jpeg: Uint8Array.from(frame.jpeg) })) }))
  const trace = tracedFrom(steps, POLICY)
  const { findings } = judgeSelfie({ challenges: plan, steps, replay: findReplay(trace, earlier), signals: [] }, POLICY)
  if (process.env['QSIGNHUB_BENCH_FINDINGS'])
    console.log(findings.map(({ check, passed, score }) => `${passed ? '' : '!'}${check}=${score}`).join(' '))
  return { trace, conclusion: conclude(findings, REQUIRED_OF_SELFIE) }
}

/** `wanted`: a part of the name of the groups and attacks that are measured; all without it. */
export async function benchPresence([wanted]: readonly string[]): Promise<void> {
  answerFileUrls()
  await loadOpenCv()
  await loadLandmarks()
  await loadEmbedding()
  const seen: RunTrace[] = []
  const groups = new Map<string, Outcomes>()
  for (const [at, [group, subject]] of Object.entries(GROUPS).entries()) {
    if (wanted !== undefined && !group.includes(wanted)) continue
    const outcomes = nothing()
    for (let run = 0; run < RUNS; run++) {
      const seed = 100 * (at + 1) + run
      const { trace, conclusion } = await judged(await record(planOf(seed), subject(seed), seed), planOf(seed), seen)
      // Every honest film is known to those that come after it.
      seen.push(trace)
      count(outcomes, conclusion)
    }
    groups.set(group, outcomes)
    line(group, outcomes)
  }
  const attacks = new Map<string, Outcomes>()
  for (const [at, [attack, { made, afterOwn }]] of Object.entries(ATTACKS).entries()) {
    if (wanted !== undefined && !attack.includes(wanted)) continue
    const outcomes = nothing()
    for (let run = 0; run < Math.min(2, RUNS); run++) {
      const seed = 3_000 + 100 * at + run
      const plan = planOf(seed)
      const own = afterOwn ? [(await judged(await record(plan, livePerson('holder', seed), seed), plan, [])).trace] : []
      count(outcomes, (await judged(await made(seed, plan), plan, own)).conclusion)
    }
    attacks.set(attack, outcomes)
    line(attack, outcomes)
  }
  if (groups.size + attacks.size === 0) throw new Error(`no group and no attack has "${wanted}" in its name`)
  targets([...groups.values()], [...attacks.values()])
}

function line(name: string, { passed, told, all }: Outcomes): void {
  const reasons = [...told].map(([reason, times]) => `${reason} x${times}`).join(', ')
  console.log(`${name.padEnd(44)}${`${passed} of ${all} passed`.padEnd(18)}${reasons}`)
}

function targets(groups: readonly Outcomes[], attacks: readonly Outcomes[]): void {
  const all = groups.reduce((sum, one) => sum + one.all, 0)
  const held = groups.reduce((sum, one) => sum + one.all - one.passed, 0)
  console.log('\nTargets')
  for (const [title, met] of [
    [`at most ${MOST_REFERRED * 100} % of honest people are refused or referred (${held} of ${all})`, held <= all * MOST_REFERRED],
    ['no attack passes', attacks.every(({ passed }) => passed === 0)],
  ] as const)
    console.log(`${met ? 'met   ' : 'MISSED'}  ${title}`)
}
