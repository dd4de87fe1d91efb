// Verifies what openssl's responder and CA made, and lets openssl read our requests.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UnsupportedAlgorithm } from './algorithms'
import { readCertificate, type Certificate } from './certificate'
import { MalformedDer } from './der'
import { ocspRequest } from '../testing/crypto/asking'
import { readCrl, readOcspResponse, UnusableRevocation, verifyCrl, verifyOcsp } from './revocation'
import { BRAINPOOL, CA_EXTENSIONS, damaged, makeCertificate, openWorkshop, P256, RSA } from '../testing/crypto/openssl'

const workshop = openWorkshop()
const certificates: Record<string, Certificate> = {}
const named = (name: string): Certificate => certificates[name] ?? (certificates[name] = readCertificate(workshop.bytes(`${name}.der`)))

beforeAll(() => {
  makeCertificate(workshop, 'ca', { key: RSA, subject: '/CN=CA', extensions: CA_EXTENSIONS })
  makeCertificate(workshop, 'stranger', { key: P256, subject: '/CN=Stranger', extensions: CA_EXTENSIONS })
  const signer = (name: string, serial: string): Buffer =>
    makeCertificate(workshop, name, { key: P256, issuer: 'ca', subject: `/CN=${name}`, serial })
  signer('good', '0x0a01')
  signer('revoked', '0x0a02')
  signer('unknown', '0x0a03')
  makeCertificate(workshop, 'ocsp', {
    key: BRAINPOOL,
    issuer: 'ca',
    subject: '/CN=OCSP',
    extensions: ['extendedKeyUsage=OCSPSigning', 'noCheck=ignored'],
  })
  makeCertificate(workshop, 'usurper', { key: P256, issuer: 'ca', subject: '/CN=Usurper', extensions: ['extendedKeyUsage=clientAuth'] })
  workshop.file(
    'index.txt',
    [
      ['V', '991231235959Z', '', '0A01', 'unknown', '/CN=good'],
      ['R', '991231235959Z', '261101120000Z,keyCompromise', '0A02', 'unknown', '/CN=revoked'],
    ]
      .map((row) => `${row.join('\t')}\n`)
      .join(''),
  )
  workshop.file('crlnumber', '2A')
  workshop.file(
    'ca.cnf',
    '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=crlnumber\ncertificate=ca.pem\nprivate_key=ca.key\ndefault_md=sha256\ndefault_crl_days=1\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n',
  )
})
afterAll(() => workshop.close())

function ask(request: Uint8Array, responder = 'ocsp', ...more: string[]): Buffer {
  workshop.file('request.ocsp', request)
  workshop.openssl(
    'ocsp',
    '-index',
    'index.txt',
    '-CA',
    'ca.pem',
    '-rsigner',
    `${responder}.pem`,
    '-rkey',
    `${responder}.key`,
    '-reqin',
    'request.ocsp',
    '-respout',
    'response.ocsp',
    '-ndays',
    '1',
    ...more,
  )
  return workshop.bytes('response.ocsp')
}

test.each([
  ['good', { status: 'good' }],
  ['revoked', { status: 'revoked', revokedAt: new Date('2026-11-01T12:00:00Z'), reason: 1 }],
  ['unknown', { status: 'unknown' }],
])('OCSP: %s', (name, expected) => {
  const nonce = randomBytes(32)
  const response = ask(ocspRequest(named(name), named('ca'), nonce))
  expect(workshop.openssl('ocsp', '-reqin', 'request.ocsp', '-req_text')).toContain('OCSP Nonce')
  const verified = verifyOcsp(response, { certificate: named(name), issuer: named('ca'), at: new Date(), nonce })
  expect(verified).toMatchObject(expected)
  expect(verified.responderCertificate).toBe(named('ocsp'))
  expect(() => verifyOcsp(response, { certificate: named(name), issuer: named('ca'), nonce: randomBytes(32) })).toThrow('nonce_mismatch')
})

test('OCSP: signed by the CA itself, named by its key', () => {
  const response = ask(ocspRequest(named('good'), named('ca')), 'ca', '-resp_key_id')
  expect(verifyOcsp(response, { certificate: named('good'), issuer: named('ca') }).status).toBe('good')
})

