// The embedded trust service from outside: openssl sends the requests and verifies the answers.
import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import path from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { sha256 } from '../../crypto/algorithms'
import { readCertificate } from '../../crypto/certificate'
import { readSignedData, signatureTimestampAttribute, signedAttributes, signedData } from '../../crypto/cms'
import { damaged, openWorkshop, pem } from '../../testing/crypto/openssl'
import { OID } from '../../crypto/oids'
import { ocspRequest, timestampRequest, tokenFrom } from '../../testing/crypto/asking'
import { readCrl, readOcspResponse, verifyCrl, verifyOcsp } from '../../crypto/revocation'
import { readToken, verifyToken } from '../../crypto/timestamp'
import { certificationRequest } from '../../crypto/x509/certification-request'
import { openEmbeddedTrust, type EmbeddedTrust } from './embedded'
import { memoryRegister } from '../../testing/memory-register'
import { ringOfOne } from '../../testing/one-key'
import { ONE_SHOT_POLICY, TEST_POLICY } from './certificate-profile'
import { ocspRequestOfPath } from './ocsp-responder'
import { cadesVerification } from '../../testing/crypto/judge-arguments'

const workshop = openWorkshop()
const serverShare = ringOfOne(randomBytes(32))
const HOUR = 3_600_000
let now = new Date()
let trust: EmbeddedTrust
let key: ReturnType<typeof generateKeyPairSync>['privateKey']
type Issued = { certificate: Uint8Array; serialHex: string }
let signer: Issued
let other: Issued
let runs = 0

beforeEach(async () => {
  now = new Date()
  const directory = path.join(workshop.directory, `pki-${runs++}`)
  trust = await openEmbeddedTrust({
    directory,
    serverShare,
    baseUrl: 'http://localhost:3000/pki',
    register: memoryRegister(),
    now: () => now,
  })
  const make = async (): Promise<Issued> => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const spki = pair.publicKey.export({ format: 'der', type: 'spki' })
    key = pair.privateKey
    const subject = { givenNames: 'Μαρία', surname: 'Nowak', country: 'GR', serialNumber: 'A1' }
    const certificate = await trust.issue(certificationRequest(key, spki, 'x'), subject)
    return { certificate, serialHex: readCertificate(certificate).serialHex }
  }
  other = await make()
  signer = await make()
  const [issuing, root] = chain()
  workshop.file('root.pem', trust.rootPem)
  workshop.file('issuing.pem', pem('CERTIFICATE', issuing.der))
  workshop.file('signer.pem', pem('CERTIFICATE', signer.certificate))
  workshop.file('other.pem', pem('CERTIFICATE', other.certificate))
  expect(pem('CERTIFICATE', root.der)).toBe(trust.rootPem)
})
afterAll(() => workshop.close())

function chain(): [ReturnType<typeof readCertificate>, ReturnType<typeof readCertificate>] {
  const [issuing, root] = trust.chain
  if (issuing === undefined || root === undefined) throw new Error('no chain')
  return [readCertificate(issuing), readCertificate(root)]
}

async function askStatus(...options: string[]): Promise<string> {
  workshop.openssl('ocsp', '-issuer', 'issuing.pem', ...options, '-reqout', 'request.ocsp')
  workshop.file('response.ocsp', await trust.ocspResponse(workshop.bytes('request.ocsp')))
  const judge = (...about: string[]): string =>
    workshop.openssl('ocsp', ...about, '-respin', 'response.ocsp', '-CAfile', 'root.pem', '-verify_other', 'issuing.pem')
  // openssl judges the answer twice: with the request, whose nonce must come back, and without it, for the status in words.
  expect(judge('-reqin', 'request.ocsp')).not.toMatch(/WARNING|nonce/i)
  return judge('-no_nonce', '-issuer', 'issuing.pem', ...options)
}

