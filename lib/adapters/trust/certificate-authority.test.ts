// Certificates of persons, judged by openssl and against the vectors of EN 319 412-5.
import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MalformedDer } from '../../crypto/der'
import { readCertificate } from '../../crypto/certificate'
import { openWorkshop, pem } from '../../testing/crypto/openssl'
import { certificationRequest, NoProofOfPossession } from '../../crypto/x509/certification-request'
import { ringOfOne } from '../../testing/one-key'
import { issueCertificate, type CertificateRequest } from './certificate-authority'
import { NOTICE, qcStatements, TEST_POLICY } from './certificate-profile'
import { openPki, type Pki } from './pki'

const workshop = openWorkshop()
const baseUrl = 'http://localhost:3000/pki'
const now = new Date()
let pki: Pki
beforeAll(async () => {
  pki = await openPki({ directory: path.join(workshop.directory, 'pki'), serverShare: ringOfOne(randomBytes(32)), baseUrl, now })
  workshop.file('root.pem', pem('CERTIFICATE', pki.root.certificate.der))
  workshop.file('issuing.pem', pem('CERTIFICATE', pki.issuing.certificate.der))
})
afterAll(() => workshop.close())

function request(givenNames: string, surname: string, more: Partial<CertificateRequest> = {}): CertificateRequest {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  const csr = certificationRequest(privateKey, spki, `${givenNames} ${surname}`)
  return { spki, csr, names: { givenNames, surname }, country: 'PL', serialNumber: 'QSH-7F3A9C', ...more }
}
const issue = (asked: CertificateRequest, at = now): ReturnType<typeof issueCertificate> =>
  issueCertificate(pki.issuing, asked, at, baseUrl)

test.each([
  ['Łukasz Świętosław', 'Żółć'],
  ['Μαρία', 'Παπαδοπούλου'],
  ['Jiří', 'Dvořák, Jr. + "CN=x"'],
])('openssl accepts the certificate of %s %s', (given, surname) => {
  const asked = request(given, surname)
  workshop.file('request.csr', pem('CERTIFICATE REQUEST', asked.csr))
  expect(workshop.openssl('req', '-verify', '-noout', '-in', 'request.csr')).toContain('OK')
  const { certificate, serialHex } = issue(asked)
  workshop.file('signer.pem', pem('CERTIFICATE', certificate))
  expect(workshop.openssl('verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', 'signer.pem')).toContain('OK')
  expect(readCertificate(certificate).subjectAttributes).toEqual({
    C: 'PL',
    OU: 'TEST, NOT QUALIFIED',
    CN: `${given} ${surname}`,
    GN: given,
    SN: surname,
    serialNumber: 'QSH-7F3A9C',
  })
  expect(new X509Certificate(certificate).serialNumber.toLowerCase()).toBe(serialHex)
})

test('every extension of a qualified certificate, and none that is forbidden', () => {
  workshop.file('signer.pem', pem('CERTIFICATE', issue(request('Jan', 'Kowalski')).certificate))
  const text = workshop.openssl('x509', '-in', 'signer.pem', '-noout', '-text', '-nameopt', 'utf8')
  for (const expected of [
    /X509v3 Key Usage: critical\s+Non Repudiation\n/,
    /X509v3 Subject Key Identifier:/,
    /X509v3 Authority Key Identifier:/,
    /Policy: 0\.4\.0\.194112\.1\.2/,
    new RegExp(`Policy: ${TEST_POLICY.replaceAll('.', '\\.')}`),
    /CPS: http:\/\/localhost:3000\/pki\/pds_en\.pdf/,
    /OCSP - URI:http:\/\/localhost:3000\/pki\/ocsp/,
    /CA Issuers - URI:http:\/\/localhost:3000\/pki\/issuing\.cer/,
    /URI:http:\/\/localhost:3000\/pki\/issuing\.crl/,
    /qcStatements:/,
    /ecdsa-with-SHA384/,
    /Issuer:.*TEST Issuing CA.*NOT QUALIFIED/,
  ])
    expect(text).toMatch(expected)
  expect(text).toContain(NOTICE)
  expect(text).not.toMatch(/Basic Constraints|Extended Key Usage|No Check|Policy Mappings|Name Constraints/)
  const read = readCertificate(issue(request('Jan', 'Kowalski')).certificate)
  expect(read.qcStatements).toEqual(['0.4.0.1862.1.1', '0.4.0.1862.1.4', '0.4.0.1862.1.6', '0.4.0.1862.1.5', '0.4.0.1862.1.3'])
  expect(read.qcTypes).toEqual(['0.4.0.1862.1.6.1'])
})

