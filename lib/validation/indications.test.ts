// What EN 319 102-1 says of signatures that are not simply good: each case is made by a clock that the test sets, and told by the indication that
// the standard gives it.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signCertificate } from '../adapters/trust/certificate-profile'
import { samplePdf } from '../../scripts/sample-pdf'
import { sha256 } from '../crypto/algorithms'
import { readCertificate } from '../crypto/certificate'
import { readSignedData, signatureTimestampAttribute, signedAttributes, signedData } from '../crypto/cms'
import { membersOf, raw, readWhole, set, TAG, type Der } from '../crypto/der'
import { OID } from '../crypto/oids'
import { readToken } from '../crypto/timestamp'
import { encodeName } from '../crypto/x509/name'
import type { Level } from '../signature/level'
import { addValidationData } from '../signature/long-term'
import { PdfDocument } from '../signature/pdf/document'
import { memorySource } from '../signature/pdf/source'
import { Update } from '../signature/pdf/update'
import { stampOver } from '../signature/signature-value'
import { attribute, extended } from '../testing/crypto/cms-surgery'
import { CA_EXTENSIONS, makeCertificate, openWorkshop, P256, signCms } from '../testing/crypto/openssl'
import { stampedElsewhere } from '../testing/foreign-signature'
import { openSigning, pades, type Signing } from '../../scripts/signed-samples'
import { validateDocument } from './formats/document'
import { verdictOf, type ReasonCode } from './reasons'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const YEAR = 366 * DAY
const workshop = openWorkshop()
afterAll(() => workshop.close())

/** RFC 5280 5.3.1. */
const COMPROMISED = 1
const SUPERSEDED = 4

let clock = Date.now() - 10 * HOUR
const BEGUN = clock
const at = <T>(time: number, work: () => Promise<T>): Promise<T> => {
  clock = time
  return work()
}

/** A trust service and its signers. */
class Service {
  private constructor(readonly signing: Signing) {}

  static async open(): Promise<Service> {
    return new Service(await openSigning(() => new Date(clock)))
  }

  get trust() {
    return this.signing.sample.trust
  }

  signed(time: number, level: Level): Promise<Buffer> {
    return at(time, () => pades(this.signing, samplePdf({ pages: 1 }), level))
  }

  /** With what is known of these certificates by then, in the DSS. */
  async told(pdf: Buffer, time: number, certificates: readonly Der[]): Promise<Buffer> {
    const [issuing, root] = this.trust.chain.map(readCertificate)
    const ocsps = await at(time, () => Promise.all(certificates.map((der) => this.trust.ocspFor(der))))
    const crls = await at(time, async () => (root ? [await this.trust.crlFor(root.subject)] : []))
    const update = new Update(new PdfDocument(memorySource(pdf)))
    addValidationData(update, { certificates: issuing && root ? [issuing.der, root.der] : [], ocsps, crls }, Buffer.of())
    return Buffer.concat([pdf, update.write().bytes])
  }

  /** The certificate of its time-stamping authority at this time. */
  authority(time: number): Promise<Der> {
    return at(time, async () => readToken(await this.trust.stamp(Buffer.alloc(32))).signerCertificate?.der ?? Buffer.of())
  }

  /** With a time-stamp of this service over all of it, and what it takes to judge that one. */
  async stamped(pdf: Buffer, time: number): Promise<Buffer> {
    const told = await this.told(pdf, time, [await this.authority(time)])
    return at(time, () => stampedElsewhere(told, this.trust.stamp))
  }

  revoke(time: number, certificate: Der, reason: number): Promise<void> {
    return at(time, () => this.trust.revoke(readCertificate(certificate).serialHex, reason))
  }

  /** The authority that issues to signers and services. */
  revokeIssuing(time: number, reason: number): Promise<void> {
    const [issuing] = this.trust.chain.map(readCertificate)
    return this.signing.sample.register.revoke('root', issuing?.serialHex ?? '', reason, new Date(time))
  }

  get anna(): Der {
    return this.signing.people[0].certificate
  }
}

