// When the zone of a document counts as read: two stills read the same, or each character of one is certain. And whether the document that was
// moved is the one that was held still.

import { expect, it } from 'vitest'
import { whatTheCameraSees } from '../../operations/sandbox/test-document'
import { POLICY } from '../policy'
import { specimenReading } from '../specimen/document-reading'
import type { ZoneResult } from './analyse'
import { judgeDocumentSide, legibleOf } from './judge'

const seen = whatTheCameraSees('Anna Kowalska', 'AZE123456', null)
const side = { side: 'front', documentType: 'passport', movement: 'tilt_left', country: 'PL' } as const
const NOW = new Date('2026-11-21T12:00:00Z')
const reading = specimenReading(seen, { ...side, now: NOW, picture: new Uint8Array() })

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

it.each<[string, number | null, string | undefined]>([
  ['the same portrait', 0.08, undefined],
  ['a portrait that is hard to see', 0.5, undefined],
  ['none, as on a back or under a reflection', null, undefined],
  ['the portrait of somebody else', 0.64, 'DOCUMENT_EXCHANGED'],
])('of the moved document is seen: %s', (_, holder, refers) => {
  const rules = { documentType: 'passport', country: 'PL', now: NOW, specimens: true, minimumAge: 18, otherSide: null } as const
  const findings = judgeDocumentSide({ ...reading, movement: { ...reading.movement, holder } }, rules, POLICY)
  expect(findings.find(({ refers: reason }) => reason !== undefined)?.refers).toBe(refers)
})

it.each<[string, number | null, string | undefined]>([
  ['the same lines', 0, undefined],
  ['lines of which a reflection changes two characters', 2, undefined],
  ['none that can be read', null, undefined],
  ['the lines of somebody else', 27, 'DOCUMENT_EXCHANGED'],
])('of the moved back is seen: %s', (_, otherCharacters, refers) => {
  const rules = { documentType: 'national_id', country: 'PL', now: NOW, specimens: true, minimumAge: 18, otherSide: null } as const
  const back = specimenReading(seen, { ...side, side: 'back', documentType: 'national_id', now: NOW, picture: new Uint8Array() })
  const findings = judgeDocumentSide({ ...back, movement: { ...back.movement, holder: null, otherCharacters } }, rules, POLICY)
  expect(findings.filter(({ check }) => check === 'document_same').map(({ refers: reason }) => reason)).toEqual(
    otherCharacters === null ? [] : [refers],
  )
})