test('OCSP refused: about another certificate, by an unauthorised responder, out of date', () => {
  const about = { certificate: named('good'), issuer: named('ca') }
  const response = ask(ocspRequest(named('good'), named('ca')))
  const { thisUpdate } = verifyOcsp(response, about)
  const day = 86_400_000
  expect(() => verifyOcsp(response, { ...about, certificate: named('revoked') })).toThrow('other_certificate')
  expect(() => verifyOcsp(response, { ...about, issuer: named('stranger') })).toThrow('other_certificate')
  expect(() => verifyOcsp(response, { ...about, at: new Date(thisUpdate.getTime() + 2 * day) })).toThrow('expired')
  expect(() => verifyOcsp(response, { ...about, at: new Date(thisUpdate.getTime() - day) })).toThrow('not_yet_valid')
  expect(() => verifyOcsp(ask(ocspRequest(named('good'), named('ca')), 'usurper'), about)).toThrow('responder_not_authorized')
  expect(() => verifyOcsp(ask(ocspRequest(named('good'), named('ca')), 'stranger'), about)).toThrow('responder_not_authorized')
  expect(() => readOcspResponse(Buffer.from('30030a0106', 'hex'))).toThrow('ocsp_status_6')
})

test('CRL: good, revoked, number, and whose it is', () => {
  workshop.openssl('ca', '-config', 'ca.cnf', '-gencrl', '-out', 'crl.pem')
  workshop.openssl('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der')
  const crl = readCrl(workshop.bytes('crl.der'))
  const issuer = named('ca')
  expect(verifyCrl(crl, { certificate: named('good'), issuer, at: new Date() })).toMatchObject({ status: 'good', number: 42n })
  expect(verifyCrl(crl, { certificate: named('revoked'), issuer })).toMatchObject({
    status: 'revoked',
    reason: 1,
    revokedAt: new Date('2026-11-01T12:00:00Z'),
  })
  expect(() => verifyCrl(crl, { certificate: named('good'), issuer, at: new Date(Date.now() + 3 * 86_400_000) })).toThrow('expired')
  expect(() => verifyCrl(crl, { certificate: named('good'), issuer: named('stranger') })).toThrow('not_the_issuer')
  for (const bytes of damaged(crl.der, 3))
    isRefusedOr(() => expect(verifyCrl(bytes, { certificate: named('revoked'), issuer }).status).toBe('revoked'))
})

test.each<[string, string, 'told' | 'refused']>([
  ['for certificates of people alone', 'onlyuser=TRUE', 'told'],
  ['for certificates of authorities alone', 'onlyCA=TRUE', 'refused'],
  ['for attribute certificates alone', 'onlyAA=TRUE', 'refused'],
  ['for some reasons alone', 'onlysomereasons=keyCompromise', 'refused'],
  ['of other issuers too', 'indirectCRL=TRUE', 'refused'],
  ['of the place that the certificate names', 'fullname=URI:http://crl.test/1', 'told'],
  ['of another place', 'fullname=URI:http://crl.test/2', 'refused'],
])('CRL: a list %s', (_what, point, expected) => {
  makeCertificate(workshop, 'placed', {
    key: P256,
    issuer: 'ca',
    subject: '/CN=placed',
    extensions: ['crlDistributionPoints=URI:http://crl.test/1'],
  })
  workshop.file('part.cnf', `${workshop.bytes('ca.cnf').toString()}issuingDistributionPoint=critical,@p\n[p]\n${point}\n`)
  workshop.openssl('ca', '-config', 'part.cnf', '-gencrl', '-out', 'part.pem')
  workshop.openssl('crl', '-in', 'part.pem', '-outform', 'DER', '-out', 'part.der')
  const judge = () =>
    verifyCrl(workshop.bytes('part.der'), { certificate: readCertificate(workshop.bytes('placed.der')), issuer: named('ca') })
  if (expected === 'told') expect(judge().status).toBe('good')
  else expect(judge).toThrow('unknown_critical_extension')
})

test('malformed: a damaged OCSP response never turns revoked into good', () => {
  const response = ask(ocspRequest(named('revoked'), named('ca')))
  for (const bytes of damaged(response, 3)) {
    isRefusedOr(() => expect(verifyOcsp(bytes, { certificate: named('revoked'), issuer: named('ca') }).status).toBe('revoked'))
  }
})

function isRefusedOr(act: () => void): void {
  try {
    act()
  } catch (cause) {
    if (!(cause instanceof MalformedDer) && !(cause instanceof UnusableRevocation) && !(cause instanceof UnsupportedAlgorithm)) throw cause
  }
}