test('qcStatements: vector', () => {
  expect(Buffer.from(qcStatements('https://pki.example/pds_en.pdf', 10)).toString('hex')).toBe(
    '30683008060604008e4601013008060604008e4601043013060604008e4601063009060704008e46010601' +
      '3030060604008e46010530263024161e68747470733a2f2f706b692e6578616d706c652f7064735f656e2e7064661302656e300b060604008e46010302010a',
  )
})

test("CA, responder and TSA pass openssl's strict rules for what each is", async () => {
  const { ocsp, tsa } = await pki.services(now)
  workshop.file('ocsp.pem', pem('CERTIFICATE', ocsp.certificate.der))
  workshop.file('tsa.pem', pem('CERTIFICATE', tsa.certificate.der))
  const verify = (name: string, purpose: string): string =>
    workshop.openssl('verify', '-x509_strict', '-purpose', purpose, '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', `${name}.pem`)
  for (const [name, purpose] of [
    ['issuing', 'any'],
    ['ocsp', 'ocsphelper'],
    ['tsa', 'timestampsign'],
    ['root', 'any'],
  ] as const) {
    expect(verify(name, purpose)).toContain('OK')
  }
  expect(workshop.openssl('x509', '-in', 'tsa.pem', '-noout', '-text')).toMatch(/Extended Key Usage: critical\s+Time Stamping\n/)
  expect(workshop.openssl('x509', '-in', 'ocsp.pem', '-noout', '-text')).toMatch(/OCSP No Check/)
  expect(workshop.openssl('x509', '-in', 'issuing.pem', '-noout', '-text')).toMatch(/CA:TRUE, pathlen:0/)
})

test('somebody with one name has a surname, and no given name (EN 319 412-2, 4.2.4)', () => {
  const { certificate } = issue(request('', 'Suparman'))
  workshop.file('signer.pem', pem('CERTIFICATE', certificate))
  expect(workshop.openssl('verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', 'signer.pem')).toContain('OK')
  expect(readCertificate(certificate).subjectAttributes).toEqual({
    C: 'PL',
    OU: 'TEST, NOT QUALIFIED',
    CN: 'Suparman',
    SN: 'Suparman',
    serialNumber: 'QSH-7F3A9C',
  })
})

test('five years, never longer than the issuing CA', () => {
  const { notBefore, notAfter } = issue(request('A', 'B'), new Date('2027-02-03T04:05:06.789Z'))
  expect([notBefore, notAfter]).toEqual([new Date('2027-02-03T04:05:06Z'), new Date('2032-02-03T04:05:05Z')])
  const end = pki.issuing.certificate.notAfter
  expect(issue(request('A', 'B'), new Date(end.getTime() - 86_400_000)).notAfter).toEqual(end)
  expect(() => issue(request('A', 'B'), new Date(end.getTime() + 1000))).toThrow('authority_expired')
})

test.each([
  ['no name', { names: { givenNames: 'A', surname: ' ' } }, 'names'],
  ['a name that turns text around', { names: { givenNames: 'A\u202eB', surname: 'C' } }, 'names'],
  ['a country in words', { country: 'Poland' }, 'country'],
  ['a serial number that is not printable', { serialNumber: 'ż' }, 'serial_number'],
])('refused: %s', (_, more, reason) => {
  expect(() => issue(request('A', 'B', more))).toThrow(expect.objectContaining({ reason }))
})

test('refused: a key without proof of possession', () => {
  const [one, two] = [request('A', 'B'), request('A', 'B')]
  expect(() => issue({ ...one, csr: two.csr })).toThrow(NoProofOfPossession)
  const changed = Buffer.from(one.csr)
  changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1
  expect(() => issue({ ...one, csr: changed })).toThrow(NoProofOfPossession)
  expect(() => issue({ ...one, csr: one.csr.subarray(0, 40) })).toThrow(MalformedDer)
  workshop.openssl(
    'req',
    '-new',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'weak.key',
    '-subj',
    '/CN=weak',
    '-outform',
    'DER',
    '-out',
    'weak.csr',
  )
  workshop.openssl('rsa', '-in', 'weak.key', '-pubout', '-outform', 'DER', '-out', 'weak.spki')
  expect(() => issue({ ...one, csr: workshop.bytes('weak.csr'), spki: workshop.bytes('weak.spki') })).toThrow('weak_key')
})