async function told(bytes: Uint8Array, time: number, services: readonly Service[]): Promise<string> {
  const { signatures } = await validateDocument(bytes, { anchors: services.map(({ signing }) => signing.sample.root), now: new Date(time) })
  return signatures.map(({ indication, subIndication }) => [indication, subIndication].filter(Boolean).join(' ')).join(', ')
}

const T = BEGUN + 4 * HOUR
let common: Service
const files = new Map<Level, Buffer>()

beforeAll(async () => {
  common = await Service.open()
  for (const level of ['B-B', 'B-T', 'B-LTA'] as const) files.set(level, await common.signed(T, level))
})
const of = (level: Level): Buffer => files.get(level) ?? Buffer.of()

/** A certificate for any key, in old.pem beside old.key; the service itself would not make some of them. */
async function certified({ signing: { sample } }: Service, key: readonly string[]): Promise<Der> {
  workshop.openssl('genpkey', ...key, '-out', 'old.key')
  workshop.openssl('pkey', '-in', 'old.key', '-pubout', '-outform', 'DER', '-out', 'old.spki')
  const issuing = await sample.issuing()
  const certificate = signCertificate({
    issuerName: issuing.certificate.subject,
    issuerKey: issuing.key,
    subject: encodeName([{ type: OID.commonName, value: 'Anna' }]),
    spki: workshop.bytes('old.spki'),
    notBefore: new Date(clock),
    notAfter: new Date(clock + 5 * YEAR),
    extensions: [],
  })
  await sample.register.record({ issuer: 'issuing', serialHex: readCertificate(certificate).serialHex, certificate })
  workshop.file('old.der', certificate)
  workshop.openssl('x509', '-inform', 'DER', '-in', 'old.der', '-out', 'old.pem')
  return certificate
}

describe('by time', () => {
  it.each<[string, Level, number, string]>([
    ['good', 'B-LTA', T + HOUR, 'TOTAL-PASSED'],
    ['good, its certificate expired since, with proof that it was there before', 'B-LTA', T + 5.5 * YEAR, 'TOTAL-PASSED'],
    ['its certificate expired, without such proof', 'B-B', T + 5.5 * YEAR, 'INDETERMINATE OUT_OF_BOUNDS_NO_POE'],
    ['its certificate not valid yet', 'B-B', BEGUN - DAY, 'INDETERMINATE OUT_OF_BOUNDS_NO_POE'],
    ['nothing says whether its certificate was revoked', 'B-T', T + HOUR, 'INDETERMINATE TRY_LATER'],
    ['no time-stamp and no status', 'B-B', T + HOUR, 'INDETERMINATE TRY_LATER'],
    ['a time-stamp of the future', 'B-LTA', T - HOUR, 'INDETERMINATE TIMESTAMP_ORDER_FAILURE'],
    ['and the authority of its time-stamps, too', 'B-LTA', T + 7 * YEAR, 'INDETERMINATE OUT_OF_BOUNDS_NO_POE'],
  ])('%s', async (_what, level, time, expected) => {
    expect(await told(of(level), time, [common])).toBe(expected)
  })

  it('an issuer that is not known', async () => {
    expect(await told(of('B-LTA'), T + HOUR, [])).toBe('INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND')
  })

  it('its certificate expired, and not revoked until then', async () => {
    const end = readCertificate(common.anna).notAfter.getTime()
    const known = await common.told(of('B-B'), end - HOUR, [common.anna])
    expect(await told(known, end + DAY, [common])).toBe('INDETERMINATE OUT_OF_BOUNDS_NOT_REVOKED')
  })
})

