// Archive time-stamps and counter-signatures inside of CAdES and XAdES signatures of other programs: verified, and told as entries of the answer.

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSigning, type Signing } from '../../../scripts/signed-samples'
import { readCertificate } from '../../crypto/certificate'
import { readSignedData, signatureTimestampAttribute } from '../../crypto/cms'
import { children, octetString, oid, raw, readWhole, seq, type Der } from '../../crypto/der'
import { OID } from '../../crypto/oids'
import { readToken } from '../../crypto/timestamp'
import { memorySource } from '../../signature/pdf/source'
import { storedZipParts } from '../../signature/zip/stored'
import { partsOf, readSignedXml } from '../../signature/xades/signed-xml'
import { canonicalOctets, elements, type XmlNode } from '../../signature/xml/tree'
import { attribute, extended, signatureIn, signerFieldsOf } from '../../testing/crypto/cms-surgery'
import { CA_EXTENSIONS, makeCertificate, openWorkshop, P256, signCms } from '../../testing/crypto/openssl'
import { signedByXmlsec } from '../../testing/crypto/xmlsec'
import { validateDocument } from './document'

const workshop = openWorkshop()
afterAll(() => workshop.close())
const HOUR = 3_600_000
const YEAR = 366 * 24 * HOUR
const T = Date.now() - 10 * HOUR
let clock = T
let signing: Signing

async function opened(): Promise<void> {
  clock = T
  signing = await openSigning(() => new Date(clock))
}

beforeAll(() => {
  makeCertificate(workshop, 'ca', { key: P256, subject: '/CN=CA', extensions: CA_EXTENSIONS })
  for (const name of ['anna', 'john']) {
    makeCertificate(workshop, name, { key: P256, issuer: 'ca', subject: `/CN=${name}`, extensions: ['keyUsage=critical,nonRepudiation'] })
  }
})

const judged = (file: Uint8Array, at = clock + HOUR) =>
  validateDocument(file, { anchors: [workshop.bytes('ca.der'), signing.sample.root], now: new Date(at) })

/** By openssl, over these octets. */
const made = (content: Uint8Array, signer = 'anna', ...options: string[]): Buffer =>
  signCms(workshop, content, [signer], '-cades', '-md', 'sha256', '-nosmimecap', ...options)

async function stamped(digest: Buffer, time: number): Promise<Der> {
  clock = time
  return signing.sample.trust.stamp(digest)
}

