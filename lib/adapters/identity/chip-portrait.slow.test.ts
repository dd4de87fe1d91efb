// The face in a chip's portrait, as the worker finds it.

import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { embeddingDistance } from '../../identity/face/compare'
import { newReader } from '../../testing/identity/reading'
import { openIdentityAnalysis, type OpenIdentityAnalysis } from './analysis'

let identity: OpenIdentityAnalysis
beforeAll(() => {
  identity = openIdentityAnalysis({ sceneKey: 'test' })
})
afterAll(() => identity.close())

const PORTRAIT = readFileSync('lib/testing/camera/portrait/portrait.jpg')
/** As chips hold it: 240 pixels wide, some 12 kB. */
const onChip = () => sharp(PORTRAIT).resize({ width: 240 }).jpeg({ quality: 70 }).toBuffer()
const grey = () =>
  sharp({ create: { width: 240, height: 320, channels: 3, background: 'grey' } })
    .jpeg()
    .toBuffer()

it('is found in a small portrait, and is that of the large one', async () => {
  const [large, small] = [await identity.readPortrait(newReader(), PORTRAIT), await identity.readPortrait(newReader(), await onChip())]
  if (!large || !small) throw new Error('no face was found')
  expect(embeddingDistance(large, small)).toBeLessThan(0.4)
})

it('is not found where there is none, or no picture', async () => {
  expect(await identity.readPortrait(newReader(), await grey())).toBeNull()
  expect(await identity.readPortrait(newReader(), Buffer.from('ffd8ffe0ffd9', 'hex'))).toBeNull()
})
