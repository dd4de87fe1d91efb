// The film of one side of a document against the server's clock, and against the films of earlier checks.

import { describe, expect, it } from 'vitest'
import { whatTheCameraSees } from '../../operations/sandbox/test-document'
import { judgeSide } from '../check'
import { conclude } from '../conclusion'
import { NO_REPLAY, type ReplayReading } from '../liveness/replay'
import { POLICY } from '../policy'
import { specimenReading } from '../specimen/document-reading'
import type { DocumentReading } from './analyse'
import { judgeFilm } from './film-judge'
import type { MovementResult } from './movement'

const NOW = new Date('2026-11-21T12:00:00Z')
const seen = whatTheCameraSees('Anna Kowalska', 'AZE123456', null)
const side = { side: 'front', documentType: 'passport', movement: 'tilt_left', country: 'PL' } as const
const reading = specimenReading(seen, { ...side, now: NOW, picture: new Uint8Array() })

type Clock = MovementResult['clock']
const GIVEN_AT = 1_000_000
/** Eight frames a second for three seconds, the first of them `begun` after the movement was given out; each arrives `late` after it was taken. */
const film = ({ begun = 2_000, late = 300 } = {}): Clock =>
  Array.from({ length: 24 }, (_, at) => ({ captured: 50 + at * 125, received: GIVEN_AT + begun + at * 125 + late }))
const received = (clock: Clock, at: number): Clock => clock.map(({ captured }) => ({ captured, received: GIVEN_AT + at }))

const filmed = (clock: Clock): DocumentReading => ({ ...reading, movement: { ...reading.movement, clock, givenAt: GIVEN_AT } })
const outcomeOf = (clock: Clock, replay: ReplayReading = NO_REPLAY) => conclude(judgeFilm(filmed(clock), replay, POLICY), [])
const problemOf = (clock: Clock) => /problem=(\w*)/.exec(judgeFilm(filmed(clock), NO_REPLAY, POLICY)[0]?.detail ?? '')?.[1] ?? ''

describe('the time of a film', () => {
  it.each<[string, Clock]>([
    ['of a page that sends while it films', film()],
    ['begun at once', film({ begun: 0, late: 20 })],
    ['of somebody who fetched the document first', film({ begun: 400_000 })],
    ['on a slow network, all at the end', received(film(), 90_000)],
    ['begun at once, all received when it ended', received(film({ begun: 0 }), 24 * 125)],
    [
      'of a browser that rounds its times',
      film().map(({ captured, ...rest }) => ({ captured: Math.floor(captured / 100) * 100, ...rest })),
    ],
  ])('is taken: %s', (_, clock) => {
    expect([problemOf(clock), outcomeOf(clock)]).toEqual(['', { outcome: 'passed' }])
  })

  it.each<[string, Clock, string]>([
    ['longer than the server waited', received(film(), 1_500), 'longer_than_passed'],
    ['sent the moment the movement was given out', received(film(), 30), 'longer_than_passed'],
    ['made before', received(film(), -60_000), 'longer_than_passed'],
    [
      'whose last frame alone comes too soon',
      film({ begun: 0, late: 0 }).map((frame, at) => (at === 23 ? { ...frame, captured: frame.captured + 900 } : frame)),
      'longer_than_passed',
    ],
    ['that took no time', film().map(({ received: at }, index) => ({ captured: index, received: at })), 'no_time'],
    ['without frames', [], 'no_frames'],
  ])('is refused: a film %s', (_, clock, problem) => {
    expect([problemOf(clock), outcomeOf(clock)]).toEqual([problem, { outcome: 'failed', reason: 'LIVENESS_TIMING' }])
  })
})

describe('what was shown before', () => {
  const referred = { outcome: 'referred', referrals: ['FILM_SEEN_BEFORE'] }
  it.each<[string, Partial<ReplayReading>, object]>([
    ['nothing', {}, { outcome: 'passed' }],
    ['one frame that is the same by chance', { exact: 1 }, { outcome: 'passed' }],
    ['frames pixel for pixel', { exact: 2 }, { outcome: 'failed', reason: 'LIVENESS_REPLAY' }],
    ['some that come near, as of one document in one place', { alike: 0.3 }, { outcome: 'passed' }],
    ['many that come near', { alike: 0.4 }, referred],
    ['all of them', { alike: 1 }, referred],
  ])('%s', (_, replay, outcome) => {
    expect(outcomeOf(film(), { ...NO_REPLAY, runs: 3, ...replay })).toEqual(outcome)
  })

  it('stands in the judgement of a side', () => {
    const context = { documentType: 'passport', country: 'PL', now: NOW, specimens: true, minimumAge: 18, otherSide: null } as const
    const judged = (one: DocumentReading, replay: ReplayReading) => judgeSide(one, replay, context, POLICY).problem
    expect([judged(reading, NO_REPLAY), judged(reading, { ...NO_REPLAY, exact: 9 }), judged(filmed([]), NO_REPLAY)]).toEqual([
      null,
      'LIVENESS_REPLAY',
      'LIVENESS_TIMING',
    ])
  })
})