/** The status of the time-stamping authority of a time. */
async function status(time: number): Promise<{ certificates: readonly Der[]; ocsps: Der[]; crls: Der[] }> {
  const { trust, root } = signing.sample
  const authority = readToken(await stamped(Buffer.alloc(32), time)).signerCertificate?.der ?? Buffer.of()
  return { certificates: trust.chain, ocsps: [await trust.ocspFor(authority)], crls: [await trust.crlFor(readCertificate(root).subject)] }
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

/** EN 319 122-1, 5.5.3, over everything that the CMS has. */
async function archived(cms: Buffer, content: Buffer, time: number): Promise<Buffer> {
  const { choices, signerInfo } = readSignedData(cms)
  const values = signerInfo.unsignedAttributes.flatMap((held) => held.values.map((value) => Buffer.concat([oid(held.oid), value])))
  const lists = [choices.certificates, choices.revocation, values].map((list) => seq(...list.map((piece) => octetString(sha256(piece)))))
  const index = seq(seq(oid(OID.sha256)), ...lists)
  const fields = signerFieldsOf(cms).filter((field) => field[0] !== 0xa1)
  const token = await stamped(sha256(oid(OID.data), sha256(content), ...fields, index), time)
  return extended(cms, { unsigned: [attribute('0.4.0.1733.2.4', extended(token, { unsigned: [attribute('0.4.0.19122.1.5', index)] }))] })
}

describe('archive-time-stamp-v3 of CAdES', () => {
  const content = Buffer.from('amount 100')
  let once: Buffer
  beforeAll(async () => {
    await opened()
    const signed = made(content, 'anna', '-nodetach')
    const token = await stamped(sha256(signatureIn(signed)), T)
    once = await archived(extended(signed, { unsigned: [signatureTimestampAttribute(token)], ...(await status(T)) }), content, T + HOUR)
  })

  it('is verified, and told', async () => {
    const { signatures, documentTimestamps } = await judged(once)
    expect(documentTimestamps).toMatchObject([{ valid: true, reasons: [], coversWholeDocument: true }])
    expect(signatures).toMatchObject([{ integrity: true, signedAt: new Date(Math.floor(T / 1000) * 1000).toISOString() }])
  })

  it('is not over what was added later', async () => {
    expect((await judged(extended(once, { certificates: [workshop.bytes('john.der')] }))).documentTimestamps).toMatchObject([
      { valid: true },
    ])
  })

  it('proves what it is over once the authority of the first time-stamp has ended', async () => {
    const at = T + 7 * YEAR
    const late = await judged(once, at)
    expect(late.signatures[0]?.bestSignatureTime).toBeUndefined()
    const renewed = await archived(extended(once, await status(T + 3 * YEAR)), content, T + 3 * YEAR)
    const { signatures, documentTimestamps } = await judged(renewed, at)
    expect(documentTimestamps.map(({ valid }) => valid)).toEqual([true, true])
    expect(signatures[0]?.bestSignatureTime).toBe(new Date(Math.floor(T / 1000) * 1000).toISOString())
  })

  it.each<[string, (file: Buffer) => Buffer]>([
    ['whose content is another', (file) => replaced(file, 'amount 100', 'amount 900')],
    ['whose index names what is not there', (file) => withoutRevocation(file)],
    ['without an index', (file) => replaced(file, oid('0.4.0.19122.1.5'), oid('0.4.0.19122.1.6'))],
  ])('%s is named as broken', async (_what, change) => {
    expect((await judged(change(once))).documentTimestamps).toMatchObject([{ valid: false, reasons: ['TIMESTAMP_INVALID'] }])
  })

  it('of the first version, and one that is none, are named as what they are', async () => {
    const old = (type: string) => judged(extended(made(content, 'anna', '-nodetach'), { unsigned: [attribute(type, seq())] }))
    expect((await old('1.2.840.113549.1.9.16.2.27')).documentTimestamps).toMatchObject([
      { valid: false, reasons: ['TIMESTAMP_UNSUPPORTED'] },
    ])
    expect((await old('1.2.840.113549.1.9.16.2.48')).documentTimestamps).toMatchObject([{ valid: false, reasons: ['TIMESTAMP_INVALID'] }])
  })
})

describe('archive-time-stamp-v2 of CAdES', () => {
  const content = Buffer.from('amount 100')
  /** TS 101 733, 6.4.1, by the lengths of DER alone: the tag of a set of attributes is not that of the attributes as they are signed. */
  async function archivedAll(cms: Buffer, outside: Buffer, time: number): Promise<Buffer> {
    const [, wrapped] = children(readWhole(cms))
    const members = children(children(wrapped ?? readWhole(cms))[0] ?? readWhole(cms))
    const [, , encapsulated, ...rest] = members
    const sets = rest.filter(({ tag }) => tag === 0xa0 || tag === 0xa1).map(raw)
    const token = await stamped(sha256(encapsulated ? raw(encapsulated) : Buffer.of(), outside, ...sets, ...signerFieldsOf(cms)), time)
    return extended(cms, { unsigned: [attribute('1.2.840.113549.1.9.16.2.48', token)] })
  }
  const signed = async (...options: string[]): Promise<Buffer> => {
    await opened()
    const cms = made(content, 'anna', ...options)
    const token = await stamped(sha256(signatureIn(cms)), T)
    return extended(cms, { unsigned: [signatureTimestampAttribute(token)], ...(await status(T)) })
  }

  it('is verified over an attached content, and is over no later certificates', async () => {
    const whole = await archivedAll(await signed('-nodetach'), Buffer.of(), T + HOUR)
    const { signatures, documentTimestamps } = await judged(whole)
    expect(documentTimestamps).toMatchObject([{ valid: true, reasons: [], coversWholeDocument: true }])
    expect(signatures).toMatchObject([{ integrity: true, signedAt: new Date(Math.floor(T / 1000) * 1000).toISOString() }])
    const more = extended(whole, { certificates: [workshop.bytes('john.der')] })
    expect((await judged(more)).documentTimestamps).toMatchObject([{ valid: false, reasons: ['TIMESTAMP_INVALID'] }])
  })

  it('is verified over a content elsewhere', async () => {
    const container = (bytes: Buffer, held: Buffer) =>
      Buffer.concat(
        storedZipParts([
          { name: 'mimetype', bytes: Buffer.from('application/vnd.etsi.asic-s+zip') },
          { name: 'contract.txt', bytes },
          { name: 'META-INF/signature.p7s', bytes: held },
        ]),
      )
    const held = await archivedAll(await signed(), content, T + HOUR)
    expect((await judged(container(content, held))).documentTimestamps).toMatchObject([{ valid: true }])
    expect((await judged(container(Buffer.from('amount 900'), held))).documentTimestamps).toMatchObject([{ valid: false }])
  })

  it('is renewed by another one, which covers it, and so proves the signature once its authority has ended', async () => {
    const once = await archivedAll(await signed('-nodetach'), Buffer.of(), T + HOUR)
    const twice = await archivedAll(once, Buffer.of(), T + 3 * YEAR)
    const { signatures, documentTimestamps } = await judged(extended(twice, {}), T + 4 * YEAR)
    // The second brings no status of its own authority along: nothing may be added to what such a time-stamp is over.
    expect(documentTimestamps.map(({ reasons }) => reasons)).toEqual([[], ['REVOCATION_UNKNOWN']])
    expect(signatures[0]?.bestSignatureTime).toBe(new Date(Math.floor(T / 1000) * 1000).toISOString())
  })
})

function replaced(file: Buffer, from: string | Buffer, to: string | Buffer): Buffer {
  const copy = Buffer.from(file)
  const at = copy.indexOf(from)
  if (at < 0) throw new RangeError('not there')
  copy.set(Buffer.from(to as string), at)
  return copy
}

/** The list of the authorities becomes another one. */
function withoutRevocation(file: Buffer): Buffer {
  const [crl] = readSignedData(file).crls
  const copy = Buffer.from(file)
  const at = copy.indexOf(crl ?? '') + 40
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

describe('a counter-signature in CMS', () => {
  const countersigned = (value: (signature: Buffer) => Buffer): Buffer => {
    const signed = made(Buffer.from('amount 100'), 'anna', '-nodetach')
    const counter = made(value(Buffer.from(signatureIn(signed))), 'john', '-nocerts')
    return extended(signed, {
      unsigned: [attribute('1.2.840.113549.1.9.6', seq(...signerFieldsOf(counter)))],
      certificates: [workshop.bytes('john.der')],
    })
  }

  it('is an entry beside the signature that it is over', async () => {
    const { signatures } = await judged(countersigned((signature) => signature))
    expect(signatures.map(({ field, signerName, integrity, countersigns }) => [field, signerName, integrity, countersigns])).toEqual([
      ['1', 'anna', true, undefined],
      ['1.1', 'john', true, '1'],
    ])
  })

  it('over something else is broken, and does no harm to the signature', async () => {
    const { signatures } = await judged(countersigned((signature) => Buffer.concat([signature, signature])))
    expect(signatures.map(({ integrity, indication }) => [integrity, indication])).toEqual([
      [true, 'INDETERMINATE'],
      [false, 'TOTAL-FAILED'],
    ])
  })
})

const XADES = 'http://uri.etsi.org/01903/v1.3.2#'
const XADES141 = 'http://uri.etsi.org/01903/v1.4.1#'
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const around = '<root xmlns="urn:a" xmlns:u="urn:u"><part Id="d"><amount>100</amount></part>SIGNATURE</root>'
const references = [{ uri: '#d', transforms: `<ds:Transform Algorithm="${EXCLUSIVE}"/>` }, { uri: '#K' }]

const withUnsigned = (xml: string, properties: string): string =>
  xml.replace(
    '</xades:QualifyingProperties>',
    `<xades:UnsignedProperties><xades:UnsignedSignatureProperties>${properties}</xades:UnsignedSignatureProperties></xades:UnsignedProperties></xades:QualifyingProperties>`,
  )

const base64 = (der: Der): string => Buffer.from(der).toString('base64')

async function validationData(time: number): Promise<string> {
  const { certificates, ocsps, crls } = await status(time)
  const values = (name: string, inner: string, list: readonly Der[]) =>
    `<xades:${name}>${list.map((der) => `<xades:${inner}>${base64(der)}</xades:${inner}>`).join('')}</xades:${name}>`
  const lists = values('CRLValues', 'EncapsulatedCRLValue', crls) + values('OCSPValues', 'EncapsulatedOCSPValue', ocsps)
  return `${values('CertificateValues', 'EncapsulatedX509Certificate', certificates)}<xades:RevocationValues>${lists}</xades:RevocationValues>`
}

describe('an AllDataObjectsTimeStamp of XAdES', () => {
  const DAYS = 24 * HOUR
  it.each([
    ['of before', T, false],
    ['of after', T + 60 * DAYS, true],
  ])('tells a signature %s the end of its certificate', async (_when, time, after) => {
    await opened()
    const token = base64(await stamped(sha256(Buffer.from('<part xmlns="urn:a" Id="d"><amount>100</amount></part>')), time))
    const dataObjects = `<xades:SignedDataObjectProperties><xades:AllDataObjectsTimeStamp><xades:EncapsulatedTimeStamp>${token}</xades:EncapsulatedTimeStamp></xades:AllDataObjectsTimeStamp></xades:SignedDataObjectProperties>`
    const signed = signedByXmlsec(workshop, { around, references: references.slice(0, 1), dataObjects }).toString()
    const { signatures } = await judged(Buffer.from(withUnsigned(signed, await validationData(time))), T + 61 * DAYS)
    expect(signatures.map(({ integrity, reasons }) => [integrity, reasons.includes('SIGNED_AFTER_EXPIRY')])).toEqual([[true, after]])
  })
})

describe.each([
  ['in exclusive form', EXCLUSIVE, { name: 'exclusive', prefixes: [] }],
  ['in inclusive form', INCLUSIVE, { name: 'inclusive' }],
] as const)('an ArchiveTimeStamp of XAdES %s', (_form, method, form) => {
  // The authority of the tests above has been renewed years later.
  beforeAll(opened)
  /** EN 319 132-1, 5.5.2.2: what the references name in their order, then SignedInfo, SignatureValue, KeyInfo, and what stands before. */
  const file = async (): Promise<string> => {
    const signed = signedByXmlsec(workshop, { around, references }).toString()
    const data = await validationData(T)
    const archive = (token: string) =>
      `<arc:ArchiveTimeStamp xmlns:arc="${XADES141}" Id="A"><ds:CanonicalizationMethod Algorithm="${method}"/><xades:EncapsulatedTimeStamp>${token}</xades:EncapsulatedTimeStamp></arc:ArchiveTimeStamp>`
    const draft = withUnsigned(signed, data + archive(''))
    const document = await readSignedXml(memorySource(Buffer.from(draft)))
    const [signature] = document.signatures
    if (!signature) throw new TypeError('no signature')
    const { keyInfo, signedProperties, signedInfo, value, unsigned } = partsOf(signature)
    const outside = document.around.get(signature) ?? []
    const above = (node: XmlNode, at: XmlNode = signature): XmlNode[] | undefined =>
      at === node
        ? []
        : elements(at).reduce<XmlNode[] | undefined>(
            (found, child) => found ?? (above(node, child) && [at, ...(above(node, child) ?? [])]),
            undefined,
          )
    const octets = (node: XmlNode | undefined): Buffer =>
      node ? canonicalOctets(node, form, [...outside, ...(above(node) ?? [])]) : Buffer.of()
    const content = Buffer.from('<part xmlns="urn:a" Id="d"><amount>100</amount></part>')
    const digest = sha256(content, ...[keyInfo, signedProperties, signedInfo, value, keyInfo, ...unsigned.slice(0, -1)].map(octets))
    return withUnsigned(signed, data + archive(base64(await stamped(digest, T))))
  }

  it('is verified, and named when it is broken', async () => {
    const whole = await file()
    expect((await judged(Buffer.from(whole))).documentTimestamps).toMatchObject([{ field: 'A', valid: true, reasons: [] }])
    const changed = whole.replace('<xades:EncapsulatedX509Certificate>M', '<xades:EncapsulatedX509Certificate>N')
    expect((await judged(Buffer.from(changed))).documentTimestamps).toMatchObject([{ valid: false, reasons: ['TIMESTAMP_INVALID'] }])
    const other = whole.replace('Id="A"', 'Id="A" xmlns:other="urn:other"').replace(XADES141, XADES)
    expect((await judged(Buffer.from(other))).documentTimestamps).toMatchObject([{ valid: false, reasons: ['TIMESTAMP_UNSUPPORTED'] }])
  })
})

describe('a CounterSignature of XAdES', () => {
  const countersigned = (uri: string): string => {
    const signed = signedByXmlsec(workshop, { around, references }).toString()
    const outer = withUnsigned(signed, '<xades:CounterSignature>SIGNATURE</xades:CounterSignature>').replace(/^<\?xml[^>]*>\s*/, '')
    return signedByXmlsec(workshop, { around: outer, references: [{ uri }], signer: 'john', suffix: '2' }).toString()
  }

  it('is an entry beside the signature that it is over', async () => {
    const { signatures } = await judged(Buffer.from(countersigned('#V')))
    expect(signatures.map(({ field, signerName, integrity, countersigns }) => [field, signerName, integrity, countersigns])).toEqual([
      ['S', 'anna', true, undefined],
      ['S2', 'john', true, 'S'],
    ])
  })

  it('has nothing in it that nobody signed', async () => {
    const whole = countersigned('#V')
    const end = whole.indexOf('</ds:Signature>')
    const { signatures } = await judged(Buffer.from(`${whole.slice(0, end)}<ds:Object>900</ds:Object>${whole.slice(end)}`))
    expect(signatures.map(({ reasons }) => reasons.includes('PART_SIGNED'))).toEqual([false, true])
  })

  it('over something else is broken', async () => {
    const { signatures } = await judged(Buffer.from(countersigned('#d')))
    expect(signatures.map(({ indication, reasons }) => [indication, reasons.includes('REFERENCE_INVALID')])).toEqual([
      ['INDETERMINATE', false],
      ['TOTAL-FAILED', true],
    ])
  })
})
