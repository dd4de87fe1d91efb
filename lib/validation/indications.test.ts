// What EN 319 102-1 says of signatures that are not simply good: the table of 5.1.3, each case made by a clock that the test sets.

import { beforeAll, describe, expect, it } from 'vitest'
import { samplePdf } from '../../scripts/sample-pdf'
import { openSampleTrust, type SampleTrust } from '../../scripts/sample-signer'
import { readCertificate, type Certificate } from '../crypto/certificate'
import { readOcspResponse } from '../crypto/revocation'
import type { Level } from '../signature/level'
import { sign, type Signer } from '../signature/pades'
import { Budget } from '../signature/pdf/budget'
import { memorySource } from '../signature/pdf/source'
import { CA_EXTENSIONS, makeCertificate, openWorkshop, P256 } from '../testing/crypto/openssl'
import { validateDocument } from './formats/document'
import { verdictOf, type ReasonCode } from './reasons'
import { trustIn } from './signature'

const HOUR = 3_600_000
const YEAR = 366 * 24 * HOUR
const ISSUED = Date.now() - 10 * HOUR
const SIGNED = ISSUED + 4 * HOUR
let clock = ISSUED
let sample: SampleTrust
let signer: Signer
const files = new Map<Level, Buffer>()

beforeAll(async () => {
  sample = await openSampleTrust(() => new Date(clock))
  signer = await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' })
  clock = SIGNED
  for (const level of ['B-B', 'B-T', 'B-LTA'] as const) {
    const pdf = samplePdf({ pages: 1 })
    const tails = await sign(memorySource(pdf), { field: 'one', level, trust: sample.trust, signer, now: new Date(clock) })
    files.set(level, Buffer.concat([pdf, ...tails]))
  }
})

async function told(bytes: Uint8Array, at: number, anchors: readonly Uint8Array[] = [sample.root]): Promise<string> {
  const { signatures } = await validateDocument(bytes, { anchors, now: new Date(at) })
  return signatures.map(({ indication, subIndication }) => [indication, subIndication].filter(Boolean).join(' ')).join(', ')
}
const of = (level: Level): Buffer => files.get(level) ?? Buffer.of()

describe('by time', () => {
  it.each<[string, Level, number, string]>([
    ['good', 'B-LTA', SIGNED + HOUR, 'TOTAL-PASSED'],
    ['good, its certificate expired since, with proof that it was there before', 'B-LTA', SIGNED + 5.5 * YEAR, 'TOTAL-PASSED'],
    ['its certificate expired, without such proof', 'B-B', SIGNED + 5.5 * YEAR, 'INDETERMINATE OUT_OF_BOUNDS_NO_POE'],
    ['its certificate not valid yet', 'B-B', ISSUED - 24 * HOUR, 'INDETERMINATE OUT_OF_BOUNDS_NO_POE'],
    ['nothing says whether its certificate was revoked', 'B-T', SIGNED + HOUR, 'INDETERMINATE TRY_LATER'],
    ['no time-stamp and no status', 'B-B', SIGNED + HOUR, 'INDETERMINATE TRY_LATER'],
    ['a time-stamp of the future', 'B-LTA', SIGNED - HOUR, 'INDETERMINATE TIMESTAMP_ORDER_FAILURE'],
  ])('%s', async (_what, level, at, expected) => {
    expect(await told(of(level), at)).toBe(expected)
  })

  it('an issuer that is not known', async () => {
    expect(await told(of('B-LTA'), SIGNED + HOUR, [])).toBe('INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND')
  })
})

describe('by revocation', () => {
  const judged = async (certificate: Certificate, best: Date | undefined, path = sample.trust.chain.map(readCertificate)) => {
    const codes = new Set<ReasonCode>()
    const ocsps = [readOcspResponse(await sample.trust.ocspFor(certificate.der))]
    const material = { certificates: [], ocsps, crls: [], budget: new Budget(1 << 20) }
    const anchors = path.slice(0, 1)
    const stamp = best && { report: { valid: true, revocation: 'good' as const, reasons: [] }, genTime: best }
    trustIn(certificate, { pool: path, anchors, material, best, now: new Date(clock), stamp }, codes)
    const { indication, subIndication } = verdictOf(codes)
    return [indication, subIndication].filter(Boolean).join(' ')
  }

  it('before and after the signature provably existed', async () => {
    clock = ISSUED
    const certificate = readCertificate((await sample.signer({ givenNames: 'Jan', surname: 'Novák' })).certificate)
    clock = SIGNED
    await sample.trust.revoke(certificate.serialHex, 1)
    clock = SIGNED + HOUR
    expect(await judged(certificate, new Date(SIGNED - HOUR))).toBe('TOTAL-PASSED')
    expect(await judged(certificate, new Date(SIGNED + HOUR / 2))).toBe('INDETERMINATE REVOKED_NO_POE')
    expect(await judged(certificate, undefined)).toBe('INDETERMINATE REVOKED_NO_POE')
    // A certificate that did not exist cannot have been signed with.
    expect(await judged(certificate, new Date(ISSUED - 24 * HOUR))).toBe('TOTAL-FAILED NOT_YET_VALID')
  })
})

describe('by strength', () => {
  it.each([
    ['SHA-1', P256, 'sha1', true],
    ['an RSA key of 1024 bits', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'], 'sha256', true],
    ['neither', P256, 'sha256', false],
  ])('%s', async (_what, key, digest, weak) => {
    const workshop = openWorkshop()
    workshop.file('content', 'a contract')
    makeCertificate(workshop, 'ca', { key: P256, subject: '/CN=CA', extensions: CA_EXTENSIONS })
    makeCertificate(workshop, 'anna', { key, issuer: 'ca', subject: '/CN=Anna', extensions: ['keyUsage=critical,nonRepudiation'] })
    workshop.openssl(
      ...['cms', '-sign', '-binary', '-nodetach', '-cades', '-outform', 'DER', '-md', digest, '-in', 'content', '-out', 'made'],
      ...['-signer', 'anna.pem', '-inkey', 'anna.key', '-certfile', 'ca.pem'],
    )
    const made = workshop.bytes('made')
    const { signatures } = await validateDocument(made, { anchors: [workshop.bytes('ca.der')], now: new Date() })
    expect(signatures[0]).toMatchObject({ integrity: true, indication: 'INDETERMINATE' })
    expect(signatures[0]?.reasons.includes('ALGORITHM_WEAK')).toBe(weak)
    workshop.close()
  })
})

describe('the verdict over several reasons', () => {
  it.each<[ReasonCode[], string | null]>([
    [[], null],
    [['NO_TIMESTAMP'], null],
    [['REVOCATION_UNKNOWN', 'CHAIN_UNTRUSTED'], 'NO_CERTIFICATE_CHAIN_FOUND'],
    [['CHAIN_UNTRUSTED', 'HASH_FAILURE'], 'HASH_FAILURE'],
    [['SIGNATURE_FAILURE', 'BYTE_RANGE_INVALID'], 'FORMAT_FAILURE'],
  ])('%j is %s', (codes, expected) => {
    expect(verdictOf(codes).subIndication).toBe(expected)
    expect(verdictOf(codes.toReversed()).subIndication).toBe(expected)
  })
})