describe('by what happened afterwards', () => {
  type Case = { service: Service; other: Service }
  it.each<[string, (given: Case) => Promise<[file: Buffer, time: number]>, string]>([
    [
      'the signer revoked after the time-stamp',
      async ({ service }) => {
        const file = await service.signed(T, 'B-LTA')
        await service.revoke(T + HOUR, service.anna, COMPROMISED)
        return [await service.told(file, T + 2 * HOUR, [service.anna]), T + DAY]
      },
      'TOTAL-PASSED',
    ],
    [
      'the signer revoked, and no time-stamp',
      async ({ service }) => {
        const file = await service.signed(T, 'B-B')
        await service.revoke(T + HOUR, service.anna, COMPROMISED)
        return [await service.told(file, T + 2 * HOUR, [service.anna]), T + 3 * HOUR]
      },
      'INDETERMINATE REVOKED_NO_POE',
    ],
    [
      'the signer revoked before the time-stamp',
      async ({ service }) => {
        const file = await service.signed(T, 'B-B')
        await service.revoke(T + HOUR, service.anna, COMPROMISED)
        return [await service.told(await service.stamped(file, T + 2 * HOUR), T + 3 * HOUR, [service.anna]), T + 4 * HOUR]
      },
      'INDETERMINATE REVOKED_NO_POE',
    ],
    [
      'the authority of the time-stamps replaced in good order',
      async ({ service }) => {
        const file = await service.signed(T, 'B-LTA')
        const authority = await service.authority(T)
        await service.revoke(T + HOUR, authority, SUPERSEDED)
        return [await service.told(file, T + 2 * HOUR, [authority]), T + DAY]
      },
      'TOTAL-PASSED',
    ],
    [
      'the key of the authority of the time-stamps lost',
      async ({ service }) => {
        const file = await service.signed(T, 'B-LTA')
        const authority = await service.authority(T)
        await service.revoke(T + HOUR, authority, COMPROMISED)
        return [await service.told(file, T + 2 * HOUR, [authority]), T + DAY]
      },
      'INDETERMINATE TRY_LATER',
    ],
    [
      'the same, after the time-stamp of another authority',
      async ({ service, other }) => {
        const file = await other.stamped(await service.signed(T, 'B-LTA'), T + HOUR / 2)
        const authority = await service.authority(T)
        await service.revoke(T + HOUR, authority, COMPROMISED)
        return [await service.told(file, T + 2 * HOUR, [authority]), T + DAY]
      },
      'TOTAL-PASSED',
    ],
    [
      'the same, before the time-stamp of another authority, which is proof enough',
      async ({ service, other }) => {
        const signed = await service.signed(T, 'B-LTA')
        const authority = await service.authority(T)
        await service.revoke(T + HOUR, authority, COMPROMISED)
        return [await service.told(await other.stamped(signed, T + 2 * HOUR), T + 3 * HOUR, [authority]), T + DAY]
      },
      'TOTAL-PASSED',
    ],
    [
      'the authority above all of them revoked',
      async ({ service }) => {
        const file = await service.signed(T, 'B-LTA')
        await service.revokeIssuing(T + HOUR, COMPROMISED)
        return [await service.told(file, T + 2 * HOUR, []), T + DAY]
      },
      'INDETERMINATE REVOKED_CA_NO_POE',
    ],
    [
      'the same, after the time-stamp of another authority over all that proves the signature',
      async ({ service, other }) => {
        const file = await other.stamped(await service.signed(T, 'B-LTA'), T + HOUR / 2)
        await service.revokeIssuing(T + HOUR, COMPROMISED)
        return [await service.told(file, T + 2 * HOUR, []), T + DAY]
      },
      'TOTAL-PASSED',
    ],
    [
      'the same, before that time-stamp',
      async ({ service, other }) => {
        const signed = await service.signed(T, 'B-LTA')
        await service.revokeIssuing(T + HOUR, COMPROMISED)
        return [await service.told(await other.stamped(signed, T + 2 * HOUR), T + 3 * HOUR, []), T + DAY]
      },
      'INDETERMINATE REVOKED_CA_NO_POE',
    ],
    [
      'the authority of the time-stamps expired, renewed before',
      async ({ service }) => [await service.stamped(await service.signed(T, 'B-LTA'), T + 4 * YEAR), T + 7 * YEAR],
      'TOTAL-PASSED',
    ],
    [
      'that one expired as well, renewed before',
      async ({ service }) => {
        const once = await service.stamped(await service.signed(T, 'B-LTA'), T + 3 * YEAR)
        return [await service.stamped(once, T + 7 * YEAR), T + 11 * YEAR]
      },
      'TOTAL-PASSED',
    ],
    [
      'renewed too late',
      async ({ service, other }) => [await other.stamped(await service.signed(T, 'B-LTA'), T + 7 * YEAR), T + 7 * YEAR + DAY],
      'INDETERMINATE OUT_OF_BOUNDS_NO_POE',
    ],
  ])('%s', async (_what, made, expected) => {
    const given = await at(BEGUN, async () => ({ service: await Service.open(), other: await Service.open() }))
    const [file, time] = await made(given)
    expect(await told(file, time, [given.service, given.other])).toBe(expected)
  })
})

