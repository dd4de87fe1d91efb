// When the zone of a document counts as read: two stills read the same, or each character of one is certain.

import { expect, it } from 'vitest'
import { whatTheCameraSees } from '../../operations/sandbox/test-document'
import { POLICY } from '../policy'
import { specimenReading } from '../specimen/document-reading'
import type { ZoneResult } from './analyse'
import { legibleOf } from './judge'

const seen = whatTheCameraSees('Anna Kowalska', 'AZE123456', null)
const side = { side: 'front', documentType: 'passport', movement: 'tilt_left', country: 'PL' } as const
const reading = specimenReading(seen, { ...side, now: new Date('2026-11-21T12:00:00Z'), picture: new Uint8Array() })

it.each<[string, Pick<ZoneResult, 'frames' | 'agreeing' | 'weakest'>, boolean]>([
  ['two stills that agree, surely enough', { frames: 2, agreeing: 2, weakest: -0.4 }, true],
  ['two of three that agree, surely enough', { frames: 3, agreeing: 2, weakest: -0.4 }, true],
  ['two that agree and are not sure', { frames: 2, agreeing: 2, weakest: -0.6 }, false],
  ['two that read different letters, as D for an O that a moving hand closed', { frames: 2, agreeing: 1, weakest: -0.34 }, false],
  ['two of which each reads something else than both together', { frames: 2, agreeing: 0, weakest: -0.3 }, false],
  ['one alone, surely enough for two', { frames: 1, agreeing: 1, weakest: -0.21 }, false],
  ['one alone, certain of each letter', { frames: 1, agreeing: 1, weakest: -0.02 }, true],
])('%s', (_, zone, expected) => {
  const { weakest } = zone
  const read = { ...reading, zone: reading.zone && { ...reading.zone, ...zone, weakestUnchecked: weakest } }
  expect(legibleOf(read, POLICY) !== null).toBe(expected)
})
