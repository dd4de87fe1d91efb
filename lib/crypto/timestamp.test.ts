// Against a TSA of openssl: it understands our request, and its answer counts only if it is about that request.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256, UnsupportedAlgorithm } from './algorithms'
import { MalformedDer } from './der'
import { CA_EXTENSIONS, damaged, makeCertificate, openWorkshop, P256, RSA } from '../testing/crypto/openssl'
import { TimestampRefused, timestampRequest, tokenFrom } from '../testing/crypto/asking'
import { readToken, verifyToken } from './timestamp'

const workshop = openWorkshop()
const digest = sha256(Buffer.from('a signature value'))
const nonce = Buffer.from('ff00112233445566', 'hex')

beforeAll(() => {
  makeCertificate(workshop, 'ca', { key: P256, subject: '/CN=CA', extensions: CA_EXTENSIONS })
  makeCertificate(workshop, 'tsa', { key: RSA, issuer: 'ca', subject: '/CN=TSA', extensions: ['extendedKeyUsage=critical,timeStamping'] })
  workshop.file('serial', '01')
  workshop.file(
    'tsa.cnf',
    `[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=tsa.key\nsigner_digest=sha256\ncerts=ca.pem
default_policy=1.2.3.4\ndigests=sha256,sha512\naccuracy=secs:1,millisecs:500\ness_cert_id_alg=sha256\nclock_precision_digits=3\n`,
  )
})
afterAll(() => workshop.close())

function ask(request: Uint8Array, config = 'tsa.cnf'): Buffer {
  workshop.file('request.tsq', request)
  workshop.openssl('ts', '-reply', '-config', config, '-section', 't', '-queryfile', 'request.tsq', '-out', 'response.tsr')
  return workshop.bytes('response.tsr')
}

test('openssl understands the request, and its token is believed', () => {
  const before = Math.floor(Date.now() / 1000) * 1000
  const response = ask(timestampRequest(digest, nonce))
  const after = Date.now()
  const query = workshop.openssl('ts', '-query', '-in', 'request.tsq', '-text')
  expect(query).toContain('Hash Algorithm: sha256')
  expect(query).toContain('Nonce: 0xFF00112233445566')
  expect(query).toContain('Certificate required: yes')
  const token = tokenFrom(response, { digest, nonce })
  const read = readToken(Buffer.concat([token, Buffer.alloc(64)]))
  expect(read).toMatchObject({ policy: '1.2.3.4', serial: '02', accuracyMilliseconds: 1500, imprint: { algorithm: 'sha256' } })
  expect(read.genTime.getTime()).toBeGreaterThanOrEqual(before)
  expect(read.genTime.getTime()).toBeLessThanOrEqual(after)
  expect(read.signerCertificate?.subjectAttributes['CN']).toBe('TSA')
  expect(verifyToken(read, digest)).toBe('valid')
  expect(verifyToken(token, sha256(Buffer.from('another value')))).toBe('imprint_mismatch')
})

test.each([
  ['another nonce', { digest, nonce: randomBytes(8) }, 'nonce_mismatch'],
  ['another digest', { digest: sha256(Buffer.from('x')), nonce }, 'imprint_mismatch'],
])('refused: an answer to %s', (_, asked, reason) => {
  const response = ask(timestampRequest(digest, nonce))
  expect(() => tokenFrom(response, asked)).toThrow(expect.objectContaining({ reason }))
})

test('refused: a status other than granted', () => {
  // This TSA does not stamp SHA-384.
  const response = ask(timestampRequest(Buffer.alloc(48), nonce))
  expect(() => tokenFrom(response, { digest: Buffer.alloc(48), nonce })).toThrow(expect.objectContaining({ reason: 'status_2' }))
})

test('refused: tokens signed by a certificate that is for more than time-stamps', () => {
  workshop.openssl(
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-set_serial',
    '77',
    '-days',
    '3',
    '-out',
    'loose.pem',
    '-extfile',
    workshop.file('loose.ext', 'extendedKeyUsage=critical,timeStamping,emailProtection'),
  )
  workshop.openssl('x509', '-in', 'loose.pem', '-outform', 'DER', '-out', 'loose.der')
  const response = ask(timestampRequest(digest, nonce))
  const token = readToken(tokenFrom(response, { digest, nonce }))
  const signer = token.signerCertificate
  if (signer === undefined) throw new Error('no signer')
  expect(verifyToken({ ...token, signerCertificate: Object.create(signer, { extendedKeyUsageCritical: { value: false } }) }, digest)).toBe(
    'not_a_timestamping_certificate',
  )
})

test('malformed: damage anywhere never passes for a token that says something else', () => {
  const response = ask(timestampRequest(digest, nonce))
  const { genTime } = readToken(tokenFrom(response, { digest, nonce }))
  for (const bytes of damaged(response, 5)) {
    try {
      expect(readToken(tokenFrom(bytes, { digest, nonce })).genTime).toEqual(genTime)
    } catch (cause) {
      if (!(cause instanceof MalformedDer) && !(cause instanceof TimestampRefused) && !(cause instanceof UnsupportedAlgorithm)) throw cause
    }
  }
})