describe('by the end of algorithms', () => {
  const SHA1: Key = { key: P256, digest: 'sha1' }
  const SHORT: Key = { key: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'], digest: 'sha256' }
  type Key = { key: readonly string[]; digest: string }
  const day = (text: string): number => Date.parse(text)

  it.each<[string, Key, { issued: string; stamped?: string; judged: string }, string]>([
    ['SHA-1, before its end', SHA1, { issued: '2011-01-01', judged: '2011-02-01' }, 'TOTAL-PASSED'],
    ['SHA-1, after its end, stamped before', SHA1, { issued: '2011-01-01', stamped: '2011-02-01', judged: '2013-01-01' }, 'TOTAL-PASSED'],
    ['SHA-1, after its end', SHA1, { issued: '2011-01-01', judged: '2013-01-01' }, 'INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE_NO_POE'],
    [
      'SHA-1, stamped after its end',
      SHA1,
      { issued: '2011-01-01', stamped: '2013-01-01', judged: '2013-02-01' },
      'INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
    ],
    [
      'SHA-1, with a certificate made after its end',
      SHA1,
      { issued: '2013-01-01', judged: '2013-02-01' },
      'INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE',
    ],
    ['RSA of 1024 bits, before its end', SHORT, { issued: '2018-01-01', judged: '2018-02-01' }, 'TOTAL-PASSED'],
    [
      'RSA of 1024 bits, after its end, stamped before',
      SHORT,
      { issued: '2018-01-01', stamped: '2018-02-01', judged: '2020-01-01' },
      'TOTAL-PASSED',
    ],
    [
      'RSA of 1024 bits, after its end',
      SHORT,
      { issued: '2018-01-01', judged: '2020-01-01' },
      'INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
    ],
    [
      'RSA of 1024 bits, with a certificate made after its end',
      SHORT,
      { issued: '2020-01-01', judged: '2020-02-01' },
      'INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE',
    ],
  ])('%s', async (_what, { key, digest }, { issued, stamped, judged }, expected) => {
    const service = await at(day(issued), () => Service.open())
    const certificate = await certified(service, key)
    const signed = signCms(workshop, 'a contract', ['old'], '-cades', '-nodetach', '-md', digest)
    const known = day(stamped ?? judged)
    const token = stamped && (await at(known, () => stampOver(readSignedData(signed).signerInfo.signature, service.trust.stamp)))
    const status = [certificate, ...(token ? [await service.authority(known)] : [])]
    const file = extended(signed, {
      unsigned: token ? [signatureTimestampAttribute(token)] : [],
      certificates: service.trust.chain,
      ocsps: await at(known, () => Promise.all(status.map((der) => service.trust.ocspFor(der)))),
      crls: await at(known, async () => [await service.trust.crlFor(readCertificate(service.signing.sample.root).subject)]),
    })
    expect(await told(file, day(judged), [service])).toBe(expected)
  })

  it('a time-stamp made with SHA-1', async () => {
    makeCertificate(workshop, 'ca', { key: P256, subject: '/CN=CA', extensions: CA_EXTENSIONS })
    const usage = ['extendedKeyUsage=critical,timeStamping', 'keyUsage=critical,digitalSignature']
    makeCertificate(workshop, 'tsa', { key: P256, issuer: 'ca', subject: '/CN=TSA', extensions: usage })
    const signed = await common.signed(T, 'B-B')
    const stamped = await stampedElsewhere(
      signed,
      async (digest) => {
        workshop.file(
          'tsa.cnf',
          'tsa_policy = 1.2.3\n[t]\nserial = serial\ndefault_policy = 1.2.3\ndigests = sha1, sha256\nsigner_digest = sha1\ness_cert_id_alg = sha1\n',
        )
        workshop.file('serial', '01')
        workshop.openssl('ts', '-query', '-sha1', '-digest', digest.toString('hex'), '-cert', '-out', 'query')
        workshop.openssl(
          ...['ts', '-reply', '-queryfile', 'query', '-config', 'tsa.cnf', '-section', 't', '-signer', 'tsa.pem', '-inkey', 'tsa.key'],
          ...['-chain', 'ca.pem', '-token_out', '-out', 'token'],
        )
        return workshop.bytes('token')
      },
      'sha1',
    )
    const report = await validateDocument(stamped, { anchors: [common.signing.sample.root, workshop.bytes('ca.der')], now: new Date() })
    expect(report.documentTimestamps).toMatchObject([{ valid: false, reasons: ['REVOCATION_UNKNOWN', 'TIMESTAMP_WEAK'] }])
  })
})

describe('by a time-stamp over the content, which is older than the signature', () => {
  it.each<[string, { revoked?: number; stamped: number; judged: number }, string]>([
    ['good', { stamped: T, judged: T + HOUR }, 'TOTAL-PASSED'],
    ['its certificate revoked after it', { revoked: T + HOUR, stamped: T, judged: T + 2 * HOUR }, 'INDETERMINATE REVOKED_NO_POE'],
    ['its certificate revoked before it', { revoked: T, stamped: T + HOUR, judged: T + 2 * HOUR }, 'TOTAL-FAILED REVOKED'],
    ['its certificate expired before it', { stamped: T + 5.5 * YEAR, judged: T + 5.6 * YEAR }, 'TOTAL-FAILED EXPIRED'],
  ])('%s', async (_what, { revoked, stamped, judged }, expected) => {
    const service = await at(BEGUN, () => Service.open())
    const certificate = await certified(service, P256)
    const content = Buffer.from('a contract')
    if (revoked !== undefined) await service.revoke(revoked, certificate, COMPROMISED)
    const token = await at(stamped, () => service.trust.stamp(sha256(content)))
    const named = signedAttributes({
      contentType: OID.data,
      messageDigest: sha256(content),
      certificate: readCertificate(certificate),
      signingTime: new Date(clock),
    })
    const toSign = set(...membersOf(readWhole(named), TAG.set).map(raw), attribute(OID.contentTimestamp, token))
    workshop.file('to-sign', toSign)
    workshop.openssl('dgst', '-sha256', '-sign', 'old.key', '-out', 'value', 'to-sign')
    const status = [certificate, await service.authority(stamped)]
    const file = signedData({
      contentType: OID.data,
      content,
      signedAttributes: toSign,
      signature: workshop.bytes('value'),
      certificate: readCertificate(certificate),
      chain: service.trust.chain,
      revocation: {
        ocsps: await at(judged, () => Promise.all(status.map((der) => service.trust.ocspFor(der)))),
        crls: await at(judged, async () => [await service.trust.crlFor(readCertificate(service.signing.sample.root).subject)]),
      },
    })
    expect(await told(file, judged, [service])).toBe(expected)
  })
})

describe('by what a certificate is for', () => {
  it.each([
    ['a signer that may only encipher', ['keyUsage=critical,keyEncipherment'], [...CA_EXTENSIONS]],
    [
      'more authorities than the topmost allows',
      ['keyUsage=critical,nonRepudiation'],
      ['basicConstraints=critical,CA:TRUE,pathlen:0', ...CA_EXTENSIONS.slice(1)],
    ],
  ])('%s', async (_what, usage, above) => {
    makeCertificate(workshop, 'ca', { key: P256, subject: '/CN=CA', extensions: above })
    makeCertificate(workshop, 'between', { key: P256, issuer: 'ca', subject: '/CN=Between', extensions: CA_EXTENSIONS })
    makeCertificate(workshop, 'anna', { key: P256, issuer: 'between', subject: '/CN=Anna', extensions: usage })
    const made = signCms(workshop, 'a contract', ['anna'], '-cades', '-nodetach', '-md', 'sha256', '-certfile', 'between.pem')
    const { signatures } = await validateDocument(made, { anchors: [workshop.bytes('ca.der')], now: new Date() })
    expect(signatures[0]).toMatchObject({ integrity: true, trusted: true, subIndication: 'CHAIN_CONSTRAINTS_FAILURE' })
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
