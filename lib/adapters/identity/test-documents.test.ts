// Test documents before the real judgement: each scripted fault leads to exactly its reason, each score to itself, each name to a match.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentSides, type Accommodation, type DocumentType } from '../../domain/capture'
import { matchName } from '../../domain/name-match'
import type { ChipReading, SideReading } from '../../identity/check'
import type { Embedding } from '../../identity/face/embedding'
import { holderFace, OTHER_FACE } from '../../identity/specimen/faces'
import type { CaptureScript } from '../../identity/specimen/script'
import { specimenFrame, specimenPicture } from '../../identity/specimen/pictures'
import { FAILURES } from '../../operations/kernel/signer-script'
import { testDocument, whatTheCameraSees } from '../../operations/sandbox/test-document'
import { filmFrom, newReader } from '../../testing/identity/reading'
import { openIdentityAnalysis, type OpenIdentityAnalysis } from './analysis'

const READER = newReader()
const NOW = new Date('2026-11-20T10:00:00.000Z')
let identity: OpenIdentityAnalysis
beforeAll(() => {
  identity = openIdentityAnalysis({ sceneKey: 'scenes' })
})
afterAll(() => identity.close())

function frames(nonce: string, from: number) {
  return Array.from({ length: 8 }, (_, seq) => ({
    jpeg: specimenFrame('face', `${nonce} ${seq}`),
    seq,
    nonce,
    capturedAt: from + seq * 400,
    receivedAt: NOW.getTime() + 300,
  }))
}

type Further = {
  approvedFaces?: readonly Embedding[]
  accommodation?: Accommodation | null
  chip?: ChipReading | null
  kept?: Embedding | null
}

// No earlier run.
async function* none(): AsyncGenerator<readonly Uint8Array[], void, undefined> {}

async function outcomeOf(
  script: CaptureScript,
  documentType: DocumentType = 'national_id',
  country = 'PL',
  { approvedFaces, accommodation = null, chip = null, kept }: Further = {},
) {
  const sides: SideReading[] = []
  for (const side of kept === undefined ? documentSides(documentType) : []) {
    const [other] = sides
    const reading = await identity.readSide({
      side,
      documentType,
      country,
      movement: 'tilt_left',
      shownAt: null,
      givenAt: 0,
      earlier: none(),
      reader: READER,
      film: filmFrom([]),
      now: NOW,
      specimens: true,
      minimumAge: 18,
      otherSide: other ? { mrz: other.mrz, print: other.print ?? [] } : null,
      script,
    })
    if (reading.problem) return { reason: reading.problem, matchScore: null, mrz: null }
    sides.push(reading)
  }
  const challenges = identity
    .planChallenges({ camera: false, still: accommodation !== null })
    .map((challenge) => ({ ...challenge, revealedAt: NOW.getTime() }))
  const steps = challenges.map((challenge, index) => ({ challenge, film: filmFrom(frames(challenge.nonce, index * 3600)) }))
  const selfie = await identity.readSelfie({ reader: READER, steps, earlier: none(), signals: [], script, accommodation })
  const approved = approvedFaces ? { approvedFaces } : {}
  const ofStepUp = kept === undefined ? {} : { kept }
  return identity.decide({ documentType, sides, chip, script, selfie, nobodyDecides: script.nobodyDecides, ...approved, ...ofStepUp })
}

const NAMES = [
  'Anna Kowalska',
  'Łukasz Jan Żółć',
  'Dr. Zoë O’Hara-Müller',
  'Елена Сергеевна Щукина',
  'Ελένη Παπαδοπούλου',
  'Ludwig van Beethoven',
  'Anna Wolfeschlegelsteinhausen Maximiliana Bergerdorff',
  'Maria Antonia Josepha de la Cerda y Alba',
  'Wolfgang Amadé Ottokar Li-Xu Ng',
  // Cut off after 28, 29, 30 and 31 letters of the zone.
  'Annabella Bartholomeus Vic Kowal',
  'Annabella Bartholomeusa Vic Kowal',
  'Annabella Bartholomeusab Vic Kowal',
  'Annabella Bartholomeusabc Vic Kowal',
]

