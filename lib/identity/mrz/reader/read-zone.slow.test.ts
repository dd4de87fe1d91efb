// Reading machine readable zones from pictures: correct in spite of the flaws of a webcam, uncertain where it cannot be read,
// and a wrong check digit is never repaired away.
import { beforeAll, describe, expect, it } from 'vitest'
import { machineReadableZone } from '@/lib/testing/camera/documents/machine-readable-zone'
import { annaKowalska, eleniPapadopoulou, zoeLefevre, zofiaZolc, type Specimen } from '@/lib/testing/camera/documents/specimen'
import { random } from '@/lib/testing/camera/image'
import type { Scene } from '@/lib/testing/camera/scenes/card-scene'
import { findCard, flattenCard } from '../../document/card'
import { decodeFrame, toGrey, type GreyImage } from '../../engine/image'
import { loadOpenCv } from '../../engine/opencv'
import { takePicture } from '../../../testing/identity/document-clip'
import { POLICY } from '../../policy'
import { readZone, type ZoneReading } from './read-zone'
import { voteZones } from './vote'

const NOW = new Date('2026-11-21T12:00:00Z')

type View = Partial<Scene> & { grain?: number; quality?: number }

const sideOf = ({ format }: Specimen) => (format === 'TD1' ? 'back' : 'front')

async function seen(specimen: Specimen, { grain = 6, quality = 85, ...scene }: View): Promise<GreyImage> {
  const image = await decodeFrame(await takePicture({ specimen, shown: sideOf(specimen), scene, grain, quality }), 1920)
  const quad = findCard(toGrey(image))
  return toGrey(quad ? flattenCard(image, quad, 1400) : image)
}

const read = async (specimen: Specimen, view: View = {}): Promise<ZoneReading | null> => readZone(await seen(specimen, view), true, NOW)

beforeAll(loadOpenCv)

describe('every character', () => {
  it.each<[string, Specimen, View]>([
    ['a TD1 card', annaKowalska, {}],
    ['a TD2 card, turned', zoeLefevre, { roll: 7 }],
    ['a passport, tilted', eleniPapadopoulou, { topAway: 14, leftAway: -10 }],
    ['a TD1 card through a poor webcam', zofiaZolc, { roll: 4, topAway: 8, blur: 1.2, grain: 18, quality: 60 }],
    ['a passport, small and dim', eleniPapadopoulou, { fill: 0.6, brightness: 0.6, grain: 10 }],
  ])('%s', async (_, specimen, view) => {
    const reading = await read(specimen, view)
    expect(reading?.lines).toEqual(machineReadableZone(specimen))
    expect(reading?.problems).toBe(0)
    expect(reading?.weakestUnchecked).toBeGreaterThan(POLICY.document.minUncheckedCharacter)
  })
})

// The page laid flat not quite: its lines fall to the right, and its foot ends above a dark table.
function slanted({ width, height, data }: GreyImage, fall: number): GreyImage {
  const shifted = data.map((_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)]
    const from = Math.round(y - fall * (x / width - 0.5))
    return y > height * 0.985 ? 25 : (data[Math.max(0, Math.min(height - 1, from)) * width + x] ?? 0)
  })
  return { width, height, data: shifted }
}

it.each([-18, 18])('follows the lines and not the edge of the page (%i)', async (fall) => {
  const zone = readZone(slanted(await seen(zoeLefevre, {}), fall), true, NOW)
  expect(zone?.lines).toEqual(machineReadableZone(zoeLefevre))
  expect(zone?.weakest).toBeGreaterThan(POLICY.document.minCharacter)
})

// The page with the cover around it, on a table that is lighter: a dark stripe on both sides of the lines.
function covered({ width, height, data }: GreyImage): GreyImage {
  const shaded = data.map((value, at) => {
    const inwards = Math.min(at % width, width - 1 - (at % width))
    return inwards < 26 ? 170 : inwards < 52 ? 40 : value
  })
  return { width, height, data: shaded }
}

it.each([eleniPapadopoulou, zoeLefevre])('takes the cover beside the lines for no part of them (%#)', async (specimen) => {
  const zone = readZone(covered(await seen(specimen, {})), true, NOW)
  expect(zone?.lines).toEqual(machineReadableZone(specimen))
  expect(zone?.weakest).toBeGreaterThan(POLICY.document.minCharacter)
})

describe('honesty', () => {
  it.each<[Specimen, NonNullable<Specimen['wrongCheckDigit']>]>([
    [annaKowalska, 'number'],
    [zofiaZolc, 'expiry'],
    [eleniPapadopoulou, 'birth'],
    [zoeLefevre, 'composite'],
  ])('keeps a wrong check digit wrong (%#)', async (holder, wrongCheckDigit) => {
    const specimen = { ...holder, wrongCheckDigit }
    const reading = await read(specimen, { blur: 1, grain: 12 })
    expect(reading?.lines).toEqual(machineReadableZone(specimen))
  })

  it('does not take burnt-out places for fillers', async () => {
    const image = await seen(eleniPapadopoulou, {})
    const burnt = {
      ...image,
      data: image.data.map((value, at) =>
        Math.floor(at / image.width) > image.height * 0.8 && at % image.width > 500 && at % image.width < 760 ? 255 : value,
      ),
    }
    expect((await readZone(burnt, true, NOW))?.weakest ?? -10).toBeLessThan(-2)
  })

  it('finds nothing on a side without a zone, and in noise', async () => {
    const image = await decodeFrame(await takePicture({ specimen: annaKowalska, shown: 'front', scene: {}, grain: 0, quality: 88 }), 1920)
    expect((await readZone(toGrey(image), false, NOW))?.weakest ?? -10).toBeLessThan(-2)
    const noise = random(3)
    const grey = { width: 1400, height: 883, data: Uint8Array.from({ length: 1400 * 883 }, () => noise() * 255) }
    expect((await readZone(grey, true, NOW))?.confidence ?? -10).toBeLessThan(-0.6)
  })
})

it('lets frames vote: what one cannot read, two others can', async () => {
  const good = await read(annaKowalska)
  if (!good) throw new Error('nothing was read')
  const unsure = {
    ...good,
    reading: good.reading.map((line) => line.map((place, at) => (at === 3 ? place.map(() => -Math.log(37)) : place))),
  }
  const vote = voteZones([unsure, good, good], NOW)
  expect(vote).toMatchObject({ lines: machineReadableZone(annaKowalska), frames: 3, problems: 0 })
  expect(vote?.weakest).toBeGreaterThan(POLICY.document.minCharacter)
  expect(voteZones([], NOW)).toBeNull()
})
