// XML signatures of every shape, made by xmlsec1: judged as they are when whole, and broken when changed.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storedZip } from '../../../signature/zip/stored'
import { CA_EXTENSIONS, makeCertificate, openWorkshop, P256, RSA } from '../../../testing/crypto/openssl'
import { DS, signedByXmlsec, template as templateOf, type Shape } from '../../../testing/crypto/xmlsec'
import { GOOD_WITHOUT_STATUS as GOOD, toldOf } from '../../../testing/told-of'

const workshop = openWorkshop()
afterAll(() => workshop.close())

beforeAll(() => {
  makeCertificate(workshop, 'ca', { key: P256, subject: '/CN=CA', extensions: CA_EXTENSIONS })
  makeCertificate(workshop, 'anna', { key: P256, issuer: 'ca', subject: '/CN=Anna', extensions: ['keyUsage=critical,nonRepudiation'] })
  makeCertificate(workshop, 'john', { key: RSA, issuer: 'ca', subject: '/CN=John', extensions: ['keyUsage=critical,nonRepudiation'] })
})

const EXCLUSIVE = '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
const INCLUSIVE = '<ds:Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>'
const INCLUSIVE_11 = '<ds:Transform Algorithm="http://www.w3.org/2006/12/xml-c14n11"/>'
const LISTED =
  '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"><ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="u #default"/></ds:Transform>'
const ENVELOPED = `<ds:Transform Algorithm="${DS}enveloped-signature"/>`
const BASE64 = `<ds:Transform Algorithm="${DS}base64"/>`

const template = (shape: Shape): string => templateOf(workshop, shape)
const made = (shape: Shape): Buffer => signedByXmlsec(workshop, shape)

const verdict = (bytes: Uint8Array) => toldOf(bytes, workshop.bytes('ca.der'))
const SURROUNDED =
  '<root xmlns="urn:a" xmlns:u="urn:u" xml:lang="pl"><part Id="d" u:x="1" xml:space="preserve"> 100 <b xmlns="">text</b></part><group xmlns:v="urn:v">SIGNATURE</group></root>'
const SIBLINGS = '<root xmlns="urn:a" xmlns:u="urn:u"><part Id="d"><amount u:c="PLN">100</amount></part>SIGNATURE</root>'

const SHAPES: readonly [string, Shape][] = [
  ['enveloped, in inclusive form', { around: SURROUNDED, references: [{ uri: '', transforms: ENVELOPED }] }],
  ['enveloped, in exclusive form', { around: SURROUNDED, references: [{ uri: '', transforms: ENVELOPED + EXCLUSIVE }] }],
  ['enveloped, in inclusive form 1.1', { around: SURROUNDED, references: [{ uri: '', transforms: ENVELOPED + INCLUSIVE_11 }] }],
  ['enveloped, with a list of prefixes', { around: SURROUNDED, references: [{ uri: '', transforms: ENVELOPED + LISTED }] }],
  [
    'enveloped, in the root with an Id',
    { around: '<root Id="r" a="1"><b>100</b>SIGNATURE</root>', references: [{ uri: '#r', transforms: ENVELOPED + EXCLUSIVE }] },
  ],
  ['beside what it signs', { around: SIBLINGS, references: [{ uri: '#d', transforms: INCLUSIVE }] }],
  ['beside what it signs, in exclusive form', { around: SIBLINGS, references: [{ uri: '#d', transforms: EXCLUSIVE }] }],
  ['beside what it signs, with a list of prefixes', { around: SIBLINGS, references: [{ uri: '#d', transforms: LISTED }] }],
  ['beside what it signs, by a pointer', { around: SIBLINGS, references: [{ uri: "#xpointer(id('d'))" }] }],
  ['around what it signs', { references: [{ uri: '#o' }], objects: '<ds:Object Id="o"><a xmlns="urn:a">100</a></ds:Object>' }],
  [
    'around base64',
    {
      references: [{ uri: '#o', transforms: BASE64 }],
      objects: `<ds:Object Id="o">${Buffer.from('amount 100').toString('base64')}</ds:Object>`,
    },
  ],
  ['with its key signed, too', { around: SIBLINGS, references: [{ uri: '#d' }, { uri: '#K' }] }],
  [
    'in exclusive form as a whole, with RSA and SHA-512',
    {
      around: SIBLINGS,
      references: [{ uri: '#d', transforms: EXCLUSIVE, digest: 'http://www.w3.org/2001/04/xmlenc#sha512' }],
      canonicalisation: 'http://www.w3.org/2001/10/xml-exc-c14n#',
      method: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
      signer: 'john',
    },
  ],
]

describe.each(SHAPES)('a signature %s', (_name, shape) => {
  it('is judged, and fails when what it signs is changed', async () => {
    const file = made(shape)
    const who = shape.signer === 'john' ? 'John' : 'Anna'
    expect(await verdict(file)).toEqual([`${who} ${GOOD}`])
    const text = file.toString()
    const encoded = Buffer.from('amount 100').toString('base64')
    const changed = text.includes(encoded)
      ? text.replace(encoded, Buffer.from('amount 900').toString('base64'))
      : text.replace('100', '900')
    expect((await verdict(Buffer.from(changed)))[0]).toMatch(/TOTAL-FAILED HASH_FAILURE/)
    expect((await verdict(Buffer.from(text.replace('SigningTime>2026', 'SigningTime>2025'))))[0]).toMatch(/TOTAL-FAILED HASH_FAILURE/)
  })
})

