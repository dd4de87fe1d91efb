// An activation is bound to its signer, key, documents and moment; a code for one is worth nothing for another.
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { constantTimeEqual, generateOtp, otpMac, sessionHash, type ActivationBinding } from './activation'

const [one, two] = [randomBytes(32), randomBytes(32)]
const binding: ActivationBinding = {
  activationId: 'act_1',
  signerId: 'sgn_1',
  credential: { id: 'crd_1' },
  toSign: [one, two],
  nonce: randomBytes(16),
}

test('the session hash changes with everything it stands for, and not with the order of documents', () => {
  const hash = sessionHash(binding)
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(sessionHash({ ...binding, toSign: [two, one] })).toBe(hash)
  const others: Partial<ActivationBinding>[] = [
    { activationId: 'act_2' },
    { signerId: 'sgn_2' },
    { credential: { id: 'crd_2' } },
    { toSign: [one] },
    { toSign: [one, one] },
    { toSign: [one, two, two] },
    { nonce: randomBytes(16) },
    { signerId: 'sgn_1crd', credential: { id: '_1' } },
  ]
  expect(new Set(others.map((other) => sessionHash({ ...binding, ...other })).concat(hash)).size).toBe(others.length + 1)
})

test('codes have six digits and use the whole range', () => {
  const codes = Array.from({ length: 5000 }, generateOtp)
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true)
  expect(new Set(codes.map((code) => code[0])).size).toBe(10)
})

test('a code is good for its own activation only', () => {
  const key = randomBytes(32)
  const mac = otpMac(key, 'act_1', sessionHash(binding), '012345')
  expect(constantTimeEqual(mac, otpMac(key, 'act_1', sessionHash(binding), '012345'))).toBe(true)
  for (const other of [
    otpMac(key, 'act_1', sessionHash(binding), '012346'),
    otpMac(key, 'act_2', sessionHash(binding), '012345'),
    otpMac(key, 'act_1', sessionHash({ ...binding, toSign: [one] }), '012345'),
    otpMac(randomBytes(32), 'act_1', sessionHash(binding), '012345'),
  ])
    expect(constantTimeEqual(mac, other)).toBe(false)
  expect(constantTimeEqual('short', 'longer')).toBe(false)
})
