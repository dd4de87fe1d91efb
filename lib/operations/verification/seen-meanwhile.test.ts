// Checks that are judged at the same time: of two with one document, or with one film, the later one knows of the other.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { CaptureStage } from '../../domain/capture'
import type { WholeCheck } from '../../identity/check'
import type { MrzReading } from '../../identity/mrz/parse'
import { newRequest, Walk } from '../../testing/journey-walk'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { keepTrace } from './film-traces'

let test: TestContext
const { identity, script } = scriptedIdentity()
/** What each verdict knew of others, in order. */
let elsewhere: WholeCheck['elsewhere'][]
/** Traces that each reading was compared with. */
let earlier: number[]
/** Done once, when a selfie was read and compared. */
let afterReading: (() => Promise<void>) | null = null
/** The same of the sides of documents. */
let earlierOfSide: number[]
let afterSide: (() => Promise<void>) | null = null
/** What the next films of a side show; null: what nobody has shown before. */
let filmedNow: Buffer | null = null
/** Holds each check until all of them are read. */
let together: (() => Promise<void>) | null = null
/** What stands on the next document. */
let given: string
const FILM = Buffer.from('the film')

beforeAll(async () => {
  test = await testContext({
    identity: {
      ...identity,
      async readSide(input) {
        const reading = await identity.readSide(input)
        earlierOfSide.push(script.earlierOfSides.at(-1)?.filter((trace) => trace === FILM.toString()).length ?? 0)
        const run = afterSide
        afterSide = null
        await run?.()
        const replayed = { check: 'document_no_replay', passed: false, score: 1, threshold: 0.3, model: 'script/1' } as const
        const known = earlierOfSide.at(-1) ? ({ problem: 'LIVENESS_REPLAY', findings: [replayed] } as const) : {}
        return { ...reading, ...known, mrz: zoneOf(given), trace: new Uint8Array(filmedNow ?? reading.trace) }
      },
      async readSelfie(input) {
        const reading = await identity.readSelfie(input)
        earlier.push(script.earlier.at(-1)?.filter((trace) => trace === FILM.toString()).length ?? 0)
        const run = afterReading
        afterReading = null
        await run?.()
        await together?.()
        const replayed = { check: 'liveness_no_replay', passed: false, score: 1, threshold: 0.3, model: 'script/1' } as const
        return earlier.at(-1) ? { ...reading, findings: [replayed] } : reading
      },
      decide(input) {
        elsewhere.push(input.elsewhere)
        const known = input.elsewhere && input.elsewhere.documents > 0
        const verdict = identity.decide(input)
        return known ? { ...verdict, outcome: 'referred', referrals: ['DOCUMENT_SEEN_ELSEWHERE'] } : verdict
      },
      comesNear: (stage, own, others) =>
        others.some((other) => Buffer.from(other).equals(FILM) && (stage === 'selfie' || Buffer.from(own).equals(FILM))),
    },
  })
})
afterAll(() => test.close())
beforeEach(() => {
  elsewhere = []
  earlier = []
  earlierOfSide = []
  filmedNow = null
})

const zoneOf = (name: string): MrzReading => ({
  format: 'TD1',
  documentCode: 'I',
  issuer: 'POL',
  surname: 'ZOLC',
  givenNames: [name],
  documentNumber: 'ABC123456',
  nationality: 'POL',
  dateOfBirth: '1985-04-22',
  sex: 'M',
  expiry: '2032-01-01',
  namesTruncated: false,
  checkDigits: [],
})

const atSelfie = (name: string, printed: string) => at('selfie', name, printed)

async function at(place: string, name: string, printed: string): Promise<Walk> {
  given = printed
  const created = await newRequest(test, [{ name, email: `${name.length}@example.com` }])
  const walk = await Walk.open(test, created.signers[0]?.id ?? '')
  await walk.to(place)
  return walk
}

it('one document under two names is referred, though neither check was recorded when the other was compared', async () => {
  const walks = [await atSelfie('Łukasz Żółć', 'LUKASZ'), await atSelfie('Jan Żółć', 'JAN')]
  let read = 0
  let open = () => {}
  const all = new Promise<void>((resolve) => {
    open = resolve
  })
  together = () => {
    read += 1
    if (read === walks.length) open()
    return all
  }
  await Promise.all(walks.map((walk) => walk.selfie()))
  together = null
  expect((await Promise.all(walks.map((walk) => walk.place()))).sort()).toEqual(['decision', 'extracted_data'])
  expect(elsewhere.map((known) => known?.documents)).toEqual([0, 0, 1])
})

it('one film is judged anew, once, when another check was recorded with it meanwhile', async () => {
  const walk = await atSelfie('Łukasz Żółć', 'LUKASZ')
  afterReading = () =>
    test.context.db.$transaction((tx) => keepTrace(test.context, tx, { mode: 'test', stage: 'selfie' }, new Uint8Array(FILM)))
  await walk.selfie()
  expect(earlier).toEqual([0, 1])
  expect(await walk.place()).not.toBe('checking')
})

const keptOfSide = (stage: CaptureStage) =>
  test.context.db.$transaction((tx) => keepTrace(test.context, tx, { mode: 'test', stage }, new Uint8Array(FILM)))
const sideAndProblem = async (walk: Walk) => {
  const { verification } = await walk.view()
  return [verification?.side, verification?.shotProblem?.code]
}

it('the film of a side is known again in another check, of whomever, and as a film of that side alone', async () => {
  filmedNow = FILM
  const first = await at('document', 'Łukasz Żółć', 'LUKASZ')
  await first.shoot()
  expect(await sideAndProblem(first)).toEqual(['back', undefined])
  await first.shoot()
  expect(earlierOfSide).toEqual([0, 0])
  const second = await at('document', 'Jan Żółć', 'JAN')
  await second.shoot()
  expect(await sideAndProblem(second)).toEqual(['front', 'LIVENESS_REPLAY'])
  filmedNow = Buffer.from('another film')
})

it('the film of a side is judged anew, once, when another was recorded with the same scenes meanwhile', async () => {
  await test.context.db.filmTrace.deleteMany()
  filmedNow = FILM
  const walk = await at('document', 'Łukasz Żółć', 'LUKASZ')
  afterSide = () => keptOfSide('front')
  await walk.shoot()
  expect(earlierOfSide).toEqual([0, 1])
  expect(await sideAndProblem(walk)).toEqual(['front', 'LIVENESS_REPLAY'])
})
