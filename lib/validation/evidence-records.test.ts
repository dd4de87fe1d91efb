// Evidence records (RFC 4998) in containers and in CMS: written here by hand, renewed over the years, broken, and of forms that are not known.

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSigning, type Signing } from '../../scripts/signed-samples'
import { readCertificate } from '../crypto/certificate'
import { readSignedData } from '../crypto/cms'
import { readToken } from '../crypto/timestamp'
import { storedZipParts } from '../signature/zip/stored'
import { attribute, extended } from '../testing/crypto/cms-surgery'
import { CA_EXTENSIONS, damaged, makeCertificate, openWorkshop, P256, signCms } from '../testing/crypto/openssl'
import { validateDocument } from './formats/document'

const HOUR = 3_600_000
const YEAR = 366 * 24 * HOUR
const T = Date.now() - 10 * HOUR
const workshop = openWorkshop()
let clock = T
let signing: Signing

// Each test has an authority of its own: that of a test which went years ahead was renewed there.
beforeEach(async () => {
  clock = T
  signing = await openSigning(() => new Date(clock))
})
beforeAll(() => {
  makeCertificate(workshop, 'ca', { key: P256, subject: '/CN=CA', extensions: CA_EXTENSIONS })
  makeCertificate(workshop, 'anna', { key: P256, issuer: 'ca', subject: '/CN=anna', extensions: ['keyUsage=critical,nonRepudiation'] })
})
afterAll(() => workshop.close())

// A writer of its own.
type Algorithm = 'sha256' | 'sha512'
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const digits = content.length.toString(16)
  const octets = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
  return Buffer.concat([
    Buffer.of(tag),
    content.length < 128 ? Buffer.of(content.length) : Buffer.concat([Buffer.of(0x80 | octets.length), octets]),
    content,
  ])
}
const ALGORITHMS: Record<Algorithm, Buffer> = {
  sha256: der(0x30, Buffer.from('0609608648016503040201', 'hex')),
  sha512: der(0x30, Buffer.from('0609608648016503040203', 'hex')),
}
const hash = (algorithm: Algorithm, ...parts: readonly Uint8Array[]): Buffer => createHash(algorithm).update(Buffer.concat(parts)).digest()
const sha256 = (...parts: readonly Uint8Array[]): Buffer => hash('sha256', ...parts)
const inOrder = (...hashes: readonly Buffer[]): Buffer[] => [...hashes].sort(Buffer.compare)

const record = (
  chains: readonly (readonly Buffer[])[],
  { version = 1, more = Buffer.of() }: { version?: number; more?: Uint8Array } = {},
): Buffer =>
  der(0x30, der(2, Buffer.of(version)), der(0x30, ALGORITHMS.sha256), more, der(0x30, ...chains.map((stamps) => der(0x30, ...stamps))))

/** A token over the root, with the status of its authority inside. */
async function token(root: Buffer, time: number): Promise<Buffer> {
  clock = time
  const { trust, root: anchor } = signing.sample
  const made = await trust.stamp(root)
  const authority = readToken(made).signerCertificate?.der ?? Buffer.of()
  return extended(made, {
    certificates: trust.chain,
    ocsps: [await trust.ocspFor(authority)],
    crls: [await trust.crlFor(readCertificate(anchor).subject)],
  })
}

function stamp(held: Buffer, tree: readonly (readonly Buffer[])[] = [], algorithm?: Algorithm): Buffer {
  const named = algorithm ? [der(0xa0, ALGORITHMS[algorithm].subarray(2))] : []
  const lists = tree.length > 0 ? [der(0xa2, ...tree.map((list) => der(0x30, ...list.map((one) => der(4, one)))))] : []
  return der(0x30, ...named, ...lists, held)
}

const zip = (entries: Readonly<Record<string, Uint8Array | string>>): Buffer =>
  Buffer.concat(storedZipParts(Object.entries(entries).map(([name, bytes]) => ({ name, bytes: Buffer.from(bytes as string) }))))
const simple = (held: Uint8Array, content: Uint8Array = CONTENT, name = 'evidencerecord.ers'): Buffer =>
  zip({ mimetype: 'application/vnd.etsi.asic-s+zip', 'contract.txt': content, [`META-INF/${name}`]: held })

const CONTENT = Buffer.from('amount 100')
const OTHER = sha256(Buffer.from('another document of that day'))

const judged = async (file: Uint8Array, at = T + HOUR) =>
  validateDocument(file, { anchors: [workshop.bytes('ca.der'), signing.sample.root], now: new Date(at) })
const proofs = async (file: Uint8Array, at?: number) =>
  (await judged(file, at)).documentTimestamps.map(({ valid, at: time, reasons, coversWholeDocument }) => ({
    valid,
    at: time && Math.floor(Date.parse(time) / 1000),
    reasons,
    coversWholeDocument,
  }))
const GOOD = { valid: true, at: Math.floor(T / 1000), reasons: [], coversWholeDocument: true }
const BROKEN = { valid: false, reasons: ['TIMESTAMP_INVALID'] }

