// What `domain/signing-provider.ts` promises, as tests: each adapter of the port calls this in a test file of its own.

import { randomBytes, verify, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEmbeddedTrust, type EmbeddedTrust } from '../adapters/trust/embedded'
import type { Challenge, ProviderCredential, ProviderData, Refused, SigningActivation, SigningProvider } from '../domain/signing-provider'
import { memoryRegister } from './memory-register'
import { ringOfOne } from './one-key'

export type ProviderToTest = {
  provider: SigningProvider
  /** The code of this challenge, as the person reads it on their phone. */
  codeOf(challenge: Challenge): string
  close?(): void | Promise<void>
}

const PIN = '271828'
const SUBJECT = { givenNames: 'Łucja', surname: 'Żółć', country: 'PL', serialNumber: 'PNOPL-1' }
const toSign = [Buffer.from('attributes of one document'), Buffer.from('attributes of another')]

/** `open` may let the authority that it is given issue the certificates. */
export function keepsThePort(open: (authority: EmbeddedTrust) => ProviderToTest | Promise<ProviderToTest>): void {
  const directory = mkdtempSync(path.join(tmpdir(), 'signing-provider-'))
  let tested: ProviderToTest
  let provider: SigningProvider
  let activation: SigningActivation
  let sent: Sent

  beforeAll(async () => {
    const authority = await openEmbeddedTrust({
      directory,
      serverShare: ringOfOne(randomBytes(32)),
      baseUrl: 'http://localhost:3000/pki',
      register: memoryRegister(),
      now: () => new Date(),
    })
    tested = await open(authority)
    provider = tested.provider
    activation = activationWith(await enrolled('crd_1', PIN))
    sent = await codeFor(activation)
  })
  afterAll(async () => {
    await tested.close?.()
    rmSync(directory, { recursive: true, force: true })
  })

  /** A key with its certificate. */
  async function enrolled(id: string, pin: string): Promise<ProviderCredential> {
    const { reference } = granted(await provider.enrol({ credentialId: id, commonName: 'Łucja Żółć', pin }))
    const key = { id, reference: stored(reference), certificate: null }
    return { ...key, certificate: granted(await provider.certify(key, SUBJECT)).certificate }
  }
  async function codeFor(about: SigningActivation): Promise<Sent> {
    const challenge = granted(await provider.challenge(about))
    return { code: tested.codeOf(challenge), challenge: stored(challenge.state) }
  }
  /** Authorises with the right factors, except for what the test changes. */
  const authorise = ({ about = {}, ...factors }: Change = {}) =>
    provider.authorise({ ...activation, ...about }, { pin: PIN, ...sent, ...factors })

  test('with PIN and code it signs each document, once', async () => {
    const { activationData, factors } = granted(await authorise())
    expect(factors).toEqual(['pin', 'otp_sms'])
    const { signatures } = granted(await provider.sign(activation, activationData))
    expect(signatures.map((signature, index) => signed(activation.credential, toSign[index], signature))).toEqual([true, true])
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

  test('documents may be authorised in one order and signed in another', async () => {
    const turned = { ...activation, toSign: [...toSign].reverse() }
    const { activationData } = granted(await authorise())
    const { signatures } = granted(await provider.sign(turned, activationData))
    expect(signatures.map((signature, index) => signed(activation.credential, turned.toSign[index], signature))).toEqual([true, true])
  })

  test.each<[string, () => Change]>([
    ['a wrong PIN', () => ({ pin: '271829' })],
    ['a mistyped code', () => ({ code: mistyped(sent.code) })],
    ['a code that may not be tried any more', () => ({ challenge: null })],
    ['a challenge without its code', () => ({ challenge: {} })],
    ['a code for fewer documents', () => ({ about: { toSign: toSign.slice(0, 1) } })],
    ['a code for another document', () => ({ about: { toSign: [toSign[0] ?? Buffer.alloc(0), Buffer.from('a forgery')] } })],
    ['a code of an older activation', () => ({ about: { activationId: 'act_0' } })],
    ['a code of another signer', () => ({ about: { signerId: 'sgn_2' } })],
  ])('refused, and not said why: %s', async (_, change) => {
    expect(await authorise(change())).toMatchObject({ refused: 'wrong_factor' })
  })

  test('the code before stops working when another is asked for', async () => {
    const [before, after] = [sent, await codeFor(activation)]
    if (before.code !== after.code) expect(await authorise({ ...after, code: before.code })).toMatchObject({ refused: 'wrong_factor' })
    sent = after
    granted(await authorise())
  })

  test('each key has a PIN of its own', async () => {
    const about = activationWith(await enrolled('crd_2', '314159'))
    const other = await codeFor(about)
    expect(await authorise({ about, ...other })).toMatchObject({ refused: 'wrong_factor' })
    granted(await authorise({ about, ...other, pin: '314159' }))
  })

  test('the PIN is changed by both factors: the old one opens nothing any more, the key and its certificate stay', async () => {
    const credential = await enrolled('crd_4', PIN)
    const asked = granted(await provider.challengePinChange(credential))
    const factors = { pin: PIN, newPin: '314159', code: tested.codeOf(asked), challenge: stored(asked.state) }
    for (const wrong of [{ pin: '271829' }, { code: mistyped(factors.code) }, { challenge: null }, { challenge: {} }])
      expect(await provider.changePin(credential, { ...factors, ...wrong })).toMatchObject({ refused: 'wrong_factor' })
    const changed = { ...credential, reference: stored(granted(await provider.changePin(credential, factors)).reference) }
    const about = activationWith(changed)
    const code = await codeFor(about)
    expect(await authorise({ about, ...code })).toMatchObject({ refused: 'wrong_factor' })
    const { activationData } = granted(await authorise({ about, ...code, pin: '314159' }))
    const { signatures } = granted(await provider.sign(about, activationData))
    expect(signatures.map((signature, index) => signed(credential, toSign[index], signature))).toEqual([true, true])
    // The code was good for one change.
    expect(await provider.changePin(changed, { ...factors, pin: '314159', newPin: '161803' })).toMatchObject({ refused: 'wrong_factor' })
  })

  test('a key has one certificate, however often it is asked for', async () => {
    const { certificate, ...key } = activation.credential
    const again = granted(await provider.certify({ ...key, certificate: null }, SUBJECT))
    expect(Buffer.from(again.certificate)).toEqual(Buffer.from(certificate ?? []))
  })

  test('a revoked key is usable no more', async () => {
    const credential = await enrolled('crd_3', PIN)
    expect(await provider.describe(credential)).toEqual({ usable: true })
    // keyCompromise, and then superseded (RFC 5280 5.3.1).
    expect(await provider.revoke(credential, 1)).toEqual({ revoked: true })
    expect(await provider.describe(credential)).toEqual({ usable: false })
    expect(await provider.revoke(credential, 4)).toEqual({ revoked: true })
  })
}

type Sent = { code: string; challenge: ProviderData }
type Change = { pin?: string; code?: string; challenge?: ProviderData | null; about?: Partial<SigningActivation> }

export function granted<T extends object>(answer: T | Refused): T {
  if ('refused' in answer) throw new Error(`refused: ${answer.refused}`)
  return answer
}

/** As the database gives it back. */
const stored = (data: ProviderData): ProviderData => JSON.parse(JSON.stringify(data)) as ProviderData

const mistyped = (code: string): string => (code === '012346' ? '012347' : '012346')

function activationWith(credential: ProviderCredential): SigningActivation {
  return { activationId: 'act_1', signerId: 'sgn_1', credential, nonce: randomBytes(16), toSign }
}

function signed({ certificate }: ProviderCredential, octets: Uint8Array | undefined, signature: Uint8Array): boolean {
  return verify('sha256', octets ?? Buffer.alloc(0), new X509Certificate(Buffer.from(certificate ?? [])).publicKey, signature)
}
