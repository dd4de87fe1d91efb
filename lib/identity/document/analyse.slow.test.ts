// Documents before the synthetic camera, read by the real worker: what it reads, and the reason it gives for each flaw or trick.
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { annaKowalska, annasLicence, annasPermit, eleniPapadopoulou, zoeLefevre, zofiaZolc } from '@/lib/testing/camera/documents/specimen'
import { buildIdentityWorker } from '@/scripts/build-workers.mjs'
import type { AnalysisPool } from '../analysis-pool'
import { conclude } from '../conclusion'
import { NO_REPLAY } from '../liveness/replay'
import { POLICY } from '../policy'
import { filmDocument, filmMovement, filmStills, type Performance } from '../../testing/identity/document-clip'
import { FORGERIES, showForgery } from '../../testing/identity/forged-documents'
import { filmOpenPassport, passportOf, positionOf } from '../../testing/identity/open-passports'
import { poolOf, readDocument } from '../../testing/identity/reading'
import type { DocumentSide } from '../../domain/capture'
import type { DocumentFrames, DocumentReading } from './analyse'
import { judgeDocumentSide, licenceOf, requiredOfSide } from './judge'
import { judgeSide } from '../check'

const PASSED = { outcome: 'passed' }
const NOW = new Date('2026-11-21T12:00:00Z')

let pool: AnalysisPool

beforeAll(async () => {
  pool = poolOf(await buildIdentityWorker())
})
afterAll(() => pool.close())

const back: Performance = { specimen: annaKowalska, documentType: 'national_id', shown: 'back', asked: 'tilt_left', now: NOW }
const front: Performance = { ...back, shown: 'front', asked: 'tilt_forward' }
const passport: Performance = { ...front, specimen: eleniPapadopoulou, documentType: 'passport', asked: 'tilt_right' }
const td2: Performance = { ...front, specimen: zoeLefevre, asked: 'tilt_back' }

function judged(reading: DocumentReading, country: string | null = null) {
  const context = { documentType: reading.documentType, country, now: NOW, specimens: true, minimumAge: 18, otherSide: null }
  return conclude(judgeDocumentSide(reading, context, POLICY), requiredOfSide(reading, false))
}

/** The checks that fail, but for those of the movement. */
const judgedAtRest = (reading: DocumentReading) =>
  judgeDocumentSide(
    reading,
    { documentType: reading.documentType, country: null, now: NOW, specimens: true, minimumAge: 18, otherSide: null },
    POLICY,
  )
    .filter(({ check, passed }) => !passed && !/movement|continuity/.test(check))
    .map(({ check }) => check)

const readings = new Map<Performance, Promise<DocumentReading>>()

/** Reading takes a second or two, so a performance that several tests need is read once. */
function read(performance: Performance): Promise<DocumentReading> {
  const reading = readings.get(performance) ?? filmDocument(performance).then((film) => readDocument(pool, film))
  readings.set(performance, reading)
  return reading
}

const readStills = async (performance: Performance, count?: number): Promise<DocumentReading> =>
  readDocument(pool, await filmStills(performance, count))

describe('honest', () => {
  it('reads a card of format TD1 from its back and finds the portrait on its front', async () => {
    const [one, two] = [await read(front), await read(back)]
    expect([judged(one, 'PL'), judged(two, 'PL')]).toEqual([PASSED, PASSED])
    expect(one.portrait?.embedding).toHaveLength(128)
    // Printed fields in rows are no zone.
    expect(one.zone).toBeNull()
    expect(two.zone?.mrz).toMatchObject({
      format: 'TD1',
      surname: 'KOWALSKA',
      givenNames: ['ANNA', 'MARIA'],
      documentNumber: 'CBA482913',
    })
    expect(two.zone?.problems).toEqual([])
    expect(await sharp(two.picture ?? Buffer.alloc(0)).metadata()).toMatchObject({ format: 'jpeg', width: 1400 })
  })

  it('takes a residence permit as what it is', async () => {
    const permit = await read({ ...back, specimen: annasPermit, documentType: 'residence_permit' })
    expect(judged(permit, 'PL')).toEqual(PASSED)
    expect(permit.zone?.mrz).toMatchObject({ documentCode: 'IR', nationality: 'UKR', documentNumber: 'ZR4829137' })
  })

  it('reads the fields of a licence in good light and in dim, and leaves it to a person', async () => {
    const licence: Performance = { ...front, specimen: annasLicence, documentType: 'drivers_license' }
    expect(judged(await read(licence), 'PL')).toEqual({ outcome: 'referred', referrals: ['DOCUMENT_WITHOUT_ZONE'] })
    for (const scene of [{}, { brightness: 0.55, blur: 0.6 }]) {
      const reading = await readStills({ ...licence, scene })
      const context = { documentType: licence.documentType, country: 'PL', now: NOW, specimens: true, minimumAge: 18, otherSide: null }
      expect(licenceOf(reading, context)).toMatchObject({
        surname: 'KOWALSKA',
        givenNames: ['ANNA', 'MARIA'],
        dateOfBirth: '1985-04-22',
        expiry: '2034-11-15',
        documentNumber: '00482913',
      })
    }
  })

  it('reads a passport and a card of format TD2', async () => {
    const [one, two] = [await read(passport), await read(td2)]
    expect([judged(one, 'GR'), judged(two, 'FR')]).toEqual([PASSED, PASSED])
    expect(one.zone?.mrz).toMatchObject({ format: 'TD3', surname: 'PAPADOPOULOU', issuer: 'GRC' })
    expect(two.zone?.mrz).toMatchObject({ format: 'TD2', surname: 'LEFEVRE', issuer: 'FRA' })
  })
})