describe('test documents', () => {
  it('have the face of the chip, whatever portrait a test chip has', async () => {
    const script = whatTheCameraSees('Anna Eriksson', 'AZE123456', null)
    const lines = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F3204153ZE184226B<<<<<16']
    const read = { result: 'authentic' as const, country: 'UT', groups: [1, 2], algorithm: 'ecdsa-sha256/sha256', lines }
    const chip = identity.judgeChip(read, {
      documentType: 'passport',
      country: 'UT',
      specimens: true,
      minimumAge: 18,
      now: NOW,
      printed: null,
      print: [],
    })
    const verdict = await outcomeOf(script, 'national_id', 'PL', { chip: { ...chip, portrait: [1] } })
    expect(verdict).toMatchObject({ outcome: 'passed', mrz: { surname: 'ERIKSSON' } })
    expect(verdict.matchScore).toBeCloseTo(0.98, 2)
  })

  it.each([
    ['AZE123456', null, { outcome: 'passed', reason: null, referrals: [] }],
    ['AZE123456', 'FACE_MISMATCH', { outcome: 'failed', reason: 'FACE_MISMATCH' }],
    ['AZE123456', 'LIVENESS_REPLAY', { outcome: 'failed', reason: 'LIVENESS_REPLAY' }],
    ['REFERRED01', null, { outcome: 'referred', referrals: ['FACE_UNCERTAIN'] }],
    ['LOWSCORE01', null, { outcome: 'failed', reason: 'FACE_UNCERTAIN' }],
    // No document is shown, so nothing of it can be wrong.
    ['FAIL000001', null, { outcome: 'passed' }],
  ] as const)('in a step-up the holder of %s, told to fail with %s, is judged by the face alone', async (number, failWith, expected) => {
    const verdict = await outcomeOf(whatTheCameraSees('Anna Kowalska', number, failWith), 'national_id', 'PL', { kept: [1] })
    expect(verdict).toMatchObject({ ...expected, mrz: null })
  })

  it('pass no step-up of which the portrait is gone, whatever a person has approved', async () => {
    const saw = whatTheCameraSees('Anna Kowalska', 'AZE123456', null)
    expect(await outcomeOf(saw, 'national_id', 'PL', { kept: null })).toMatchObject({ outcome: 'failed', reason: 'CAPTURE_INCOMPLETE' })
  })

  it.each(FAILURES.filter((reason) => reason !== 'NAME_MISMATCH'))('fail with %s when told to', async (failWith) => {
    expect(await outcomeOf(whatTheCameraSees('Anna Kowalska', 'AZE123456', failWith))).toMatchObject({ reason: failWith })
  })

  it.each([
    ['AZE123456', 'PL', null, 0.98],
    ['REVOKED001', 'DE', null, 0.98],
    ['LOWSCORE01', 'PL', 'FACE_UNCERTAIN', 0.61],
    ['FAIL000001', 'FR', 'DOCUMENT_EXPIRED', null],
  ] as const)('%s gives what is documented', async (number, country, reason, matchScore) => {
    expect(await outcomeOf(whatTheCameraSees('Anna Kowalska', number, null), testDocument(number).documentType, country)).toMatchObject({
      reason,
      matchScore,
    })
  })

  it('of which a licence is referred, because nothing on it can be compared, unless it has ended', async () => {
    const licence = whatTheCameraSees('Anna Kowalska', 'LICENCE01', null)
    expect(await outcomeOf(licence, 'drivers_license')).toMatchObject({
      outcome: 'referred',
      referrals: ['DOCUMENT_WITHOUT_ZONE'],
      mrz: { format: null, issuer: 'POL', surname: 'KOWALSKA', givenNames: ['ANNA'], documentNumber: 'LICENCE01' },
    })
    expect(await outcomeOf({ ...licence, expired: true }, 'drivers_license')).toMatchObject({ reason: 'DOCUMENT_EXPIRED' })
  })

  it('of which a residence permit passes as what it is, and not as an identity card', async () => {
    const seen = whatTheCameraSees('Anna Kowalska', 'AZE123456', null)
    expect(await outcomeOf(seen, 'residence_permit')).toMatchObject({ outcome: 'passed', mrz: { documentCode: 'IR' } })
    expect(await outcomeOf({ ...seen, fault: 'DOCUMENT_RESIDENCE_PERMIT' })).toMatchObject({ reason: 'DOCUMENT_RESIDENCE_PERMIT' })
  })

  it('of which one is referred, for its face alone', async () => {
    expect(await outcomeOf(whatTheCameraSees('Anna Kowalska', 'REFERRED01', null))).toMatchObject({
      outcome: 'referred',
      reason: null,
      referrals: ['FACE_UNCERTAIN'],
      matchScore: 0.61,
    })
  })

  it('of a person whom somebody has approved only have to show the same face in another selfie', async () => {
    const shownAgain = (approvedFaces: readonly (readonly number[])[]) =>
      outcomeOf(whatTheCameraSees('Anna Kowalska', 'REFERRED01', null), 'national_id', 'PL', { approvedFaces })
    expect(await shownAgain([holderFace(0.61)])).toMatchObject({ outcome: 'passed' })
    expect(await shownAgain([OTHER_FACE])).toMatchObject({ outcome: 'failed', reason: 'FACE_MISMATCH' })
    // Of a person who wanted no comparison none was kept.
    expect(await shownAgain([])).toMatchObject({ outcome: 'referred', referrals: ['FACE_NOT_COMPARED'], matchScore: null })
  })

  it.each([
    ['no_movement', 'MOVEMENT_NOT_POSSIBLE', 0.98],
    ['no_comparison', 'FACE_NOT_COMPARED', null],
  ] as const)('with a still selfie (%s) are left to a person', async (accommodation, referral, matchScore) => {
    const shown = (failWith: 'DOCUMENT_EXPIRED' | null) =>
      outcomeOf(whatTheCameraSees('Anna Kowalska', 'AZE123456', failWith), 'national_id', 'PL', { accommodation })
    expect(await shown(null)).toMatchObject({ outcome: 'referred', referrals: [referral], matchScore })
    expect(await shown('DOCUMENT_EXPIRED')).toMatchObject({ reason: 'DOCUMENT_EXPIRED' })
  })

  it('of somebody else are refused, also with a still selfie', async () => {
    const other = whatTheCameraSees('Anna Kowalska', 'AZE123456', 'FACE_MISMATCH')
    expect(await outcomeOf(other, 'national_id', 'PL', { accommodation: 'no_movement' })).toMatchObject({
      outcome: 'failed',
      reason: 'FACE_MISMATCH',
    })
  })

  it.each(NAMES)('bear the name %s', async (name) => {
    const { mrz, reason } = await outcomeOf(whatTheCameraSees(name, 'AZE123456', null))
    expect(reason).toBeNull()
    const match = mrz && matchName(name, { ...mrz, truncated: mrz.namesTruncated })
    expect([match?.likeness, mrz?.documentNumber]).toEqual([expect.not.stringMatching('differs'), 'AZE123456'])
  })

  it('never pass for the document of somebody else', async () => {
    const { mrz } = await outcomeOf(whatTheCameraSees('Anna Kowalska', 'AZE123456', 'NAME_MISMATCH'))
    expect(mrz && matchName('Anna Kowalska', { ...mrz, truncated: mrz.namesTruncated }).likeness).toBe('differs')
  })

  it('are drawn small', () => {
    for (const picture of ['front', 'back', 'face'] as const) expect(specimenPicture(picture).length).toBeLessThan(60_000)
  })
})
