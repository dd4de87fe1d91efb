// What is concluded of the signs that a picture of a document is shown; how they are measured is tested in analyse.slow.test.ts.

import { expect, it } from 'vitest'
import { conclude } from '../conclusion'
import { parseMrz } from '../mrz/parse'
import { POLICY } from '../policy'
import type { ShotMeasures } from './analyse'
import { judgeReproduction } from './reproduction'

const NOW = new Date('2026-11-21T12:00:00Z')
const parsed = parseMrz(['I<POLCBA4829134<<<<<<<<<<<<<<<', '8504229F3411153POL<<<<<<<<<<<2', 'KOWALSKA<<ANNA<MARIA<<<<<<<<<<'], NOW)
if (!parsed.ok) throw new Error(parsed.because)
const { mrz } = parsed

type Shown = Partial<Pick<ShotMeasures, 'raster' | 'rim' | 'zoneAcross'>>

function outcome(shown: Shown) {
  const shot = { raster: 0, rim: { corners: 4, straight: 0, bordered: 0 }, zoneAcross: 0.88, ...shown } as ShotMeasures
  const zone = { mrz, problems: [], frames: 2, agreeing: 2, confidence: 0, weakest: 0, weakestUnchecked: 0 }
  const findings = judgeReproduction({ side: 'back', documentType: 'national_id', shot, zone }, POLICY)
  const conclusion = conclude(findings, [])
  return conclusion.outcome === 'referred' ? conclusion.referrals.join() : conclusion.outcome
}

it.each<[string, Shown, string]>([
  ['a card', {}, 'passed'],
  ['a passport, which has no rim', { rim: null, zoneAcross: null }, 'passed'],
  ['a card with two corners that fingers make look straight', { rim: { corners: 4, straight: 2, bordered: 0 } }, 'passed'],
  ['a card between the lines of a wooden table', { rim: { corners: 4, straight: 0, bordered: 2 } }, 'passed'],
  ['print that is strong in two directions in one place', { raster: 2.4 }, 'passed'],
  ['a screen', { raster: 3.7 }, 'DOCUMENT_RASTER'],
  ['a print cut straight', { rim: { corners: 3, straight: 3, bordered: 0 } }, 'DOCUMENT_CORNERS'],
  ['a screen with its border', { rim: { corners: 4, straight: 0, bordered: 4 } }, 'DOCUMENT_BORDER'],
  ['a sheet larger than the card on it', { zoneAcross: 0.64 }, 'DOCUMENT_PROPORTIONS'],
  ['lines wider than a card prints them', { zoneAcross: 0.97 }, 'DOCUMENT_PROPORTIONS'],
  ['all at once', { raster: 4, rim: { corners: 4, straight: 4, bordered: 3 } }, 'DOCUMENT_RASTER,DOCUMENT_CORNERS,DOCUMENT_BORDER'],
])('%s', (_, shown, expected) => {
  expect(outcome(shown)).toBe(expected)
})
