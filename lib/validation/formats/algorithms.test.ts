// The algorithms that signers in Europe use, in each form that allows them, signed by openssl and xmlsec1: a signature holds, and does not when the
// content is changed.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { samplePdf } from '../../../scripts/sample-pdf'
import { readCertificate } from '../../crypto/certificate'
import { signedAttributes } from '../../crypto/cms'
import { explicit, integer, membersOf, octetString, oid, raw, readWhole, seq, TAG, tlv, value, type Der } from '../../crypto/der'
import { OID } from '../../crypto/oids'
import { manifestXml, referenceTo } from '../../signature/asic/manifest'
import { placeFields } from '../../signature/fields'
import { memorySource } from '../../signature/pdf/source'
import { storedZip } from '../../signature/zip/stored'
import { extended, signatureIn } from '../../testing/crypto/cms-surgery'
import { BRAINPOOL, CA_EXTENSIONS, makeCertificate, openWorkshop, P256, RSA, signCms } from '../../testing/crypto/openssl'
import { signedAgain, signedByXmlsec } from '../../testing/crypto/xmlsec'
import { filledElsewhere } from '../../testing/foreign-signature'
import { toldOf } from '../../testing/told-of'

const workshop = openWorkshop()
afterAll(() => workshop.close())

const curve = (name: string) => ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${name}`]
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const MORE_2007 = 'http://www.w3.org/2007/05/xmldsig-more#'
const MORE_2021 = 'http://www.w3.org/2021/04/xmldsig-more#'
type Digest = { name: string; oid: string }
const SHA512: Digest = { name: 'sha512', oid: OID.sha512 }
const SHA3_256: Digest = { name: 'sha3-256', oid: '2.16.840.1.101.3.4.2.8' }
const SHA3_384: Digest = { name: 'sha3-384', oid: '2.16.840.1.101.3.4.2.9' }
const PSS = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest']

/** `xml`: the method; `again`: how openssl makes the value where xmlsec1 does not know the method. */
type Algorithm = {
  key: readonly string[]
  digest: string
  cms?: readonly string[]
  xml?: { method: string; again?: (toSign: Buffer) => Buffer }
  made?: (content: Buffer, detached: boolean) => Buffer
}

const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  'ECDSA, P-256': { key: P256, digest: 'sha256', xml: { method: `${MORE}ecdsa-sha256` } },
  'ECDSA, P-521': { key: curve('P-521'), digest: 'sha512', xml: { method: `${MORE}ecdsa-sha512` } },
  'ECDSA, brainpoolP256r1': { key: BRAINPOOL, digest: 'sha256', xml: { method: `${MORE}ecdsa-sha256` } },
  'ECDSA, brainpoolP384r1': { key: curve('brainpoolP384r1'), digest: 'sha384', xml: { method: `${MORE}ecdsa-sha384` } },
  'ECDSA, SHA-3': {
    key: P256,
    digest: 'sha3-256',
    xml: { method: `${MORE_2021}ecdsa-sha3-256`, again: (toSign) => plain(signedBy(toSign, '-sha3-256')) },
    made: byHand(SHA3_256, seq(oid('2.16.840.1.101.3.4.3.10')), (toSign) => signedBy(toSign, '-sha3-256')),
  },
  'RSA, SHA-3': { key: RSA, digest: 'sha3-256' },
  'RSA-PSS': {
    key: RSA,
    digest: 'sha256',
    cms: ['-keyopt', 'rsa_padding_mode:pss'],
    xml: { method: `${MORE_2007}sha256-rsa-MGF1`, again: (toSign) => signedBy(toSign, '-sha256', ...PSS) },
  },
  'RSA-PSS, SHA-512': {
    key: RSA,
    digest: 'sha512',
    cms: ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:64'],
    xml: { method: `${MORE_2007}sha512-rsa-MGF1`, again: (toSign) => signedBy(toSign, '-sha512', ...PSS) },
  },
  'RSA-PSS, SHA-3': {
    key: RSA,
    digest: 'sha3-384',
    made: byHand(SHA3_384, pss(SHA3_384, 48), (toSign) => signedBy(toSign, '-sha3-384', ...PSS)),
    xml: { method: `${MORE_2007}sha3-384-rsa-MGF1`, again: (toSign) => signedBy(toSign, '-sha3-384', ...PSS) },
  },
  'RSA-PSS, with a key for nothing else': {
    key: ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'],
    digest: 'sha256',
    cms: ['-keyopt', 'rsa_padding_mode:pss'],
    xml: { method: `${MORE_2007}sha256-rsa-MGF1`, again: (toSign) => signedBy(toSign, '-sha256', ...PSS) },
  },
  Ed25519: {
    key: ['-algorithm', 'ED25519'],
    digest: 'sha512',
    xml: { method: `${MORE_2021}eddsa-ed25519`, again: signedByEdwards },
    made: byHand(SHA512, seq(oid('1.3.101.112')), signedByEdwards),
  },
  Ed448: {
    key: ['-algorithm', 'ED448'],
    digest: 'sha512',
    xml: { method: `${MORE_2021}eddsa-ed448`, again: signedByEdwards },
    made: byHand(SHA512, seq(oid('1.3.101.113')), signedByEdwards),
  },
  // BSI TR-03111: as German signers write it, who have r and s side by side.
  'ECDSA in plain format': {
    key: BRAINPOOL,
    digest: 'sha256',
    made: (content, detached) => {
      const cms = signedByOpenssl(ALGORITHMS['ECDSA, brainpoolP256r1'], content, detached)
      const algorithm = seq(oid('0.4.0.127.0.7.1.1.4.1.3'))
      return extended(cms, { signature: { algorithm, value: octetString(plain(signatureIn(cms), 32)) } })
    },
  },
  'ECDSA, in BER': {
    key: P256,
    digest: 'sha256',
    made: (content, detached) => inBer(signedByOpenssl(ALGORITHMS['ECDSA, P-256'], content, detached)),
  },
}

const names = Object.keys(ALGORITHMS)
const fileOf = (name: string): string => `signer${names.indexOf(name)}`
let signer = ''

beforeAll(() => {
  makeCertificate(workshop, 'ca', { key: P256, subject: '/CN=CA', extensions: CA_EXTENSIONS })
  for (const name of names) {
    const { key } = ALGORITHMS[name] ?? {}
    makeCertificate(workshop, fileOf(name), {
      key: key ?? P256,
      issuer: 'ca',
      subject: '/CN=Anna',
      extensions: ['keyUsage=critical,nonRepudiation'],
    })
  }
})

/** Of the signer whose turn it is. */
function signedBy(toSign: Buffer, ...options: string[]): Buffer {
  workshop.file('to-sign', toSign)
  workshop.openssl('dgst', ...options, '-sign', `${signer}.key`, '-out', 'value', 'to-sign')
  return workshop.bytes('value')
}

function signedByEdwards(toSign: Buffer): Buffer {
  workshop.file('to-sign', toSign)
  workshop.openssl('pkeyutl', '-sign', '-rawin', '-inkey', `${signer}.key`, '-in', 'to-sign', '-out', 'value')
  return workshop.bytes('value')
}

/** What this openssl does not write, around the value that it makes. */
function byHand(digest: Digest, algorithm: Der, sign: (toSign: Buffer) => Buffer): (content: Buffer, detached: boolean) => Buffer {
  return (content, detached) => {
    const certificate = readCertificate(workshop.bytes(`${signer}.der`))
    workshop.file('content', content)
    workshop.openssl('dgst', `-${digest.name}`, '-binary', '-out', 'digest', 'content')
    const toSign = signedAttributes({
      contentType: OID.data,
      messageDigest: workshop.bytes('digest'),
      certificate,
      signingTime: new Date(),
    })
    const issuerAndSerial = seq(certificate.issuer, tlv(TAG.integer, certificate.serial))
    const attributes = Buffer.from(toSign)
    attributes[0] = 0xa0
    const identifier = seq(oid(digest.oid))
    const info = seq(integer(1), issuerAndSerial, identifier, attributes, algorithm, octetString(sign(Buffer.from(toSign))))
    const encapsulated = seq(oid(OID.data), ...(detached ? [] : [explicit(0, octetString(content))]))
    const body = seq(integer(1), tlv(TAG.set, identifier), encapsulated, explicit(0, certificate.der), tlv(TAG.set, info))
    return seq(oid(OID.signedData), explicit(0, body))
  }
}

/** RFC 4055. */
function pss({ oid: digest }: Digest, salt: number): Buffer {
  const hash = seq(oid(digest))
  const mask = seq(oid('1.2.840.113549.1.1.8'), hash)
  return seq(oid(OID.rsaPss), seq(explicit(0, hash), explicit(1, mask), explicit(2, integer(salt))))
}

/** Lengths are not known before: each end is marked (X.690 8.1.3.6). */
function inBer(cms: Buffer): Buffer {
  const [type, wrapped] = membersOf(readWhole(cms), TAG.sequence)
  const end = Buffer.of(0, 0)
  return Buffer.concat([Buffer.of(0x30, 0x80), ...(type && wrapped ? [raw(type), Buffer.of(0xa0, 0x80), value(wrapped)] : []), end, end])
}

/** r and s side by side. */
function plain(der: Uint8Array, length = 32): Buffer {
  return Buffer.concat(
    membersOf(readWhole(der), TAG.sequence).map((member) => {
      const number = Buffer.from(value(member)).subarray(-length)
      return Buffer.concat([Buffer.alloc(length - number.length), number])
    }),
  )
}

function signedByOpenssl(algorithm: Algorithm | undefined, content: Buffer, detached: boolean): Buffer {
  const options = [...(detached ? [] : ['-nodetach']), ...(algorithm?.cms ?? [])]
  return signCms(workshop, content, [signer], '-cades', '-md', algorithm?.digest ?? '', ...options)
}

/** Files in one form, the content of which a change is made in. */
const FORMS: Readonly<Record<string, (sign: (content: Buffer, detached: boolean) => Buffer) => Promise<Buffer>>> = {
  CMS: async (sign) => sign(Buffer.from('amount 100'), false),
  PAdES: (sign) => filledElsewhere(pdf, { field: 'one' }, async (covered) => sign(covered, true)),
  'ASiC-E': async (sign) => {
    const file = { name: 'contract.txt', bytes: Buffer.from('amount 100') }
    const over = { name: 'META-INF/signature001.p7s', mimeType: 'application/pkcs7-signature' }
    const manifest = manifestXml({ over, references: [referenceTo(file.name, 'text/plain', file.bytes)] })
    const entries = [
      { name: 'mimetype', bytes: Buffer.from('application/vnd.etsi.asic-e+zip') },
      file,
      { name: 'META-INF/ASiCManifest001.xml', bytes: manifest },
      { name: over.name, bytes: sign(manifest, true) },
    ]
    return storedZip(entries)
  },
}

const plainPdf = samplePdf({ pages: 1 })
const pdf = Buffer.concat([plainPdf, placeFields(memorySource(plainPdf), [{ name: 'one', page: 0, rect: [0, 0, 0, 0] }])])
const verdict = async (bytes: Uint8Array) => (await toldOf(bytes, workshop.bytes('ca.der')))[0]

describe.each(Object.entries(FORMS))('%s', (form, make) => {
  it.each(Object.entries(ALGORITHMS))('%s', async (name, algorithm) => {
    signer = fileOf(name)
    const file = await make(algorithm.made ?? ((content, detached) => signedByOpenssl(algorithm, content, detached)))
    expect(await verdict(file)).toMatch(/^Anna .*intact .*INDETERMINATE(?!.*ALGORITHM)/)
    const changed = form === 'PAdES' ? replaced(file, 'Contract, page', 'Contract, Page') : replaced(file, 'amount 100', 'amount 900')
    expect(await verdict(changed)).toMatch(form === 'ASiC-E' ? /HASH_FAILURE|CONTAINER_DAMAGED/ : /TOTAL-FAILED.*HASH_FAILURE/)
  })
})

const replaced = (file: Buffer, from: string, to: string): Buffer => Buffer.from(file.toString('latin1').replace(from, to), 'latin1')

describe('XAdES', () => {
  const around = '<root xmlns="urn:a"><part Id="d"><amount>100</amount></part>SIGNATURE</root>'
  const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
  const references = [{ uri: '#d', transforms: `<ds:Transform Algorithm="${EXCLUSIVE}"/>` }]

  it.each(Object.entries(ALGORITHMS).filter(([, { xml }]) => xml))('%s', async (name, { xml }) => {
    signer = fileOf(name)
    const method = xml?.method ?? ''
    const shape = { around, references, canonicalisation: EXCLUSIVE, signer, method }
    const key = fileOf('ECDSA, P-256')
    const file = xml?.again ? signedAgain(workshop, shape, { key, sign: xml.again }) : signedByXmlsec(workshop, shape)
    expect(await verdict(file)).toMatch(/^Anna .*intact whole INDETERMINATE(?!.*ALGORITHM)/)
    expect(await verdict(replaced(file, '>100<', '>900<'))).toMatch(/TOTAL-FAILED HASH_FAILURE/)
  })
})
