// The hostile files are the same for the same seed: one that does harm is found again by its name.

import { expect, it } from 'vitest'
import { sha256Hex } from '../../crypto/algorithms'
import { hostileDocuments } from './documents'

const digests = (seed: number): string[] => hostileDocuments(seed).map(({ name, bytes }) => `${name} ${sha256Hex(bytes)}`)

it('come from their seed alone', () => {
  const files = digests(7)
  expect(digests(7)).toEqual(files)
  expect(new Set(files).size).toBe(files.length)
})