test('OCSP, asked and verified by openssl: good, revoked with reason, SHA-256 identifiers, several at once', async () => {
  for (const digest of ['-sha1', '-sha256']) {
    const answer = await askStatus(digest, '-cert', 'signer.pem')
    expect(answer).toContain('Response verify OK')
    expect(answer).toContain('signer.pem: good')
  }
  await trust.revoke(signer.serialHex, 1)
  const revokedAt = now
  now = new Date(now.getTime() + HOUR)
  await trust.revoke(signer.serialHex, 4)
  const answer = await askStatus('-cert', 'signer.pem', '-cert', 'other.pem', '-validity_period', '3700')
  expect(answer).toMatch(/signer\.pem: revoked[\s\S]*Reason: keyCompromise/)
  expect(answer).toContain('other.pem: good')
  const verified = verifyOcsp(await trust.ocspFor(signer.certificate), {
    certificate: readCertificate(signer.certificate),
    issuer: chain()[0],
  })
  expect(verified).toMatchObject({ status: 'revoked', reason: 1, revokedAt: new Date(Math.floor(revokedAt.getTime() / 1000) * 1000) })
})

test('OCSP: a certificate never issued is unknown, certificates of the root are refused, rubbish is malformed', async () => {
  const [issuing, root] = chain()
  expect(await askStatus('-serial', '0x4242')).toContain('unknown')
  expect(() => verifyOcsp(Buffer.alloc(0), { certificate: issuing, issuer: root })).toThrow()
  const status = async (request: Uint8Array): Promise<string> => Buffer.from(await trust.ocspResponse(request)).toString('hex')
  expect(await status(ocspRequest(issuing, root))).toBe('30030a0106')
  expect(await status(Buffer.from('rubbish'))).toBe('30030a0101')
  expect(await status(ocspRequest(readCertificate(signer.certificate), issuing, randomBytes(129)))).toBe('30030a0101')
  await expect(trust.revoke('4242', 1)).rejects.toThrow(RangeError)
  await expect(trust.revoke(signer.serialHex, 6)).rejects.toThrow(RangeError)
  for (const bytes of damaged(ocspRequest(readCertificate(signer.certificate), issuing, randomBytes(32)))) {
    expect((await trust.ocspResponse(bytes))[0]).toBe(0x30)
  }
})

test("OCSP: GET form, nonce echoed or absent, archive cutoff at the CA's beginning", async () => {
  const [issuing] = chain()
  const nonce = randomBytes(32)
  const request = ocspRequest(readCertificate(signer.certificate), issuing, nonce)
  const fromPath = ocspRequestOfPath(encodeURIComponent(Buffer.from(request).toString('base64')))
  expect(fromPath).toEqual(request)
  expect(ocspRequestOfPath(Buffer.from(request).toString('base64url'))).toEqual(request)
  expect([ocspRequestOfPath('%'), ocspRequestOfPath('a/../b c')]).toEqual([null, null])
  const response = readOcspResponse(await trust.ocspResponse(request))
  expect(verifyOcsp(response, { certificate: readCertificate(signer.certificate), issuer: issuing, nonce, at: now })).toMatchObject({
    status: 'good',
    archiveCutoff: issuing.notBefore,
  })
  expect(readOcspResponse(await trust.ocspFor(signer.certificate)).nonce).toBeUndefined()
})

test("the services' own certificates have a status", async () => {
  const { signerCertificate: tsa } = readToken(await trust.stamp(sha256(Buffer.from('x'))))
  if (tsa === undefined) throw new Error('no TSA certificate')
  expect(verifyOcsp(await trust.ocspFor(tsa.der), { certificate: tsa, issuer: chain()[0], at: now }).status).toBe('good')
})

