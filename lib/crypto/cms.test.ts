// CMS made here and judged by openssl; CMS made by openssl, with every kind of key, read and verified here.
import { createHash, createPrivateKey, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256, UnsupportedAlgorithm } from './algorithms'
import { readCertificate, type Certificate } from './certificate'
import { readSignedData, signedAttributes, signedData, signatureTimestampAttribute, verifySignerInfo } from './cms'
import { MalformedDer, readWhole } from './der'
import { OID } from './oids'
import { BRAINPOOL, CA_EXTENSIONS, damaged, makeCertificate, openWorkshop, P256, RSA, signCms } from '../testing/crypto/openssl'
import { cadesVerification } from '../testing/crypto/judge-arguments'

const workshop = openWorkshop()
const content = Buffer.from('the bytes of a contract')
const authority = (): Buffer => workshop.bytes('ca.der')
const SIGNER = ['keyUsage=critical,nonRepudiation']
const P384 = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384']

beforeAll(() => {
  workshop.file('content', content)
  makeCertificate(workshop, 'ca', { key: P256, subject: '/CN=CA', extensions: CA_EXTENSIONS })
  for (const [name, key] of [
    ['p256', P256],
    ['p384', P384],
    ['brainpool', BRAINPOOL],
    ['rsa', RSA],
  ] as const) {
    makeCertificate(workshop, name, { key, issuer: 'ca', subject: `/CN=${name}`, extensions: SIGNER })
  }
})
afterAll(() => workshop.close())

function make(
  name: string,
  options: { signingTime?: Date; digest?: 'sha256' | 'sha384'; unsigned?: Uint8Array[] } = {},
): { der: Buffer; certificate: Certificate } {
  const certificate = readCertificate(workshop.bytes(`${name}.der`))
  const digest = options.digest ?? 'sha256'
  const attributes = signedAttributes({
    contentType: OID.data,
    messageDigest: createHash(digest).update(content).digest(),
    certificate,
    ...(options.signingTime === undefined ? {} : { signingTime: options.signingTime }),
  })
  expect(attributes[0]).toBe(0x31)
  const signature = sign(digest, attributes, createPrivateKey(workshop.bytes(`${name}.key`)))
  const der = signedData({
    contentType: OID.data,
    signedAttributes: attributes,
    signature,
    certificate,
    chain: [authority()],
    unsigned: options.unsigned ?? [],
  })
  return { der: Buffer.from(der), certificate }
}

const judge = (der: Buffer): string => {
  workshop.file('made.p7s', der)
  return workshop.openssl(...cadesVerification('made.p7s', 'content', 'ca.pem'))
}

test.each([
  ['p256', 'sha256'],
  ['p384', 'sha384'],
  ['p384', 'sha256'],
  ['rsa', 'sha256'],
  ['rsa', 'sha384'],
] as const)('openssl accepts a signature by %s with %s', (name, digest) => {
  const { der } = make(name, { digest })
  expect(judge(der)).toContain('CAdES Verification successful')
  expect(verifySignerInfo(readSignedData(der), { digest: createHash(digest).update(content).digest() })).toBe('valid')
})

test('signing-time only when asked for', () => {
  const at = new Date('2026-11-21T10:00:00Z')
  expect(readSignedData(make('p256').der).signerInfo.signingTime).toBeUndefined()
  const { der } = make('p256', { signingTime: at })
  expect(judge(der)).toContain('successful')
  expect(readSignedData(der).signerInfo.signingTime).toEqual(at)
})

