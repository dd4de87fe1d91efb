// The vault: both factors and the very documents, or no signature.
import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { readCertificationRequest } from '../../crypto/x509/certification-request'
import { openVault, signWith, WrongOtp, WrongPin, type NewCredential } from './vault'

const serverShare = randomBytes(32)
const vault = openVault(serverShare)
const [pin, otp, credentialId] = ['271828', '012345', 'crd_1']
const activation = { activationId: 'act_1', signerId: 'sgn_1', nonce: randomBytes(16) }
const toSign = [Buffer.from('attributes of one document'), Buffer.from('attributes of another')]
let credential: NewCredential
let request: Parameters<typeof vault.sign>[0]
beforeAll(async () => {
  credential = await vault.createCredential({ pin, credentialId, subjectCommonName: 'Łucja Żółć' })
  const { mac } = vault.otpMac({ ...activation, credentialId, toSign, otp })
  request = { wrapped: credential.wrapped, credentialId, pin, otp, otpMac: mac, activation, toSign }
})

test('with PIN and code it signs each document', async () => {
  const publicKey = createPublicKey({ key: Buffer.from(credential.spki), format: 'der', type: 'spki' })
  const signatures = await vault.sign({ ...request, wrapped: JSON.parse(JSON.stringify(credential.wrapped)) })
  expect(signatures.map((signature, index) => verify('sha256', toSign[index] ?? Buffer.alloc(0), publicKey, signature))).toEqual([
    true,
    true,
  ])
})

test('the new key comes with its proof of possession', () => {
  const { spki, subject } = readCertificationRequest(credential.csr)
  expect(Buffer.compare(spki, credential.spki)).toBe(0)
  expect(subject['CN']).toBe('Łucja Żółć')
})

test('a wrong PIN does not open the key', async () => {
  await expect(vault.sign({ ...request, pin: '271829' })).rejects.toThrow(WrongPin)
})

test.each([
  ['a mistyped code', { otp: '012346' }],
  ['a code for fewer documents', { toSign: toSign.slice(0, 1) }],
  ['a code for another document', { toSign: [Buffer.from('attributes of one document'), Buffer.from('a forgery')] }],
  ['a code of an older activation', { activation: { ...activation, activationId: 'act_0' } }],
  ['a code of another signer', { activation: { ...activation, signerId: 'sgn_2' } }],
])('refused: %s', async (_, change) => {
  await expect(vault.sign({ ...request, ...change })).rejects.toThrow(WrongOtp)
})

test('the stored key is nothing without the server share, and belongs to its credential', async () => {
  const elsewhere = openVault(randomBytes(32))
  const { mac } = elsewhere.otpMac({ ...activation, credentialId, toSign, otp })
  await expect(elsewhere.sign({ ...request, otpMac: mac })).rejects.toThrow(WrongPin)
  const swapped = vault.otpMac({ ...activation, credentialId: 'crd_2', toSign, otp })
  await expect(vault.sign({ ...request, credentialId: 'crd_2', otpMac: swapped.mac })).rejects.toThrow(WrongPin)
  await expect(signWith({ wrapped: credential.wrapped, pin, credentialId, share: randomBytes(32) }, toSign)).rejects.toThrow(WrongPin)
})

test('a wrong code costs as much work as a wrong PIN', async () => {
  // Of the processor, not of the clock: other work on the machine delays, but adds nothing.
  const work = async (change: Partial<typeof request>): Promise<number> => {
    const before = process.cpuUsage()
    await vault.sign({ ...request, ...change }).catch(() => undefined)
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  let [wrongPin, wrongOtp] = [Infinity, Infinity]
  for (let i = 0; i < 4; i++) {
    wrongPin = Math.min(wrongPin, await work({ pin: '0000' }))
    wrongOtp = Math.min(wrongOtp, await work({ otp: '999999' }))
  }
  expect(wrongOtp / wrongPin).toBeGreaterThan(0.5)
  expect(wrongOtp / wrongPin).toBeLessThan(2)
})

test.each(['123', '123456789', '12a4', ''])('a PIN of %j makes no credential', async (bad) => {
  await expect(vault.createCredential({ pin: bad, credentialId, subjectCommonName: 'x' })).rejects.toThrow(RangeError)
})
