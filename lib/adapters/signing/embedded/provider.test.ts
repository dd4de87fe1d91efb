// The built-in provider signs only with both factors, and only the documents for which they were given.
import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { readCertificationRequest } from '../../../crypto/x509/certification-request'
import type { ProviderData, Refused, SigningActivation, SigningProvider } from '../../../domain/signing-provider'
import { embeddedSigning, type CertificateAuthority } from './provider'

const none = () => Promise.reject(new Error('no certificates in this test'))
const authority: CertificateAuthority = { issue: none, revoke: none, isRevoked: none }
const serverShare = randomBytes(32)
const provider = embeddedSigning(serverShare, authority)
const [pin, credentialId] = ['271828', 'crd_1']
const toSign = [Buffer.from('attributes of one document'), Buffer.from('attributes of another')]

/** An activation with the code that was sent for it, and the proof of possession of its key. */
let activation: SigningActivation
let code: string
let challenge: ProviderData
let request: ReturnType<typeof readCertificationRequest>

beforeAll(async () => {
  const { reference } = granted(await provider.enrol({ credentialId, commonName: 'Łucja Żółć', pin }))
  request = readCertificationRequest(Buffer.from(String(reference['csr']), 'base64'))
  const credential = { id: credentialId, reference: JSON.parse(JSON.stringify(reference)) as ProviderData, certificate: null }
  activation = { activationId: 'act_1', signerId: 'sgn_1', credential, nonce: randomBytes(16), toSign }
  const sent = granted(await provider.challenge(activation))
  ;[code, challenge] = [sent.code ?? '', sent.state]
})

function granted<T extends object>(answer: T | Refused): T {
  if ('refused' in answer) throw new Error(`refused: ${answer.refused}`)
  return answer
}

type Asked = { by?: SigningProvider; pin?: string; code?: string; challenge?: ProviderData | null; about?: Partial<SigningActivation> }
/** Authorises with the right factors, except for what the test changes. */
function authorise({ by = provider, about = {}, ...factors }: Asked = {}) {
  return by.authorise({ ...activation, ...about }, { pin, code, challenge, ...factors })
}
const mistyped = () => (code === '012346' ? '012347' : '012346')

test('with PIN and code it signs each document, once', async () => {
  const { activationData, factors } = granted(await authorise())
  expect(factors).toEqual(['pin', 'otp_sms'])
  const { signatures } = granted(await provider.sign(activation, activationData))
  const publicKey = createPublicKey({ key: Buffer.from(request.spki), format: 'der', type: 'spki' })
  expect(signatures.map((signature, index) => verify('sha256', toSign[index] ?? Buffer.alloc(0), publicKey, signature))).toEqual([
    true,
    true,
  ])
  expect(await provider.sign(activation, activationData)).toEqual({ refused: 'not_authorised' })
})

test('what was authorised is exactly what is signed', async () => {
  const { activationData } = granted(await authorise())
  const other = { ...activation, toSign: [...toSign, Buffer.from('one more')] }
  expect(await provider.sign(other, activationData)).toEqual({ refused: 'not_authorised' })
  // A request for other documents uses up the activation data as well.
  expect(await provider.sign(activation, activationData)).toEqual({ refused: 'not_authorised' })
  expect(await provider.sign(activation, {})).toEqual({ refused: 'not_authorised' })
})

test('the new key comes with its proof of possession', () => {
  expect(request.subject['CN']).toBe('Łucja Żółć')
})

test.each<[string, () => Asked]>([
  ['a wrong PIN', () => ({ pin: '271829' })],
  ['a mistyped code', () => ({ code: mistyped() })],
  ['a code that may not be tried any more', () => ({ challenge: null })],
  ['a challenge without its code', () => ({ challenge: {} })],
  ['a code for fewer documents', () => ({ about: { toSign: toSign.slice(0, 1) } })],
  ['a code for another document', () => ({ about: { toSign: [Buffer.from('attributes of one document'), Buffer.from('a forgery')] } })],
  ['a code of an older activation', () => ({ about: { activationId: 'act_0' } })],
  ['a code of another signer', () => ({ about: { signerId: 'sgn_2' } })],
])('refused, and not said why: %s', async (_, change) => {
  expect(await authorise(change())).toEqual({ refused: 'wrong_factor' })
})

test('the code before stops working when another is asked for', async () => {
  const again = granted(await provider.challenge(activation))
  expect(again.state).not.toEqual(challenge)
  expect('activationData' in (await authorise({ code: again.code ?? '', challenge: again.state }))).toBe(true)
})

test('the stored key is nothing without the server share, and belongs to its credential', async () => {
  const elsewhere = embeddedSigning(randomBytes(32), authority)
  const there = granted(await elsewhere.challenge(activation))
  expect(await authorise({ by: elsewhere, code: there.code ?? '', challenge: there.state })).toEqual({ refused: 'wrong_factor' })
  const swapped = { ...activation, credential: { ...activation.credential, id: 'crd_2' } }
  const sent = granted(await provider.challenge(swapped))
  expect(await authorise({ about: swapped, code: sent.code ?? '', challenge: sent.state })).toEqual({ refused: 'wrong_factor' })
})

test('a wrong code costs as much work as a wrong PIN', async () => {
  // CPU time, not elapsed time: other work on the machine makes a call take longer, but not work more.
  const work = async (change: Asked): Promise<number> => {
    const before = process.cpuUsage()
    await authorise(change)
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  let [wrongPin, wrongCode] = [Infinity, Infinity]
  for (let i = 0; i < 4; i++) {
    wrongPin = Math.min(wrongPin, await work({ pin: '0000' }))
    wrongCode = Math.min(wrongCode, await work({ code: mistyped() }))
  }
  expect(wrongCode / wrongPin).toBeGreaterThan(0.5)
  expect(wrongCode / wrongPin).toBeLessThan(2)
})

test.each(['123', '123456789', '12a4', ''])('a PIN of %j makes no key', async (bad) => {
  await expect(provider.enrol({ credentialId, commonName: 'x', pin: bad })).rejects.toThrow(RangeError)
})