test('CRLs: openssl verifies them and the chain with them; numbers rise; valid for a day', async () => {
  const [issuing, root] = chain()
  for (const [name, { subject }] of Object.entries({ root, issuing })) {
    workshop.file(`${name}.crl`, await trust.crlFor(subject))
    workshop.openssl('crl', '-inform', 'DER', '-in', `${name}.crl`, '-out', `${name}.crl.pem`)
    expect(workshop.openssl('crl', '-in', `${name}.crl.pem`, '-noout', '-CAfile', name === 'root' ? 'root.pem' : 'issuing.pem')).toContain(
      'verify OK',
    )
  }
  const judge = (): { ok: boolean; output: string } =>
    workshop.tryOpenssl(
      'verify',
      '-x509_strict',
      '-crl_check_all',
      '-CRLfile',
      'root.crl.pem',
      '-CRLfile',
      'issuing.crl.pem',
      '-CAfile',
      'root.pem',
      '-untrusted',
      'issuing.pem',
      'signer.pem',
    )
  expect(judge()).toMatchObject({ ok: true })
  const first = readCrl(await trust.crlFor(chain()[0].subject))
  expect(await trust.crlFor(chain()[0].subject)).toBe(first.der)
  expect(verifyCrl(await trust.crlFor(chain()[1].subject), { certificate: issuing, issuer: root, at: now }).status).toBe('good')
  now = new Date(now.getTime() + 1500)
  await trust.revoke(signer.serialHex, 1)
  const second = readCrl(await trust.crlFor(chain()[0].subject))
  expect(second.number ?? 0n).toBeGreaterThan(first.number ?? 0n)
  expect((second.nextUpdate?.getTime() ?? 0) - second.thisUpdate.getTime()).toBe(24 * HOUR)
  expect(verifyCrl(second, { certificate: readCertificate(signer.certificate), issuer: issuing })).toMatchObject({
    status: 'revoked',
    reason: 1,
  })
  workshop.file('issuing.crl', second.der)
  workshop.openssl('crl', '-inform', 'DER', '-in', 'issuing.crl', '-out', 'issuing.crl.pem')
  expect(workshop.openssl('crl', '-in', 'issuing.crl.pem', '-noout', '-text')).toMatch(/Key Compromise/)
  expect(judge()).toMatchObject({ ok: false, output: expect.stringContaining('certificate revoked') })
  now = new Date(now.getTime() + 2 * HOUR)
  expect(readCrl(await trust.crlFor(chain()[1].subject)).thisUpdate.getTime()).toBeGreaterThan(now.getTime() - 1000)
})

test('time-stamps: openssl asks with every SHA-2 and verifies', async () => {
  workshop.file('data', 'what is stamped')
  for (const digest of ['-sha256', '-sha384', '-sha512']) {
    workshop.openssl('ts', '-query', '-data', 'data', digest, '-cert', '-out', 'request.tsq')
    workshop.file('response.tsr', await trust.answerTimestampQuery(workshop.bytes('request.tsq')))
    expect(
      workshop.openssl(
        'ts',
        '-verify',
        '-queryfile',
        'request.tsq',
        '-in',
        'response.tsr',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
      ),
    ).toContain('Verification: OK')
  }
  expect(workshop.openssl('ts', '-reply', '-in', 'response.tsr', '-text')).toMatch(
    /Policy OID: 0\.4\.0\.2023\.1\.1[\s\S]*Accuracy: 0x01 seconds/,
  )
  workshop.openssl('ts', '-query', '-data', 'data', '-out', 'bare.tsq')
  const bare = readSignedData(tokenBytes(await trust.answerTimestampQuery(workshop.bytes('bare.tsq'))))
  expect(bare.certificates).toHaveLength(0)
})

// PKIStatusInfo granted is five octets: SEQUENCE { INTEGER 0 }; the token follows the outer header of four.
const tokenBytes = (response: Uint8Array): Uint8Array => response.subarray(4 + 5)

