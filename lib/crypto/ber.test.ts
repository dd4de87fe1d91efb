// CMS in BER: as openssl streams it, and our own written anew in every way that BER allows.
import { createPrivateKey, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { P256, openWorkshop, makeCertificate } from '../testing/crypto/openssl'
import { random } from '../testing/camera/image'
import { sha256 } from './algorithms'
import { derOf } from './ber'
import { readCertificate } from './certificate'
import { readSignedData, signedAttributes, signedData, verifySignerInfo } from './cms'
import { children, MalformedDer, raw, readWhole, tlv, value, type DerNode } from './der'
import { OID } from './oids'

const workshop = openWorkshop()
const content = Buffer.from('the bytes of a contract, long enough to be written in pieces')
let made: Buffer

beforeAll(() => {
  workshop.file('content', content)
  makeCertificate(workshop, 'p256', { key: P256, subject: '/CN=p256', extensions: ['keyUsage=critical,nonRepudiation'] })
  const certificate = readCertificate(workshop.bytes('p256.der'))
  const attributes = signedAttributes({ contentType: OID.data, messageDigest: sha256(content), certificate })
  made = Buffer.from(
    signedData({
      contentType: OID.data,
      content,
      signedAttributes: attributes,
      signature: sign('sha256', attributes, createPrivateKey(workshop.bytes('p256.key'))),
      certificate,
      chain: [],
    }),
  )
})
afterAll(() => workshop.close())

/** Another encoding of the same value: each length indefinite, longer than it need be, or as in DER; octet strings whole or in pieces. */
function rewritten(node: DerNode, next: () => number): Buffer {
  const constructed = (node.tag & 0x20) !== 0
  if (!constructed && node.tag !== 0x04) return withLength(node.tag, value(node), next)
  if (!constructed && next() < 0.5) return withLength(node.tag, value(node), next)
  const body = constructed
    ? Buffer.concat(children(node).map((member) => rewritten(member, next)))
    : Buffer.concat(inPieces(value(node), next).map((piece) => withLength(0x04, piece, next)))
  const tag = constructed ? node.tag : 0x24
  return next() < 0.4 ? Buffer.concat([Buffer.of(tag, 0x80), body, Buffer.of(0, 0)]) : withLength(tag, body, next)
}

function withLength(tag: number, body: Uint8Array, next: () => number): Buffer {
  if (next() < 0.6) return tlv(tag, body)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([Buffer.of(tag, 0x84), length, body])
}

function inPieces(bytes: Uint8Array, next: () => number): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + Math.floor(next() * 20)
    pieces.push(bytes.subarray(at, end))
    at = end
  }
  return pieces
}

describe('what BER allows', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))('is the same in DER (%i)', (seed) => {
    const ber = rewritten(readWhole(made), random(seed))
    expect(derOf(ber).equals(made)).toBe(true)
    const padded = readSignedData(Buffer.concat([ber, Buffer.alloc(30)]))
    expect(verifySignerInfo(padded)).toBe('valid')
    expect(padded.content).toEqual(content)
  })

  test('is read as openssl streams it', () => {
    workshop.openssl(
      ...['cms', '-sign', '-binary', '-nodetach', '-indef', '-outform', 'DER', '-md', 'sha256'],
      ...['-in', 'content', '-signer', 'p256.pem', '-inkey', 'p256.key', '-out', 'streamed.p7m'],
    )
    const streamed = workshop.bytes('streamed.p7m')
    expect(streamed[1]).toBe(0x80)
    expect(verifySignerInfo(readSignedData(streamed))).toBe('valid')
  })

  test('holds when the signed attributes were signed in another order than that of DER', () => {
    const signed = readSignedData(made)
    const attributes = readWhole(signed.signerInfo.signedAttributesDer ?? Buffer.of())
    const turned = tlv(0x31, ...children(attributes).map(raw).toReversed())
    const signature = sign('sha256', turned, createPrivateKey(workshop.bytes('p256.key')))
    const info = { ...signed.signerInfo, signedAttributesDer: turned }
    expect(verifySignerInfo({ ...signed, signerInfo: { ...info, signature } })).toBe('valid')
    expect(verifySignerInfo({ ...signed, signerInfo: info })).toBe('valid')
    expect(verifySignerInfo({ ...signed, content: Buffer.from('another'), signerInfo: { ...info, signature } })).toBe('hash_failure')
  })
})

describe('what no BER is', () => {
  test.each([
    ['a value that ends too early', '3005020101'],
    ['an indefinite length without an end', '3080020101'],
    ['a primitive value of indefinite length', '0480010000'],
    ['an octet string of integers', '24800201010000'],
    ['a length longer than the bytes', '3084ffffffff'],
    ['a length of 126 octets', `30fe${'ff'.repeat(126)}`],
    ['a tag above 30', '3f8148020101'],
    ['a hundred levels', `${'3080'.repeat(100)}${'0000'.repeat(100)}`],
    ['nothing', ''],
  ])('%s', (_what, bytes) => {
    expect(() => derOf(Buffer.from(bytes, 'hex'))).toThrow(MalformedDer)
  })

  test('millions of empty values', () => {
    expect(() => derOf(Buffer.concat([Buffer.of(0x30, 0x80), Buffer.alloc(1 << 20, Buffer.of(0x04, 0x00)), Buffer.of(0, 0)]))).toThrow(
      'too many',
    )
  })
})
