// Switching never opens the camera that runs already, and comes by all of them.
import { expect, it } from 'vitest'
import { nextCamera } from './next-camera'

const CAMERAS = ['front', 'back', 'wide']

it('the first press leaves the camera that the browser chose by itself', () => {
  for (const running of CAMERAS) expect(nextCamera(CAMERAS, { running })).not.toBe(running)
})

it('as many presses as there are cameras lead around once', () => {
  const seen: (string | undefined)[] = []
  let running: string | undefined = 'back'
  for (const _ of CAMERAS) seen.push((running = nextCamera(CAMERAS, { running, chosen: running })))
  expect([...seen].sort()).toEqual([...CAMERAS].sort())
})

it('what runs counts for more than what was asked for, which may not have been to be had', () => {
  expect(nextCamera(CAMERAS, { running: 'front', chosen: 'back' })).toBe('back')
})

it('a browser that tells nothing of what runs goes by what was chosen; where nothing is known it begins at the first', () => {
  expect(nextCamera(CAMERAS, { chosen: 'back' })).toBe('wide')
  expect(nextCamera(CAMERAS, {})).toBe('front')
})
