// Attacks before the synthetic camera, through the real worker to the decision: which reason each is refused with, and that the holder
// passes.

import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { annaKowalska, zofiaZolc, type Specimen } from '@/lib/testing/camera/documents/specimen'
import { buildIdentityWorker } from '@/scripts/build-workers.mjs'
import { portraitOf, type SideReading } from '../../identity/check'
import type { OtherSide } from '../../identity/document/judge'
import type { PlannedChallenge } from '../../identity/liveness/challenge'
import { filmMovement } from '../../testing/identity/document-clip'
import {
  frozenPicture,
  heldPhotograph,
  livePerson,
  planOf,
  record,
  replayOf,
  type Clip,
  type Subject,
} from '../../testing/identity/selfie-clip'
import { clipBank, twoPeople, warpedPhotograph } from '../../testing/identity/selfie-attacks'
import { filmFrom, newReader, poolOf } from '../../testing/identity/reading'
import { openIdentityAnalysis, type OpenIdentityAnalysis } from './analysis'

const NOW = new Date('2026-11-21T12:00:00Z')
const CARD = {
  documentType: 'national_id',
  country: 'PL',
  now: NOW,
  specimens: false,
  minimumAge: 18,
  otherSide: null,
  script: null,
} as const
const PLAN = planOf('turn_left', 'smile')
const OTHER = planOf('open_mouth', 'turn_right')

let identity: OpenIdentityAnalysis
type Read = Awaited<ReturnType<OpenIdentityAnalysis['readSelfie']>>
let honest: { front: Side; back: SideReading; clip: Clip; selfie: Read }

type Side = Awaited<ReturnType<OpenIdentityAnalysis['readSide']>>
type Filmed = {
  otherSide?: OtherSide | null
  earlier?: readonly Uint8Array[]
  /** When all of it arrived, after the movement was given out. */
  receivedAt?: number
  change?: (jpeg: Uint8Array) => Promise<Uint8Array>
}

async function sideOf(
  specimen: Specimen,
  side: 'front' | 'back',
  { otherSide = null, earlier = [], receivedAt, change = async (jpeg) => jpeg }: Filmed = {},
): Promise<Side> {
  const asked = { specimen, documentType: 'national_id', shown: side, asked: 'tilt_left', now: NOW } as const
  const { frames, shownAt, givenAt } = await filmMovement(asked)
  // A slow camera: its first picture comes when the movement has just been asked for.
  const filmed = await Promise.all(
    frames.slice(1).map(async (frame) => ({
      ...frame,
      jpeg: await change(frame.jpeg),
      receivedAt: receivedAt === undefined ? frame.receivedAt : givenAt + receivedAt,
    })),
  )
  return identity.readSide({
    ...CARD,
    otherSide,
    side,
    movement: 'tilt_left',
    shownAt,
    givenAt,
    earlier: once(earlier),
    reader: newReader(),
    film: filmFrom(filmed),
  })
}

/** All clips count as one check of identity, so a step that several clips share is read once. */
const ONE_CHECK = newReader()

async function* once(traces: readonly Uint8Array[]) {
  yield traces
}

function selfieOf(clip: Clip, plan = PLAN, earlier: readonly Uint8Array[] = []): Promise<Read> {
  const challenges = plan.map((challenge, at) => ({
    ...challenge,
    revealedAt: clip[at]?.revealedAt ?? 0,
    shownAt: clip[at]?.shownAt ?? 0,
  }))
  return identity.readSelfie({
    reader: ONE_CHECK,
    steps: challenges.map((challenge, at) => ({ challenge, film: filmFrom(clip[at]?.frames ?? []) })),
    earlier: once(earlier),
    signals: [],
    script: null,
    accommodation: null,
  })
}

const decided = ({ front = honest.front, back = honest.back, selfie = honest.selfie }: Partial<typeof honest>) =>
  identity.decide({ ...CARD, sides: [front, back], selfie })