/** The document and another one under one time-stamp. */
const TREE = [[sha256(CONTENT), OTHER], [sha256(Buffer.from('more'))]]
const root = (content = CONTENT): Buffer => sha256(...inOrder(sha256(...inOrder(sha256(content), OTHER)), sha256(Buffer.from('more'))))

describe('an evidence record in a simple container', () => {
  it('is over the one file', async () => {
    expect(await proofs(simple(record([[stamp(await token(sha256(CONTENT), T))]])))).toEqual([GOOD])
  })

  it('is over it in a tree of hashes', async () => {
    expect(await proofs(simple(record([[stamp(await token(root(), T), TREE)]])))).toEqual([GOOD])
  })

  it('holds once its first authority has ended, if its time-stamp was renewed before', async () => {
    const first = stamp(await token(root(), T), TREE)
    const again = sha256(await heldIn(first))
    const second = stamp(await token(again, T + 3 * YEAR))
    const at = T + 7 * YEAR
    expect(await proofs(simple(record([[first]])), at)).toMatchObject([{ valid: false }])
    expect(await proofs(simple(record([[first, second]])), at)).toEqual([GOOD])
  })

  it('holds over a new tree of another algorithm, of which all that was before is a leaf', async () => {
    const chain = [stamp(await token(root(), T), TREE)]
    const sequence = hash('sha512', der(0x30, der(0x30, ...chain)))
    const leaf = hash('sha512', hash('sha512', CONTENT), sequence)
    const renewed = async (one: Buffer) => [
      stamp(await token(hash('sha512', ...inOrder(one, hash('sha512', OTHER))), T + 3 * YEAR), [[one, hash('sha512', OTHER)]], 'sha512'),
    ]
    const at = T + 7 * YEAR
    expect(await proofs(simple(record([chain, await renewed(leaf)])), at)).toEqual([GOOD])
    expect(await proofs(simple(record([chain, await renewed(hash('sha512', CONTENT))])), at)).toMatchObject([{ valid: false }])
  })

  it.each<[string, () => Promise<Buffer>]>([
    ['over another file', async () => simple(record([[stamp(await token(root(), T), TREE)]]), Buffer.from('amount 900'))],
    [
      'whose tree is another',
      async () => simple(record([[stamp(await token(root(), T), [[sha256(CONTENT), sha256(OTHER)], TREE[1] ?? []])]])),
    ],
    ['whose tree does not hold the file', async () => simple(record([[stamp(await token(root(), T), [[OTHER], ...TREE])]]))],
    [
      'that renews another time-stamp',
      async () => simple(record([[stamp(await token(root(), T), TREE), stamp(await token(OTHER, T + HOUR / 2))]])),
    ],
    ['without a time-stamp', async () => simple(record([[]]))],
    ['of nothing', async () => simple(Buffer.of())],
  ])('%s proves nothing', async (_what, file) => {
    expect(await proofs(await file())).toMatchObject([BROKEN])
  })

  it.each<[string, () => Promise<Buffer>]>([
    ['of another version', async () => simple(record([[stamp(await token(root(), T), TREE)]], { version: 2 }))],
    [
      'over what was encrypted',
      async () => simple(record([[stamp(await token(root(), T), TREE)]], { more: der(0xa1, der(6, Buffer.of(42))) })),
    ],
    ['in XML', async () => simple(Buffer.from('<EvidenceRecord xmlns="urn:ietf:params:xml:ns:ers"/>'), CONTENT, 'evidencerecord.xml')],
  ])('%s is named as not understood', async (_what, file) => {
    expect(await proofs(await file())).toMatchObject([{ valid: false, reasons: ['TIMESTAMP_UNSUPPORTED'] }])
  })

  it('never throws, however it is damaged', async () => {
    const whole = record([[stamp(await token(root(), T), TREE)]])
    for (const bytes of damaged(whole, 97)) expect(await proofs(simple(bytes))).toHaveLength(1)
  })
})

async function heldIn(archived: Buffer): Promise<Buffer> {
  const [start] = [archived.lastIndexOf(Buffer.from('06092a864886f70d010702', 'hex'))]
  // The SEQUENCE of the ContentInfo, with a length of two octets, begins before its type.
  return archived.subarray(start - 4)
}

const XMLNS = 'xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
const manifest = (over: string, files: Readonly<Record<string, Buffer>>, method = 'http://www.w3.org/2001/04/xmlenc#sha256'): string =>
  `<asic:ASiCManifest ${XMLNS}><asic:SigReference URI="${over}"/>${Object.entries(files)
    .map(
      ([name, bytes]) =>
        `<asic:DataObjectReference URI="${name}"><ds:DigestMethod Algorithm="${method}"/><ds:DigestValue>${sha256(bytes).toString('base64')}</ds:DigestValue></asic:DataObjectReference>`,
    )
    .join('')}</asic:ASiCManifest>`

const signedBy = (content: Buffer, ...options: string[]): Buffer =>
  signCms(workshop, content, ['anna'], '-cades', '-md', 'sha256', '-nosmimecap', ...options)

