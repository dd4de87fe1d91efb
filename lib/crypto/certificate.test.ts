// Certificates made by openssl, read here, compared with node's own reading.
import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UnsupportedAlgorithm } from './algorithms'
import { colonSerial, isIssuedBy, pathUp, readCertificate, sha256Fingerprint, type Certificate } from './certificate'
import { MalformedDer } from './der'
import { BRAINPOOL, CA_EXTENSIONS, damaged, makeCertificate, openWorkshop, P256, RSA } from '../testing/crypto/openssl'

const workshop = openWorkshop()
let leaf: Buffer
let authority: Buffer
beforeAll(() => {
  authority = makeCertificate(workshop, 'ca', { key: RSA, subject: '/C=GR/O=Αρχή/CN=CA', extensions: CA_EXTENSIONS })
  leaf = makeCertificate(workshop, 'leaf', {
    key: P256,
    issuer: 'ca',
    serial: '0x00ff01',
    subject: '/C=PL/CN=Łucja Żółć/GN=Łucja/SN=Żółć/serialNumber=A-1',
    extensions: [
      'keyUsage=critical,nonRepudiation',
      'certificatePolicies=0.4.0.194112.1.2',
      'extendedKeyUsage=emailProtection,timeStamping',
      'authorityInfoAccess=OCSP;URI:http://ocsp.example,caIssuers;URI:http://ca.example/ca.cer',
      'crlDistributionPoints=URI:http://ca.example/ca.crl',
      '1.3.6.1.5.5.7.1.3=DER:301f3008060604008e4601013013060604008e4601063009060704008e46010601',
    ],
  })
})
afterAll(() => workshop.close())

test('reads what node reads', () => {
  const ours = readCertificate(leaf)
  const theirs = new X509Certificate(leaf)
  expect(ours.serialHex.toUpperCase()).toBe(theirs.serialNumber)
  expect(colonSerial(ours)).toBe('FF:01')
  expect(sha256Fingerprint(leaf)).toBe(theirs.fingerprint256)
  expect(ours.notAfter).toEqual(new Date(theirs.validTo))
  expect(ours.publicKey.equals(theirs.publicKey)).toBe(true)
  expect(ours.subjectAttributes).toEqual({ C: 'PL', CN: 'Łucja Żółć', GN: 'Łucja', SN: 'Żółć', serialNumber: 'A-1' })
  expect(ours.issuerAttributes['O']).toBe('Αρχή')
  expect(ours).toMatchObject({
    isCa: false,
    keyUsage: ['nonRepudiation'],
    policies: ['0.4.0.194112.1.2'],
    algorithm: 'ecdsa-sha256',
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.8'],
    extendedKeyUsageCritical: false,
    ocspUrl: 'http://ocsp.example',
    caIssuersUrl: 'http://ca.example/ca.cer',
    crlUrls: ['http://ca.example/ca.crl'],
    qcStatements: ['0.4.0.1862.1.1', '0.4.0.1862.1.6'],
    qcTypes: ['0.4.0.1862.1.6.1'],
  })
})

test('who issued whom', () => {
  const [certificate, ca] = [readCertificate(leaf), readCertificate(authority)]
  expect(ca).toMatchObject({ isCa: true, algorithm: 'rsa-sha256' })
  expect(isIssuedBy(certificate, ca)).toBe(true)
  expect(isIssuedBy(ca, ca)).toBe(true)
  expect(isIssuedBy(ca, certificate)).toBe(false)
  const impostor = readCertificate(
    makeCertificate(workshop, 'impostor', { key: BRAINPOOL, subject: '/C=GR/O=Αρχή/CN=CA', extensions: CA_EXTENSIONS }),
  )
  expect(isIssuedBy(certificate, impostor)).toBe(false)
  expect(impostor.algorithm).toBe('ecdsa-sha256')
  expect(isIssuedBy(impostor, impostor)).toBe(true)
})

test('a path goes up to the top that is asked for, or as far as issuers are known: a root is not its own issuer', () => {
  const [certificate, ca] = [readCertificate(leaf), readCertificate(authority)]
  const seen = (known: Certificate[], top: Certificate | null) => {
    const found = pathUp(
      certificate,
      () => known,
      (one) => one === top,
    )
    return [found.top, found.path.map((one) => [certificate, ca].indexOf(one))]
  }
  expect(seen([ca], ca)).toEqual([true, [0, 1]])
  expect(seen([ca], certificate)).toEqual([true, [0]])
  expect(seen([ca], null)).toEqual([false, [0, 1]])
  expect(seen([], ca)).toEqual([false, [0]])
})

test('malformed: any damage is refused or read, never a crash', () => {
  for (const bytes of damaged(leaf)) {
    try {
      const { publicKey: _, ...rest } = Object.getOwnPropertyDescriptors(readCertificate(bytes))
      expect(rest.subject).toBeDefined()
    } catch (cause) {
      if (!(cause instanceof MalformedDer) && !(cause instanceof UnsupportedAlgorithm)) throw cause
    }
  }
})
