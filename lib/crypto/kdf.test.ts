// Key derivation against published vectors.
import { expect, test } from 'vitest'
import { argon2id, hkdf } from './kdf'

test('HKDF: RFC 5869 A.3', () => {
  expect(hkdf(Buffer.alloc(22, 0x0b), new Uint8Array(), '', 42).toString('hex')).toBe(
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  )
})

test('each purpose has its own key', () => {
  const key = Buffer.alloc(32, 7)
  expect(hkdf(key, new Uint8Array(), 'one').equals(hkdf(key, new Uint8Array(), 'two'))).toBe(false)
})

test("argon2id: the reference implementation's own test (64 MiB, two passes)", async () => {
  const tag = await argon2id('password', Buffer.from('somesalt'), { memoryKibibytes: 65_536, iterations: 2, parallelism: 1 })
  expect(tag.toString('hex')).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7')
})