describe('an evidence record in an extended container', () => {
  const annex = Buffer.from('annex')
  const container = async (given: Readonly<Record<string, Buffer>>, stated = given): Promise<Buffer> => {
    const leaves = inOrder(...Object.values(stated).map((bytes) => sha256(bytes)))
    const held = record([[stamp(await token(sha256(...leaves), T), [leaves])]])
    return zip({
      mimetype: 'application/vnd.etsi.asic-e+zip',
      ...given,
      'META-INF/ASiCEvidenceRecordManifest1.xml': manifest('META-INF/evidencerecord1.ers', stated),
      'META-INF/evidencerecord1.ers': held,
    })
  }

  it('is over all files that its manifest names', async () => {
    expect(await proofs(await container({ 'contract.txt': CONTENT, 'annex.txt': annex }))).toEqual([GOOD])
  })

  it('is over the whole only if it names all, and broken where one was changed', async () => {
    const more = await container(
      { 'contract.txt': CONTENT, 'annex.txt': annex, 'late.txt': annex },
      { 'contract.txt': CONTENT, 'annex.txt': annex },
    )
    expect(await proofs(more)).toEqual([{ ...GOOD, coversWholeDocument: false }])
    const changed = await container(
      { 'contract.txt': Buffer.from('amount 900'), 'annex.txt': annex },
      { 'contract.txt': CONTENT, 'annex.txt': annex },
    )
    expect((await proofs(changed))[0]).toMatchObject({ valid: false, reasons: ['TIMESTAMP_INVALID', 'MODIFIED_AFTERWARDS'] })
  })

  it('proves since when a signature in it exists', async () => {
    const signed = manifest('META-INF/signature1.p7s', { 'contract.txt': CONTENT })
    const files = {
      'contract.txt': CONTENT,
      'META-INF/ASiCManifest1.xml': Buffer.from(signed),
      'META-INF/signature1.p7s': signedBy(Buffer.from(signed)),
    }
    const { signatures, documentTimestamps } = await judged(await container(files))
    expect(documentTimestamps).toMatchObject([{ valid: true }])
    expect(signatures).toMatchObject([{ integrity: true, bestSignatureTime: new Date(Math.floor(T / 1000) * 1000).toISOString() }])
  })

  it('a manifest with a digest that is not known is not understood, and no failure', async () => {
    const signed = manifest('META-INF/signature1.p7s', { 'contract.txt': CONTENT }, 'http://www.w3.org/2007/05/xmldsig-more#whirlpool')
    const file = zip({
      mimetype: 'application/vnd.etsi.asic-e+zip',
      'contract.txt': CONTENT,
      'META-INF/ASiCManifest1.xml': signed,
      'META-INF/signature1.p7s': signedBy(Buffer.from(signed)),
    })
    const { signatures } = await judged(file)
    expect(signatures.map(({ indication, reasons }) => [indication, reasons.includes('FORMAT_UNSUPPORTED')])).toEqual([
      ['INDETERMINATE', true],
    ])
  })
})

it('the time-stamp of a simple container is over its one file', async () => {
  const stamped = async (content: Buffer) =>
    zip({ mimetype: 'application/vnd.etsi.asic-s+zip', 'contract.txt': content, 'META-INF/timestamp.tst': await token(sha256(CONTENT), T) })
  expect(await proofs(await stamped(CONTENT))).toEqual([GOOD])
  expect(await proofs(await stamped(Buffer.from('amount 900')))).toMatchObject([BROKEN])
})

describe('an evidence record in CMS', () => {
  const INTERNAL = '1.2.840.113549.1.9.16.2.49'
  const EXTERNAL = '1.2.840.113549.1.9.16.2.50'

  it('is over the CMS without it', async () => {
    const cms = signedBy(CONTENT, '-nodetach')
    const held = record([[stamp(await token(sha256(cms), T))]])
    const { signatures, documentTimestamps } = await judged(extended(cms, { unsigned: [attribute(INTERNAL, held)] }))
    expect(documentTimestamps).toMatchObject([{ valid: true, reasons: [] }])
    expect(signatures).toMatchObject([{ integrity: true, bestSignatureTime: new Date(Math.floor(T / 1000) * 1000).toISOString() }])
    const other = extended(cms, { unsigned: [attribute(INTERNAL, held)], certificates: [workshop.bytes('ca.der')] })
    expect(await proofs(other)).toMatchObject([BROKEN])
  })

  it('is over its content, too, where that stands elsewhere', async () => {
    const cms = signedBy(CONTENT)
    const leaves = inOrder(sha256(cms), sha256(CONTENT))
    const held = extended(cms, { unsigned: [attribute(EXTERNAL, record([[stamp(await token(sha256(...leaves), T), [leaves])]]))] })
    const container = (content: Buffer) =>
      zip({ mimetype: 'application/vnd.etsi.asic-s+zip', 'contract.txt': content, 'META-INF/signature.p7s': held })
    expect(readSignedData(held).content).toBeUndefined()
    expect(await proofs(container(CONTENT))).toEqual([GOOD])
    expect(await proofs(container(Buffer.from('amount 900')))).toMatchObject([BROKEN])
  })
})
