// The attacks on XML signatures and containers that have names: wrapping (XSW), entities, archives that unpack to more than they say, and names that
// stand twice.

import { unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cades, openSigning } from '@/scripts/signed-samples'
import { storedZip } from '../../signature/zip/stored'
import { CA_EXTENSIONS, makeCertificate, openWorkshop, P256 } from '../../testing/crypto/openssl'
import { signedByXmlsec } from '../../testing/crypto/xmlsec'
import { GOOD_WITHOUT_STATUS as GOOD, toldOf } from '../../testing/told-of'
import { validateDocument } from './document'

const workshop = openWorkshop()
afterAll(() => workshop.close())
beforeAll(() => {
  makeCertificate(workshop, 'ca', { key: P256, subject: '/CN=CA', extensions: CA_EXTENSIONS })
  makeCertificate(workshop, 'anna', { key: P256, issuer: 'ca', subject: '/CN=Anna', extensions: ['keyUsage=critical,nonRepudiation'] })
})
const verdict = async (text: string): Promise<string> => (await toldOf(Buffer.from(text), workshop.bytes('ca.der'))).join('; ')

describe('a signed element that was wrapped', () => {
  const EXCLUSIVE = '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
  const EVIL = '<amount>900</amount>'
  type Parts = { signature: string; part: string }
  const evil = (id: string, more = ''): string => `<part${id && ` Id="${id}"`}>${EVIL}${more}</part>`
  const root = (...held: string[]): string => `<root xmlns="urn:a">${held.join('')}</root>`
  const within = (signature: string, more: string): string => signature.replace('</ds:Signature>', `${more}</ds:Signature>`)
  const object = (held: string): string => `<ds:Object>${held}</ds:Object>`

  let whole: Parts
  beforeAll(() => {
    const file = signedByXmlsec(workshop, {
      around: root('<part Id="d"><amount>100</amount></part>', 'SIGNATURE'),
      references: [{ uri: '#d', transforms: EXCLUSIVE }],
    }).toString()
    whole = {
      part: /<part Id="d">.*?<\/part>/s.exec(file)?.[0] ?? '',
      signature: /<ds:Signature .*<\/ds:Signature>/s.exec(file)?.[0] ?? '',
    }
  })

  it('holds as it was made', async () => {
    expect(await verdict(root(whole.part, whole.signature))).toBe(`Anna ${GOOD}`)
  })

  it.each<[string, (parts: Parts) => string]>([
    ['beside another one in front', ({ part, signature }) => root(evil(''), part, signature)],
    ['beside another one behind', ({ part, signature }) => root(part, signature, evil(''))],
    ['beside another one with an Id', ({ part, signature }) => root(evil('e'), part, signature)],
    ['beside another one with its Id', ({ part, signature }) => root(evil('d'), part, signature)],
    [
      'beside another one with its Id in other letters',
      ({ part, signature }) => root(evil('').replace('<part', '<part id="d"'), part, signature),
    ],
    ['in an element of its own', ({ part, signature }) => root(evil(''), `<old>${part}</old>`, signature)],
    ['in the other one', ({ part, signature }) => root(evil('', part), signature)],
    ['in the other one, with the signature', ({ part, signature }) => root(evil('', part + signature))],
    ['in the signature', ({ part, signature }) => root(evil(''), within(signature, object(part)))],
    ['in the signature, and the other one has its Id', ({ part, signature }) => root(evil('d'), within(signature, object(part)))],
    ['in the signature, which is in the other one', ({ part, signature }) => root(evil('', within(signature, object(part))))],
    [
      'with the signature, in a root of their own',
      ({ part, signature }) => `<root xmlns="urn:a">${evil('')}<old>${root(part, signature)}</old></root>`,
    ],
    ['in the key', ({ part, signature }) => root(evil(''), signature.replace('</ds:KeyInfo>', `${part}</ds:KeyInfo>`))],
    [
      'away, with its name kept by a namespace',
      ({ part, signature }) => `<root xmlns="urn:b"><a:x xmlns:a="urn:a">${part}</a:x>${evil('')}${signature}</root>`,
    ],
  ])('%s', async (_where, attack) => {
    const told = await verdict(attack(whole))
    expect(told).not.toMatch(/intact whole|PASSED/)
    expect(told).toMatch(/PART_SIGNED|TOTAL-FAILED/)
  })
})

