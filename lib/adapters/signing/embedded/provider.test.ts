// The built-in provider: it keeps the port, and what it stores opens nothing without the server share.
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { readCertificationRequest } from '../../../crypto/x509/certification-request'
import type { ProviderData, SigningActivation } from '../../../domain/signing-provider'
import { ringOfOne } from '../../../testing/one-key'
import { granted, keepsThePort } from '../../../testing/signing-provider'
import { embeddedSigning, type CertificateAuthority } from './provider'

describe('the port', () => {
  keepsThePort((authority) => ({ provider: embeddedSigning(ringOfOne(randomBytes(32)), authority), codeOf: ({ code }) => code ?? '' }))
})

const none = () => Promise.reject(new Error('no certificates in this test'))
const authority: CertificateAuthority = { issue: none, revoke: none, isRevoked: none }
const provider = embeddedSigning(ringOfOne(randomBytes(32)), authority)
const [pin, credentialId] = ['271828', 'crd_1']

let activation: SigningActivation
let code: string
let challenge: ProviderData

beforeAll(async () => {
  const { reference } = granted(await provider.enrol({ credentialId, commonName: 'Łucja Żółć', pin }))
  const credential = { id: credentialId, reference, certificate: null }
  activation = { activationId: 'act_1', signerId: 'sgn_1', credential, nonce: randomBytes(16), toSign: [Buffer.from('attributes')] }
  const sent = granted(await provider.challenge(activation))
  ;[code, challenge] = [sent.code ?? '', sent.state]
})

test('the new key comes with its proof of possession', () => {
  const request = readCertificationRequest(Buffer.from(String(activation.credential.reference['csr']), 'base64'))
  expect(request.subject['CN']).toBe('Łucja Żółć')
})

test('the stored key is nothing without the server share, and belongs to its credential', async () => {
  const elsewhere = embeddedSigning(ringOfOne(randomBytes(32)), authority)
  const there = granted(await elsewhere.challenge(activation))
  const factors = { pin, code: there.code ?? '', challenge: there.state }
  expect(await elsewhere.authorise(activation, factors)).toMatchObject({ refused: 'wrong_factor' })
  const swapped = { ...activation, credential: { ...activation.credential, id: 'crd_2' } }
  const sent = granted(await provider.challenge(swapped))
  expect(await provider.authorise(swapped, { pin, code: sent.code ?? '', challenge: sent.state })).toMatchObject({
    refused: 'wrong_factor',
  })
})

test('a wrong code costs as much work as a wrong PIN', async () => {
  // CPU time, not elapsed time: other work on the machine makes a call take longer, but not work more.
  const work = async (change: { pin?: string; code?: string }): Promise<number> => {
    const before = process.cpuUsage()
    await provider.authorise(activation, { pin, code, challenge, ...change })
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  const mistyped = code === '012346' ? '012347' : '012346'
  let [wrongPin, wrongCode] = [Infinity, Infinity]
  for (let i = 0; i < 4; i++) {
    wrongPin = Math.min(wrongPin, await work({ pin: '0000' }))
    wrongCode = Math.min(wrongCode, await work({ code: mistyped }))
  }
  expect(wrongCode / wrongPin).toBeGreaterThan(0.5)
  expect(wrongCode / wrongPin).toBeLessThan(2)
})

test.each(['123', '123456789', '12a4', ''])('a PIN of %j makes no key', async (bad) => {
  await expect(provider.enrol({ credentialId, commonName: 'x', pin: bad })).rejects.toThrow(RangeError)
})
