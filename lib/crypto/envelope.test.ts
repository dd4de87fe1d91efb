// An envelope opens only with the right key, at the right place and unchanged.
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { EnvelopeRefused, open, seal, SEAL_OVERHEAD } from './envelope'

const key = randomBytes(32)
const secret = Buffer.from('Παπαδοπούλου')

test('opens with the key at the place it was sealed for', () => {
  const sealed = seal(key, secret, 'signer 1 name')
  expect(sealed.length).toBe(secret.length + SEAL_OVERHEAD)
  expect(open(key, sealed, 'signer 1 name')).toEqual(secret)
  expect(open(key, seal(key, new Uint8Array(), 'empty'), 'empty')).toHaveLength(0)
  expect(seal(key, secret, 'a').equals(seal(key, secret, 'a'))).toBe(false)
})

test('refused: another key, another place, any changed octet, any cut', () => {
  const sealed = seal(key, secret, 'signer 1 name')
  expect(() => open(randomBytes(32), sealed, 'signer 1 name')).toThrow(EnvelopeRefused)
  expect(() => open(key, sealed, 'signer 2 name')).toThrow(EnvelopeRefused)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => open(key, changed, 'signer 1 name')).toThrow(EnvelopeRefused)
    expect(() => open(key, sealed.subarray(0, at), 'signer 1 name')).toThrow(EnvelopeRefused)
  }
})