describe('entities', () => {
  const LAUGHS = `<!DOCTYPE a [<!ENTITY a "ha">${'bcdefghij'.replace(/./g, (name) => `<!ENTITY ${name} "${`&${String.fromCharCode(name.charCodeAt(0) - 1)};`.repeat(10)}">`)}]>`
  const DECLARATIONS: readonly [string, string, string][] = [
    ['of one word', '<!DOCTYPE a [<!ENTITY e "900">]>', '&e;'],
    ['of a file', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>', '&e;'],
    ['of an address', '<!DOCTYPE a [<!ENTITY e SYSTEM "http://localhost:9/">]>', '&e;'],
    ['of parameters', '<!DOCTYPE a [<!ENTITY % e SYSTEM "http://localhost:9/">%e;]>', ''],
    ['in other entities, a thousand million', LAUGHS, '&j;'],
    ['for attributes', '<!DOCTYPE a [<!ATTLIST amount Id ID #FIXED "d">]>', ''],
    ['that nobody declared', '', '&e;'],
  ]
  it.each(DECLARATIONS)('%s, in a document', async (_which, declared, used) => {
    expect(await verdict(`${declared}<a><amount>100${used}</amount></a>`)).toBe('XML_UNREADABLE')
  })

  it.each(DECLARATIONS)('%s, in a container', async (_which, declared, used) => {
    const zip = storedZip([
      { name: 'mimetype', bytes: Buffer.from('application/vnd.etsi.asic-e+zip') },
      { name: 'a.txt', bytes: Buffer.from('100') },
      { name: 'META-INF/signatures.xml', bytes: Buffer.from(`${declared}<a>${used}</a>`) },
      { name: 'META-INF/ASiCManifest.xml', bytes: Buffer.from(`${declared}<a>${used}</a>`) },
    ])
    expect((await toldOf(zip, workshop.bytes('ca.der'))).join()).toMatch(/SIGNATURE_MALFORMED/)
  })
})

describe('a container', () => {
  const FILE = { name: 'Contract.docx', mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }
  let entries: { name: string; bytes: Uint8Array }[]
  let anchors: Uint8Array[]
  beforeAll(async () => {
    const signing = await openSigning()
    anchors = [signing.sample.root]
    const bytes = await cades(signing, signing.people[0], { bytes: Buffer.from('PK: no more than a file'), base: 'file', file: FILE })
    entries = Object.entries(unzipSync(bytes)).map(([name, held]) => ({ name, bytes: held }))
  })
  const judge = async (zip: Uint8Array): Promise<string> => {
    const { valid, problem, signatures } = await validateDocument(zip, { anchors, now: new Date() })
    return problem ?? (valid ? 'valid' : signatures.flatMap(({ reasons }) => reasons).join(' '))
  }
  const other = { name: FILE.name, bytes: Buffer.from('Another contract') }

  it('holds as it was made', async () => {
    expect(await judge(storedZip(entries))).toBe('valid')
  })

  it.each<[string, () => Uint8Array, string]>([
    ['with its file twice', () => storedZip([...entries, other]), 'CONTAINER_DAMAGED'],
    [
      'with its file twice, the other one in front',
      () => storedZip([...entries.slice(0, 1), other, ...entries.slice(1)]),
      'CONTAINER_DAMAGED',
    ],
    [
      'with its file twice, in other letters',
      () => storedZip([...entries, { ...other, name: FILE.name.toUpperCase() }]),
      'CONTAINER_DAMAGED',
    ],
    ['with its type twice', () => storedZip([...entries.slice(0, 1), ...entries]), 'CONTAINER_DAMAGED'],
    ['with a manifest twice', () => storedZip([...entries, ...entries.filter(({ name }) => /Manifest0/.test(name))]), 'CONTAINER_DAMAGED'],
    ['with its file on the way up', () => storedZip([...entries, { ...other, name: `../${FILE.name}` }]), 'CONTAINER_DAMAGED'],
    ['with its file from the top', () => storedZip([...entries, { ...other, name: `/${FILE.name}` }]), 'CONTAINER_DAMAGED'],
    ['with its file behind a dot', () => storedZip([...entries, { ...other, name: `./${FILE.name}` }]), 'CONTAINER_DAMAGED'],
    ['with its file behind a backslash', () => storedZip([...entries, { ...other, name: `.\\${FILE.name}` }]), 'CONTAINER_DAMAGED'],
    ['of more entries than a container has', () => storedZip([...entries, ...many(10_001)]), 'CONTAINER_TOO_LARGE'],
    ['with more in a file than it says', () => unpacksTo(8 << 20, 100), 'CONTAINER_DAMAGED'],
    ['with less in a file than it says', () => unpacksTo(1000, 1001), 'CONTAINER_DAMAGED'],
    ['with more in a file than is read', () => unpacksTo(1 << 20, 129 << 20), 'CONTAINER_TOO_LARGE'],
    ['with a file of four gigabytes, as it says', () => unpacksTo(1 << 20, 0xffff_fff0), 'CONTAINER_TOO_LARGE'],
    ['with a manifest of more than is read', () => unpacksTo(17 << 20, 17 << 20, 'META-INF/ASiCManifest9.xml'), 'CONTAINER_TOO_LARGE'],
  ])('%s', async (_what, zip, told) => {
    expect(await judge(zip())).toBe(told)
  })

  const many = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `${at}.txt`, bytes: new Uint8Array() }))

  /** Zeros, packed, with another size in both of its headers (APPNOTE 4.3.7, 4.3.12). */
  function unpacksTo(size: number, says: number, name = 'zeros.bin'): Buffer {
    const files = Object.fromEntries(entries.map((entry) => [entry.name, [entry.bytes, { level: 0 }]] as const))
    const zip = Buffer.from(zipSync({ ...files, [name]: [new Uint8Array(size), { level: 9 }] } as Parameters<typeof zipSync>[0]))
    const [local, central] = [zip.indexOf(name) - 30, zip.lastIndexOf(name) - 46]
    zip.writeUInt32LE(says, local + 22)
    zip.writeUInt32LE(says, central + 24)
    return zip
  }
})