beforeAll(async () => {
  // No time passes on the pool's clock: however slow this machine is, the one check does not use up its hour.
  identity = openIdentityAnalysis({ sceneKey: 'scenes', pool: poolOf(await buildIdentityWorker(), { now: () => 0 }) })
  const clip = await record(PLAN, livePerson('holder', 1), 1)
  const front = await sideOf(annaKowalska, 'front')
  honest = {
    front,
    back: await sideOf(annaKowalska, 'back', { otherSide: { mrz: null, print: front.print ?? [] } }),
    clip,
    selfie: await selfieOf(clip),
  }
})
afterAll(() => identity.close())

it('the holder with their own document passes', () => {
  expect(decided({})).toMatchObject({ outcome: 'passed', reason: null, mrz: { surname: 'KOWALSKA', documentNumber: 'CBA482913' } })
})

it.each<[attack: string, Specimen, reason: string]>([
  ['a child', { ...annaKowalska, born: '2012-04-22' }, 'HOLDER_TOO_YOUNG'],
  ['a document that lasts half a century', { ...annaKowalska, expires: '2075-11-15' }, 'DOCUMENT_DATES'],
  ['a specimen of Utopia', { ...annaKowalska, issuer: 'UTO', nationality: 'UTO' }, 'DOCUMENT_SPECIMEN'],
  ['an expired document', { ...annaKowalska, issued: '2015-03-02', expires: '2025-03-02' }, 'DOCUMENT_EXPIRED'],
  ['a document with a wrong check digit', { ...annaKowalska, wrongCheckDigit: 'birth' }, 'DOCUMENT_CHECK_DIGIT'],
])('%s', async (_, specimen, reason) => {
  const back = await sideOf(specimen, 'back')
  expect(back.problem).toBe(reason)
  expect(decided({ back })).toMatchObject({ outcome: 'failed', reason })
})

it('the front of one card with the back of another, or with lines of somebody else', async () => {
  const front = { mrz: null, print: honest.front.print ?? [] }
  expect((await sideOf({ ...zofiaZolc, issuer: 'POL' }, 'back', { otherSide: front })).problem).toBe('DOCUMENT_SIDES_DISAGREE')
  // Who changes one thing in the zone alone is not accused, but does not pass either.
  const back = await sideOf({ ...annaKowalska, born: '1985-04-23' }, 'back', { otherSide: front })
  expect(decided({ back })).toMatchObject({ outcome: 'referred', referrals: ['DOCUMENT_PRINT_UNREAD'] })
})

const referralsOf = ({ findings }: SideReading) => findings.flatMap(({ refers }) => refers ?? [])
const elsewhere = (jpeg: Uint8Array) =>
  sharp(jpeg).extract({ left: 16, top: 9, width: 1230, height: 692 }).resize(1280, 720, { fit: 'fill' }).jpeg({ quality: 85 }).toBuffer()

it('the film of a document of an earlier check, as it was; and one that was longer than the time in which it came', async () => {
  const known = [honest.front.trace]
  expect((await sideOf(annaKowalska, 'front', { earlier: known })).problem).toBe('LIVENESS_REPLAY')
  // Her own card, filmed by her once more, a few millimetres elsewhere.
  const again = await sideOf(annaKowalska, 'front', { earlier: known, change: elsewhere })
  expect([again.problem, referralsOf(again)]).toEqual([null, []])
  expect((await sideOf(annaKowalska, 'front', { receivedAt: 700 })).problem).toBe('LIVENESS_TIMING')
})

/** When a virtual camera plays the recording of an earlier check: in the middle of a later one. */
const LATER = { start: 9_000, apart: 5 }
const again = (reencode?: (jpeg: Uint8Array) => Promise<Uint8Array>): Subject => replayOf(honest.clip, LATER.start, reencode)