it('reads the lines beside a portrait on two stills, as it does those of a back', async () => {
  const { zone, portrait } = await readStills(td2, 3)
  expect(portrait).not.toBeNull()
  expect(zone?.agreeing).toBe(2)
})

describe('a zone that was not read with certainty', () => {
  const unsure = (reading: DocumentReading): DocumentReading => ({
    ...reading,
    zone: reading.zone && { ...reading.zone, weakest: -2, weakestUnchecked: -2 },
  })

  it('says nothing that is kept', async () => {
    const context = { documentType: 'national_id', country: null, now: NOW, specimens: true, minimumAge: 18, otherSide: null } as const
    const reading = await read(back)
    expect(judgeSide(reading, NO_REPLAY, context, POLICY).mrz).toMatchObject({ surname: 'KOWALSKA' })
    expect(judgeSide(unsure(reading), NO_REPLAY, context, POLICY)).toMatchObject({ mrz: null, problem: 'DOCUMENT_UNREADABLE' })
  })

  it('asks for the front of a card of format TD2 again: its back has none', async () => {
    expect(judged(unsure(await read(td2)))).toMatchObject({ reason: 'DOCUMENT_UNREADABLE' })
  })
})

describe('as people hold them', () => {
  it.each<[string, Performance]>([
    ['a card upside down', { ...back, scene: { roll: 180 } }],
    ['the front of a card upside down', { ...front, scene: { roll: 180 } }],
    ['a card sideways', { ...back, scene: { roll: 90, fill: 0.55 } }],
    ['in the light of an evening', { ...back, scene: { brightness: 0.5 } }],
  ])('%s', async (_, performance) => {
    const reading = await readStills(performance, 1)
    expect(judgedAtRest(reading)).toEqual([])
  })

  it.each([0, 3, 7, 11])('an open passport (%i)', async (number) => {
    const position = positionOf(number)
    const reading = await readDocument(pool, await filmOpenPassport(position, NOW, [0]))
    expect(judgedAtRest(reading)).toEqual([])
    expect(reading.zone?.mrz.documentNumber).toBe(passportOf(position).number)
  })

  it('an open passport that is moved', async () => {
    expect(judged(await readDocument(pool, await filmOpenPassport(positionOf(4), NOW)))).toEqual(PASSED)
  })

  it('names a visa and a residence permit', async () => {
    const visa = { ...passport, specimen: { ...eleniPapadopoulou, documentCode: 'V<' } }
    expect(judged(await readStills(visa, 1))).toMatchObject({ reason: 'DOCUMENT_VISA' })
    const permit = { ...back, specimen: { ...annaKowalska, documentCode: 'IR' } }
    expect(judged(await readStills(permit, 1))).toMatchObject({ reason: 'DOCUMENT_RESIDENCE_PERMIT' })
  })
})

// A white spot painted over part of the frame: what a lamp does to a glossy card.
async function burnt(performance: Performance, left: number, top: number): Promise<DocumentFrames> {
  const film = await filmStills(performance, 1)
  const spot = Buffer.from('<svg width="420" height="150"><ellipse cx="210" cy="75" rx="210" ry="75" fill="#fff"/></svg>')
  const stills = film.stills.map(async (frame) => ({
    ...frame,
    jpeg: await sharp(frame.jpeg)
      .composite([{ input: spot, left, top }])
      .jpeg()
      .toBuffer(),
  }))
  return { ...film, stills: await Promise.all(stills) }
}

// A hand over the lines of a passport, and nothing else of its page.
async function underHand(performance: Performance): Promise<DocumentFrames> {
  const film = await filmStills(performance, 1)
  const hand = Buffer.from('<svg width="780" height="80"><rect width="780" height="80" rx="40" fill="#cd9b82"/></svg>')
  const stills = film.stills.map(async (frame) => ({
    ...frame,
    jpeg: await sharp(frame.jpeg)
      .composite([{ input: hand, left: 250, top: 570 }])
      .jpeg()
      .toBuffer(),
  }))
  return { ...film, stills: await Promise.all(stills) }
}

