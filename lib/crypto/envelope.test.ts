// An envelope opens only with the right key, at the right place and unchanged.
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { EnvelopeRefused, isUnderNewest, open, seal } from './envelope'
import { isMacUnder, macUnder, type Generation, type Keyring } from './keyring'

const key = randomBytes(32)
const secret = Buffer.from('Παπαδοπούλου')

test('opens with the key at the place it was sealed for', () => {
  const sealed = seal(key, secret, 'signer 1 name')
  expect(sealed.length).toBe(secret.length + 1 + 12 + 16)
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

describe('a ring', () => {
  const generation = (id: number): Generation => ({ id: Buffer.alloc(4, id), key: randomBytes(32) })
  const [first, second, third] = [generation(1), generation(2), generation(3)]
  /** Rings as the secrets have them: `later` are generations that another process makes. */
  const ringOf = (generations: Generation[], later?: Generation[]): Keyring => {
    let now = generations
    return {
      generations: () => now as never,
      renew: () => {
        const changed = later !== undefined && now !== later
        now = later ?? now
        return changed
      },
    }
  }

  test('seals with its newest generation and opens with every one that it keeps', () => {
    const before = seal(ringOf([first]), secret, 'here')
    const rotated = ringOf([second, first])
    expect(open(rotated, before, 'here')).toEqual(secret)
    expect(isUnderNewest(rotated, before)).toBe(false)
    const after = seal(rotated, secret, 'here')
    expect(isUnderNewest(rotated, after)).toBe(true)
    expect(() => open(ringOf([first]), after, 'here')).toThrow(EnvelopeRefused)
    expect(() => open(ringOf([second]), before, 'here')).toThrow(EnvelopeRefused)
  })

  test('opens what was sealed before there were generations with its oldest', () => {
    const before = seal(first.key, secret, 'here')
    expect(open(ringOf([third, second, first]), before, 'here')).toEqual(secret)
    expect(() => open(ringOf([third, second]), before, 'here')).toThrow(EnvelopeRefused)
    expect(isUnderNewest(ringOf([first]), before)).toBe(false)
  })

  test('looks for a generation that another process has made since', () => {
    const elsewhere = seal(ringOf([second, first]), secret, 'here')
    expect(open(ringOf([first], [second, first]), elsewhere, 'here')).toEqual(secret)
  })

  test('refused: any changed octet, any cut', () => {
    const ring = ringOf([second, first])
    const sealed = seal(ring, secret, 'here')
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => open(ring, changed, 'here')).toThrow(EnvelopeRefused)
      expect(() => open(ring, sealed.subarray(0, at), 'here')).toThrow(EnvelopeRefused)
    }
  })

  test('makes MACs with its newest generation, and knows those of every one', () => {
    const make = (octets: Uint8Array) => Buffer.from(octets).toString('hex')
    const old = macUnder(ringOf([first]), make)
    const ring = ringOf([second, first])
    expect(macUnder(ring, make)).not.toBe(old)
    expect([old, macUnder(ring, make), macUnder(ringOf([third]), make), ''].map((mac) => isMacUnder(ring, mac, make))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(isMacUnder(ringOf([first], ring.generations() as never), macUnder(ring, make), make)).toBe(true)
  })
})