test('time-stamps: stamped in process, believed, and unlike each other', async () => {
  const digest = sha256(Buffer.from('x'))
  const [one, two] = [readToken(await trust.stamp(digest)), readToken(await trust.stamp(digest))]
  expect(verifyToken(one, digest)).toBe('valid')
  expect(one.serial).not.toBe(two.serial)
  expect(one.accuracyMilliseconds).toBe(1000)
  expect(one.genTime.getTime()).toBe(Math.floor(now.getTime() / 1000) * 1000)
  const nonce = randomBytes(8)
  expect(readToken(tokenFrom(await trust.answerTimestampQuery(timestampRequest(digest, nonce)), { digest, nonce })).policy).toBe(
    OID.bestPracticesTimestampPolicy,
  )
})

test.each([
  ['SHA-1', ['-sha1'], 'unrecognized or unsupported'],
  ['another policy', ['-tspolicy', '1.2.3.4'], 'policy is not supported'],
])('time-stamps refused: %s', async (_, options, reason) => {
  workshop.file('data', 'x')
  workshop.openssl('ts', '-query', '-data', 'data', ...options, '-out', 'request.tsq')
  workshop.file('response.tsr', await trust.answerTimestampQuery(workshop.bytes('request.tsq')))
  const text = workshop.openssl('ts', '-reply', '-in', 'response.tsr', '-text')
  expect(text).toContain('Status: Rejected')
  expect(text).toContain(reason)
})

test('malformed time-stamp requests are answered, whatever they are', async () => {
  for (const bytes of damaged(timestampRequest(sha256(Buffer.from('x')), randomBytes(8)))) {
    expect((await trust.answerTimestampQuery(bytes))[0]).toBe(0x30)
  }
})

test('a signature with certificate, chain and time-stamp of this service satisfies openssl', async () => {
  const content = Buffer.from('a contract')
  const certificate = readCertificate(signer.certificate)
  const attributes = signedAttributes({ contentType: OID.data, messageDigest: sha256(content), certificate })
  const signature = sign('sha256', attributes, key)
  const token = await trust.stamp(sha256(signature))
  const cms = signedData({
    contentType: OID.data,
    signedAttributes: attributes,
    signature,
    certificate,
    chain: trust.chain,
    unsigned: [signatureTimestampAttribute(token)],
  })
  workshop.file('content', content)
  workshop.file('signature.p7s', cms)
  expect(workshop.openssl(...cadesVerification('signature.p7s', 'content', 'root.pem'))).toContain('CAdES Verification successful')
  workshop.file('signature.bin', signature)
  workshop.file('token.der', readSignedData(cms).signerInfo.signatureTimestamps[0] ?? Buffer.alloc(0))
  expect(workshop.openssl('ts', '-verify', '-token_in', '-in', 'token.der', '-data', 'signature.bin', '-CAfile', 'root.pem')).toContain(
    'Verification: OK',
  )
})

test('the seal is made by a certificate of its own, whose status is known', async () => {
  const { certificate, sign: seal } = await trust.sealer()
  const read = readCertificate(certificate)
  workshop.file('seal.pem', pem('CERTIFICATE', certificate))
  expect(workshop.openssl('verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', 'seal.pem')).toContain('OK')
  expect(read).toMatchObject({ keyUsage: ['nonRepudiation'], policies: [TEST_POLICY], qcStatements: [] })
  expect(verify('sha256', Buffer.from('evidence'), read.publicKey, await seal(Buffer.from('evidence')))).toBe(true)
  expect(verifyOcsp(await trust.ocspFor(certificate), { certificate: read, issuer: chain()[0], at: now }).status).toBe('good')
})