describe('flaws and tricks', () => {
  it.each<[string, Performance, string]>([
    [
      'a wrong check digit of the number',
      { ...passport, specimen: { ...eleniPapadopoulou, wrongCheckDigit: 'number' } },
      'DOCUMENT_CHECK_DIGIT',
    ],
    ['the back in place of the front', { ...back, side: 'front' }, 'DOCUMENT_SIDES_SWAPPED'],
    ['the front in place of the back', { ...front, side: 'back' }, 'DOCUMENT_SIDES_SWAPPED'],
    ['darkness', { ...back, scene: { brightness: 0.25 } }, 'DOCUMENT_TOO_DARK'],
    ['blur', { ...back, scene: { blur: 4 } }, 'DOCUMENT_BLURRED'],
    ['the front of a card declared as a passport', { ...front, documentType: 'passport' }, 'DOCUMENT_OTHER_TYPE'],
    ['a card with lines declared as a passport', { ...front, specimen: zoeLefevre, documentType: 'passport' }, 'DOCUMENT_OTHER_TYPE'],
    ['an empty table', { ...back, scene: { fill: 0.05 } }, 'DOCUMENT_NOT_IN_FRAME'],
  ])('%s', async (_, performance, reason) => {
    expect(judged(await readStills(performance, 1))).toMatchObject({ outcome: 'failed', reason })
  })

  it.each<[string, Performance]>([
    ['a picture that does not move', { ...back, done: null }],
    ['moving closer in place of tilting', { ...back, done: 'move_closer' }],
    ['a movement in another direction', { ...back, asked: 'tilt_right', done: 'tilt_left' }],
  ])('%s', async (_, performance) => {
    expect(judged(await read(performance))).toMatchObject({ outcome: 'failed', reason: 'DOCUMENT_NOT_MOVED' })
  })

  it('a country other than the declared', async () => {
    expect(judged(await read(back), 'DE')).toMatchObject({ outcome: 'failed', reason: 'DATA_DISAGREE' })
  })

  it('a reflection on the zone or on the portrait', async () => {
    const zone = await readDocument(pool, await burnt(back, 560, 470))
    expect(judged(zone)).toMatchObject({ outcome: 'failed', reason: 'DOCUMENT_GLARE' })
    const portrait = await readDocument(pool, await burnt(front, 240, 330))
    expect(judged(portrait)).toMatchObject({ outcome: 'failed', reason: 'DOCUMENT_GLARE' })
  })

  it('a hand over the lines of a passport, whose portrait is plainly seen', async () => {
    const reading = await readDocument(pool, await underHand(passport))
    expect(reading.portrait).not.toBeNull()
    expect(judged(reading)).toMatchObject({ outcome: 'failed', reason: 'DOCUMENT_UNREADABLE' })
  })

  it('another document while moving', async () => {
    const exchanged = { ...(await filmStills(passport)), movement: await filmMovement(front) }
    expect(judged(await readDocument(pool, exchanged))).toMatchObject({ outcome: 'failed', reason: 'DOCUMENT_CHANGED' })
  })

  it('the back of another holder while moving', async () => {
    const shown = async (moved: Performance) => {
      const { movement } = await readDocument(pool, { ...(await filmStills(back)), movement: await filmMovement(moved) })
      return movement.otherCharacters
    }
    expect(await shown(back)).toBe(0)
    expect(await shown({ ...back, specimen: { ...zofiaZolc, issuer: 'POL' } })).toBeGreaterThan(20)
  })

  it.each<[forgery: string, side: DocumentSide, signs: readonly string[]]>([
    ['screen of a card, its pixels beat with the sensor', 'front', ['document_raster']],
    ['print cut out straight', 'front', ['document_corners']],
    ['print on a sheet of A5', 'back', ['document_corners', 'document_zone_width']],
    ['telephone with its black border, pixels too fine to be seen', 'back', ['document_zone_width']],
  ])('a %s (%s)', async (name, side, signs) => {
    const forgery = FORGERIES.find((each) => each.name === name)
    if (!forgery) throw new Error(name)
    expect(judgedAtRest(await readDocument(pool, await showForgery(forgery, side, 0, NOW)))).toEqual(signs)
  })

  it('files that are no pictures', async () => {
    const film = await filmStills(back)
    const torn = film.stills.map((frame) => ({ ...frame, jpeg: frame.jpeg.subarray(0, 900) }))
    expect(judged(await readDocument(pool, { ...film, stills: torn }))).toMatchObject({
      outcome: 'failed',
      reason: 'CAPTURE_INCOMPLETE',
    })
  })
})