describe('what a signature does not cover is said', () => {
  const beside = () => made({ around: SIBLINGS, references: [{ uri: '#d', transforms: EXCLUSIVE }] }).toString()
  it.each([
    ['an element more', (xml: string) => xml.replace('</root>', '<amount>900</amount></root>')],
    ['text in the root', (xml: string) => xml.replace('</root>', ' 900 </root>')],
    ['an attribute of the root', (xml: string) => xml.replace('<root ', '<root amount="900" ')],
    ['an object put into the signature', (xml: string) => xml.replace('</ds:Signature>', '<ds:Object>900</ds:Object></ds:Signature>')],
    [
      'the signed element moved away, with another in its place',
      (xml: string) => xml.replace(/<part Id="d">.*<\/part>/, (part) => `<old>${part}</old><part><amount>900</amount></part>`),
    ],
  ])('%s', async (_what, change) => {
    expect((await verdict(Buffer.from(change(beside()))))[0]).toMatch(/intact.*INDETERMINATE.*PART_SIGNED/)
  })
})

it('a style sheet beside a root that is signed by its Id is not covered', async () => {
  const root = '<root Id="r" a="1"><b>100</b>SIGNATURE</root>'
  const file = made({ around: root, references: [{ uri: '#r', transforms: ENVELOPED + EXCLUSIVE }] }).toString()
  const styled = file.replace('<root', '<?xml-stylesheet href="other.xsl"?><root')
  expect((await verdict(Buffer.from(styled)))[0]).toMatch(/intact.*INDETERMINATE.*PART_SIGNED/)
  const whole = made({ around: `<?xml-stylesheet href="own.xsl"?>${root}`, references: [{ uri: '', transforms: ENVELOPED + EXCLUSIVE }] })
  expect(await verdict(whole)).toEqual([`Anna ${GOOD}`])
})

describe('what is not understood is not called broken', () => {
  const XSLT = '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>'
  const of = (xml: Buffer | string, change: (xml: string) => string) => verdict(Buffer.from(change(xml.toString())))

  it('a file elsewhere is missing', async () => {
    const shape = template({ references: [{ uri: 'https://example.com/contract.pdf' }] })
    expect((await of(shape, (xml) => xml))[0]).toMatch(/SIGNED_DATA_NOT_FOUND/)
    expect((await of(shape, (xml) => xml))[0]).not.toMatch(/HASH_FAILURE|REFERENCE_INVALID/)
  })

  it('a transform that is not known has its name', async () => {
    const shape = template({ around: SIBLINGS, references: [{ uri: '#d', transforms: XSLT }] })
    expect((await of(shape, (xml) => xml))[0]).toMatch(/FORMAT_UNSUPPORTED/)
  })

  it('an Id that stands twice, or properties that are not signed, are an attack', async () => {
    const file = made({ around: SIBLINGS, references: [{ uri: '#d', transforms: EXCLUSIVE }] })
    expect((await of(file, (xml) => xml.replace('</root>', '<part Id="d"/></root>')))[0]).toMatch(/TOTAL-FAILED REFERENCE_INVALID/)
    expect((await of(file, (xml) => xml.replace('Id="P"', 'Id="Q"')))[0]).toMatch(/TOTAL-FAILED/)
  })

  it('thousands of references to one large document are too much', async () => {
    const many = Array.from({ length: 3000 }, () => ({ uri: '', transforms: ENVELOPED + INCLUSIVE }))
    expect(await verdict(Buffer.from(template({ around: SIBLINGS, references: many })))).toEqual(['PDF_TOO_COMPLEX'])
  })

  it('the larger the document, the fewer parts of it may be signed, because each may be all of it', async () => {
    const parts = (count: number) => Array.from({ length: count }, () => ({ uri: '', transforms: ENVELOPED + INCLUSIVE }))
    const large = SIBLINGS.replace('SIGNATURE', `<!--${' '.repeat(4_000_000)}-->SIGNATURE`)
    expect(await verdict(Buffer.from(template({ around: large, references: parts(60) })))).toEqual(['PDF_TOO_COMPLEX'])
    expect(await verdict(Buffer.from(template({ around: SIBLINGS, references: parts(60) })))).not.toEqual(['PDF_TOO_COMPLEX'])
  })
})

describe('a container with XAdES', () => {
  const container = (files: Record<string, string>, signature: string) =>
    storedZip([
      { name: 'mimetype', bytes: Buffer.from('application/vnd.etsi.asic-e+zip') },
      ...Object.entries(files).map(([name, content]) => ({ name, bytes: Buffer.from(content) })),
      { name: 'META-INF/signatures0.xml', bytes: Buffer.from(signature) },
    ])

  it('is over its files, and says which is not', async () => {
    workshop.file('Umowa 1.txt', 'amount 100')
    const around = '<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#">SIGNATURE</asic:XAdESSignatures>'
    const signature = made({ around, references: [{ uri: 'Umowa%201.txt' }] }).toString()
    expect(await verdict(container({ 'Umowa 1.txt': 'amount 100' }, signature))).toEqual([`Anna ${GOOD}`])
    expect((await verdict(container({ 'Umowa 1.txt': 'amount 900' }, signature)))[0]).toMatch(/TOTAL-FAILED HASH_FAILURE/)
    expect((await verdict(container({ 'Umowa 1.txt': 'amount 100', 'more.txt': '' }, signature)))[0]).toMatch(
      /INDETERMINATE FILE_NOT_SIGNED/,
    )
    expect((await verdict(container({ 'more.txt': '' }, signature)))[0]).toMatch(/SIGNED_DATA_NOT_FOUND/)
    expect((await verdict(container({ 'Umowa 1.txt': 'amount 100' }, '<broken')))[0]).toMatch(/SIGNATURE_MALFORMED/)
  })
})