test('reads back what it made, zero padding and all', () => {
  const token = make('rsa').der
  const { der, certificate } = make('p256', { unsigned: [signatureTimestampAttribute(token)] })
  expect(judge(der)).toContain('successful')
  const read = readSignedData(Buffer.concat([der, Buffer.alloc(500)]))
  expect(Buffer.compare(read.der, der)).toBe(0)
  expect(read.contentType).toBe(OID.data)
  expect(read.content).toBeUndefined()
  expect(read.signerInfo).toMatchObject({ signingCertificate: 'match', digestAlgorithm: 'sha256' })
  expect(read.signerInfo.signerCertificate).toBe(readCertificate(certificate.der))
  expect(read.signerInfo.signatureTimestamps.map((held) => Buffer.compare(held, token))).toEqual([0])
  expect(verifySignerInfo(read, { digest: sha256(Buffer.from('another contract')) })).toBe('hash_failure')
  expect(verifySignerInfo(read)).toBe('hash_failure')
})

test.each([
  ['p256', []],
  ['brainpool', []],
  ['rsa', []],
  ['rsa', ['-keyopt', 'rsa_padding_mode:pss']],
  ['p384', ['-md', 'sha512']],
  ['rsa', ['-md', 'sha512', '-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:20']],
  ['p256', ['-noattr']],
  ['p256', ['-keyid']],
])('verifies what openssl signs: %s %s', (name, options) => {
  if (options.includes('-keyid'))
    makeCertificate(workshop, name, { key: P256, issuer: 'ca', subject: '/CN=k', extensions: ['subjectKeyIdentifier=hash'] })
  const read = readSignedData(signCms(workshop, content, [name], ...options))
  expect(verifySignerInfo(read, { content })).toBe('valid')
  expect(verifySignerInfo(read, { content: Buffer.from('another') })).toMatch(/hash_failure|signature_failure/)
  expect(read.signerInfo.signingCertificate).toBe('absent')
})

test('verifies encapsulated content', () => {
  const read = readSignedData(signCms(workshop, content, ['p256'], '-nodetach', '-cades'))
  expect(Buffer.from(read.content ?? []).toString()).toBe(content.toString())
  expect(verifySignerInfo(read)).toBe('valid')
  expect(read.signerInfo.signingCertificate).toBe('match')
})

test('a changed signed attribute is a broken signature', () => {
  const { der, certificate } = make('p256')
  const other = signedAttributes({ contentType: OID.data, messageDigest: sha256(Buffer.from('other')), certificate })
  const { signature } = readSignedData(der).signerInfo
  const forged = signedData({ contentType: OID.data, signedAttributes: other, signature, certificate, chain: [] })
  expect(verifySignerInfo(readSignedData(forged), { digest: sha256(Buffer.from('other')) })).toBe('signature_failure')
})

test('a signature that names another certificate is seen', () => {
  const certificate = readCertificate(workshop.bytes('p256.der'))
  const attributes = signedAttributes({ contentType: OID.data, messageDigest: sha256(content), certificate: readCertificate(authority()) })
  const signature = sign('sha256', attributes, createPrivateKey(workshop.bytes('p256.key')))
  const der = signedData({ contentType: OID.data, signedAttributes: attributes, signature, certificate, chain: [] })
  expect(readSignedData(der).signerInfo.signingCertificate).toBe('mismatch')
})

test('malformed: two signers, bytes behind, and any damage', () => {
  expect(() => readSignedData(signCms(workshop, content, ['p256', 'rsa']))).toThrow('exactly one SignerInfo')
  const { der } = make('p256')
  expect(() => readSignedData(Buffer.concat([der, Buffer.from([0, 1])]))).toThrow(MalformedDer)
  for (const bytes of damaged(der, 3)) {
    try {
      const verdict = verifySignerInfo(readSignedData(bytes), { digest: sha256(content) })
      // What still verifies was damaged outside of what is signed: certificates, versions, unsigned parts.
      expect(['valid', 'hash_failure', 'signature_failure', 'content_type_mismatch', 'no_signer_certificate']).toContain(verdict)
    } catch (cause) {
      if (!(cause instanceof MalformedDer) && !(cause instanceof UnsupportedAlgorithm)) throw cause
    }
  }
  expect(() => readWhole(der)).not.toThrow()
})