it.each<[attack: string, reason: string, film: () => Promise<Clip>, plan: readonly PlannedChallenge[], known?: boolean]>([
  ['a photograph held to the camera', 'LIVENESS_NO_MOVEMENT', () => record(OTHER, heldPhotograph(5), 5), OTHER],
  ['a still picture injected as video', 'LIVENESS_NO_MOVEMENT', () => record(OTHER, frozenPicture(), 5), OTHER],
  ['a recording from elsewhere, shown for other challenges', 'LIVENESS_CHALLENGE_MISMATCH', () => record(OTHER, again(), 7, LATER), OTHER],
  [
    'a recording of an earlier check, encoded again, where the challenges happen to be the same',
    'LIVENESS_REPLAY',
    () =>
      record(
        PLAN,
        again((jpeg) => sharp(jpeg).blur(0.6).jpeg({ quality: 60 }).toBuffer()),
        7,
        LATER,
      ),
    PLAN,
    true,
  ],
])('%s', async (_, reason, film, plan, known = false) => {
  const selfie = await selfieOf(await film(), plan, known ? [honest.selfie.trace] : [])
  expect(decided({ selfie })).toMatchObject({ outcome: 'failed', reason })
})

it.each<[attack: string, subject: Subject]>([
  ['one photograph, warped into every pose that is asked for', warpedPhotograph(4)],
  ['clips of the holder, one for each movement, filmed before another screen', clipBank(5)],
])('%s, goes to a person: it does not follow the colours of the screen', async (_, subject) => {
  const verdict = decided({ selfie: await selfieOf(await record(PLAN, subject, 5)) })
  expect(verdict).toMatchObject({ outcome: 'referred', referrals: ['LIGHT_NOT_MEASURED'] })
})

it('another person with the document, or one who takes over from its holder', async () => {
  const stranger = await record(PLAN, livePerson('stranger', 6), 1)
  const verdict = decided({ selfie: await selfieOf(stranger) })
  expect(verdict).toMatchObject({ outcome: 'failed', reason: 'FACE_MISMATCH' })
  // The stranger does everything else right: only the comparison of faces fails.
  expect(verdict.findings.filter(({ passed }) => !passed).map(({ check }) => check)).toEqual(['face_match'])
  const takesOver = [...honest.clip.slice(0, 1), ...stranger.slice(1)]
  expect(decided({ selfie: await selfieOf(takesOver) })).toMatchObject({ outcome: 'failed', reason: 'FACE_CHANGED' })
})

it.each([30, 0])(
  'a stranger who makes all movements, with pictures of the holder, turned by %i degrees, where faces are compared',
  async (turned) => {
    expect(decided({ selfie: await selfieOf(await record(PLAN, twoPeople(6, turned), 6)) })).toMatchObject({
      outcome: 'failed',
      reason: 'FACE_CHANGED',
    })
  },
)

describe('a step-up, with the portrait of the earlier check alone', () => {
  const stepUp = (selfie: Read) => identity.decide({ ...CARD, sides: [], selfie, kept: portraitOf({ sides: [honest.front, honest.back] }) })

  it('the person of that check passes, with their earlier film among the traces', async () => {
    const again = await selfieOf(await record(OTHER, livePerson('holder', 11), 11), OTHER, [honest.selfie.trace])
    expect(stepUp(again)).toMatchObject({ outcome: 'passed', reason: null, mrz: null })
  })

  it('another person does not, and nothing but the face tells them apart', async () => {
    const verdict = stepUp(await selfieOf(await record(OTHER, livePerson('stranger', 12), 12), OTHER, [honest.selfie.trace]))
    expect(verdict).toMatchObject({ outcome: 'failed', reason: 'FACE_MISMATCH' })
    expect(verdict.findings.filter(({ passed }) => !passed).map(({ check }) => check)).toEqual(['face_match'])
  })

  it('the film of the earlier check does not, although the movements happen to be the same', async () => {
    const replayed = await selfieOf(await record(PLAN, again(), 7, LATER), PLAN, [honest.selfie.trace])
    expect(stepUp(replayed)).toMatchObject({ outcome: 'failed', reason: 'LIVENESS_REPLAY' })
  })

  it('nobody passes once the portrait is gone', () => {
    expect(identity.decide({ ...CARD, sides: [], selfie: honest.selfie, kept: null })).toMatchObject({
      outcome: 'failed',
      reason: 'CAPTURE_INCOMPLETE',
    })
  })
})