test('a certificate for one act names a declared person, claims nothing that was checked, and ends within a day; its key signs once', async () => {
  const [first, second] = [Buffer.from('first'), Buffer.from('second')]
  const { certificate, signatures } = await trust.signOnce({ name: 'Μαρία Παπαδοπούλου' }, async () => [first, second])
  const read = readCertificate(certificate)
  workshop.file('once.pem', pem('CERTIFICATE', certificate))
  expect(workshop.openssl('verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', 'once.pem')).toContain('OK')
  expect(read).toMatchObject({ keyUsage: ['nonRepudiation'], policies: [ONE_SHOT_POLICY], qcStatements: [] })
  expect(read.subjectAttributes).toEqual({
    OU: 'TEST, NOT QUALIFIED',
    CN: 'Μαρία Παπαδοπούλου',
    serialNumber: expect.stringMatching(/^[0-9a-f]{16}$/),
  })
  expect(read.notAfter.getTime() - read.notBefore.getTime()).toBeLessThan(86_400_000)
  expect(signatures.map((value, index) => verify('sha256', [first, second][index] ?? first, read.publicKey, value))).toEqual([true, true])
  expect(verifyOcsp(await trust.ocspFor(certificate), { certificate: read, issuer: chain()[0], at: now }).status).toBe('good')
  const again = await trust.signOnce({ name: 'Μαρία Παπαδοπούλου' }, async () => [first])
  expect(readCertificate(again.certificate).spki).not.toEqual(read.spki)
})

test('a certificate for one act that signed nothing is revoked, and stands in the list', async () => {
  let made: Uint8Array = new Uint8Array()
  const failed = trust.signOnce({ name: 'Jan Kowalski' }, async (certificate) => {
    made = certificate
    throw new Error('stopped')
  })
  await expect(failed).rejects.toThrow('stopped')
  const read = readCertificate(made)
  expect(verifyOcsp(await trust.ocspFor(made), { certificate: read, issuer: chain()[0], at: now }).status).toBe('revoked')
  const list = Buffer.from(await trust.crlFor(chain()[0].subject)).toString('hex')
  expect(list).toContain(read.serialHex)
})

test.each([[''], ['Jan\u202eKowalski'], ['x'.repeat(201)]])('no certificate for one act is made of the name %j', async (name) => {
  await expect(trust.signOnce({ name }, async () => [])).rejects.toThrow('names')
})

test('a request for an RSA key becomes one certificate however often it comes, and what comes from here calls itself a test', async () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 3072 })
  const csr = certificationRequest(pair.privateKey, pair.publicKey.export({ format: 'der', type: 'spki' }), 'x')
  const subject = { givenNames: 'Jiří', surname: 'Dvořák', country: 'CZ', serialNumber: 'B2' }
  const certificate = await trust.issue(csr, subject)
  expect(await trust.issue(csr, subject)).toEqual(certificate)
  expect(readCertificate(certificate)).toMatchObject({ algorithm: 'rsa-sha256', subjectAttributes: { GN: 'Jiří', C: 'CZ' } })
  expect(trust).toMatchObject({ qualified: false, provider: expect.stringContaining('TEST') })
})

test('everything the certificates point to is published', async () => {
  const [issuing, root] = chain()
  expect((await trust.certificateFile('root.cer'))?.bytes).toEqual(root.der)
  expect((await trust.certificateFile('issuing.cer'))?.bytes).toEqual(issuing.der)
  expect(Buffer.from((await trust.certificateFile('root.pem'))?.bytes ?? []).toString()).toBe(trust.rootPem)
  expect((await trust.certificateFile('issuing.crl'))?.contentType).toBe('application/pkix-crl')
  expect(
    Buffer.from((await trust.certificateFile('pds_en.pdf'))?.bytes ?? [])
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
  expect(await trust.certificateFile('authorities.json')).toBeNull()
})

test('what level B-LTA needs of a provider takes a fraction of two milliseconds of the processor', async () => {
  const digest = sha256(Buffer.from('x'))
  const { signerCertificate: tsa } = readToken(await trust.stamp(digest))
  const [, root] = chain()
  const one = async (): Promise<void> => {
    await trust.stamp(digest)
    await trust.ocspFor(signer.certificate)
    await trust.ocspFor(tsa?.der ?? signer.certificate)
    await trust.crlFor(root.subject)
    await trust.stamp(digest)
  }
  for (let i = 0; i < 50; i++) await one()
  let best = Infinity
  for (let i = 0; i < 200; i++) {
    const before = process.cpuUsage()
    await one()
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1000)
  }
  expect(best).toBeLessThan(1)
})
