// Passive authentication against chips of every accepted algorithm, and against forgers of every kind. openssl judges our security objects.

import { afterAll, describe, expect, it } from 'vitest'
import { digestOf } from '../crypto/algorithms'
import { pemOf } from '../crypto/certificate'
import { explicit, integer, octetString, oid, printableString, readWhole, seq, tlv, type Der } from '../crypto/der'
import { OID } from '../crypto/oids'
import { chipOf, newState, securityObject, UTOPIAN, type Algorithm, type ChipSigner, type Edits } from '../testing/crypto/chips'
import { openWorkshop } from '../testing/crypto/openssl'
import { randomOf } from '../testing/hostile/random'
import { ChipUnreadable, theOnly } from './data-object'
import { dataObject, dg1Of } from './make-chip'
import type { ChipFiles } from '../domain/chip'
import { readChip } from './read-chip'

const now = new Date('2026-11-29T12:00:00Z')
const workshop = openWorkshop()
afterAll(() => workshop.close())

const state = newState()
const signer = state.signer()
const anchors = [newState({ country: 'FR' }).certificate.der, state.certificate.der]
const genuine = chipOf(signer)

/** What is made of the files: the result, or what cannot be read. */
function outcome(files: ChipFiles, trusted = anchors, at = now): string {
  try {
    return readChip(files, { anchors: trusted, now: at }).result
  } catch (error) {
    if (error instanceof ChipUnreadable) return `${error.part} ${error.because}`
    throw error
  }
}

const CURVES = [
  'P-224',
  'P-256',
  'P-384',
  'P-521',
  'brainpoolP224r1',
  'brainpoolP256r1',
  'brainpoolP320r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
]
const ALGORITHMS: Algorithm[] = [
  ...(['sha256', 'sha384', 'sha512'] as const).flatMap((hash) => [
    { scheme: 'rsa' as const, hash },
    { scheme: 'rsa-pss' as const, hash },
  ]),
  ...CURVES.map((curve, index) => ({
    scheme: 'ecdsa' as const,
    curve,
    hash: (['sha224', 'sha256', 'sha384', 'sha512'] as const)[index % 4] ?? 'sha256',
  })),
  { scheme: 'ecdsa-plain', curve: 'brainpoolP256r1', hash: 'sha256' },
  { scheme: 'ecdsa', curve: 'P-256', hash: 'sha256', explicit: true },
  { scheme: 'ecdsa', curve: 'brainpoolP384r1', hash: 'sha384', explicit: true },
]
const called = ({ scheme, curve, hash, explicit: withParameters, bits }: Algorithm) =>
  [scheme, curve, bits, hash, withParameters && 'explicit parameters'].filter(Boolean).join(' ')

describe('a genuine chip', () => {
  it('gives zone and portrait, and says whose state signed it', () => {
    const read = readChip(genuine, { anchors, now })
    expect(read).toMatchObject({
      result: 'authentic',
      country: 'UT',
      groups: [1, 2],
      content: { lines: UTOPIAN, portrait: { format: 'jpeg' } },
    })
  })

  it.each(ALGORITHMS.map((algorithm) => [called(algorithm), algorithm] as const))('passes with %s', (_, algorithm) => {
    const other = newState({ algorithm })
    const files = chipOf(other.signer())
    expect(outcome(files, [other.certificate.der])).toBe('authentic')
    expect(outcome({ ...files, dg1: genuine.dg1.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) }, [other.certificate.der])).toBe(
      'hash_differs',
    )
  })

  it('satisfies openssl', () => {
    workshop.file('sod.der', theOnly(genuine.sod, 0x77))
    workshop.file('csca.pem', pemOf(state.certificate.der))
    const arguments_ = ['cms', '-verify', '-inform', 'DER', '-in', 'sod.der', '-CAfile', 'csca.pem', '-purpose', 'any', '-out', 'lds.der']
    expect(workshop.openssl(...arguments_, '-attime', String(now.getTime() / 1000))).toContain('successful')
  })

  it('may have a security object of version 1, more data groups, and lengths that are longer than needed', () => {
    const version1 = (object: Der): Der => {
      const [, ...rest] = Buffer.from(object).length > 0 ? [integer(0), ...members(object).slice(1)] : []
      return seq(integer(1), ...rest, seq(printableString('0108'), printableString('040000')))
    }
    expect(outcome(chipOf(signer, { edits: { object: version1 } }))).toBe('authentic')
    const third = (entries: Der[]) => [...entries, seq(integer(14), octetString(digestOf('sha256', 'x')))]
    expect(outcome(chipOf(signer, { edits: { hashes: third } }))).toBe('authentic')
    const long = Buffer.concat([Buffer.from([0x61, 0x82, 0, genuine.dg1.length - 2]), genuine.dg1.subarray(2)])
    const groups = new Map([
      [1, long],
      [2, Buffer.from(genuine.dg2)],
    ])
    expect(outcome({ dg1: long, dg2: genuine.dg2, sod: securityObject(signer, groups) })).toBe('authentic')
  })
})

const members = (der: Der): Der[] => {
  const node = readWhole(der)
  const found: Der[] = []
  for (let at = node.content; at < node.end;) {
    const length = der[at + 1] ?? 0
    found.push(der.subarray(at, at + 2 + length))
    at += 2 + length
  }
  return found
}

const forged = (edits: Edits, by: ChipSigner = signer) => chipOf(by, { edits })
const OTHER_LINES = [UTOPIAN[0].replace('ANNA', 'EVIL'), UTOPIAN[1]]

describe('a forger', () => {
  const stranger = newState()
  const expired = { notBefore: new Date('2014-01-01T00:00:00Z'), notAfter: new Date('2024-01-01T00:00:00Z') }
  const later = { notBefore: new Date('2027-01-01T00:00:00Z'), notAfter: new Date('2037-01-01T00:00:00Z') }
  const weak: Algorithm[] = [
    { scheme: 'rsa', hash: 'sha1' },
    { scheme: 'ecdsa', hash: 'sha1' },
    { scheme: 'rsa', hash: 'sha256', bits: 1024 },
    { scheme: 'ecdsa', hash: 'sha256', curve: 'P-192' },
    { scheme: 'ecdsa', hash: 'sha256', curve: 'secp256k1' },
  ]
  const digest = (bytes: Uint8Array | string) => octetString(digestOf('sha256', bytes))
  const attribute = (type: string, ...values: Der[]) => seq(oid(type), tlv(0x31, ...values))
  const attacks: [string, string, () => ChipFiles][] = [
    ['writes another name into data group 1', 'hash_differs', () => ({ ...genuine, dg1: dg1Of(OTHER_LINES) })],
    [
      'swaps the portrait',
      'hash_differs',
      () => ({ ...genuine, dg2: chipOf(signer, { portrait: Buffer.from('ffd8ff00ffd9', 'hex') }).dg2 }),
    ],
    ['swaps data groups', 'hash_differs', () => ({ ...genuine, dg1: genuine.dg2, dg2: genuine.dg1 })],
    [
      'brings the security object of another document',
      'hash_differs',
      () => ({ ...genuine, sod: chipOf(signer, { lines: OTHER_LINES }).sod }),
    ],
    ['leaves a data group out of the list', 'hash_differs', () => forged({ hashes: ([first = integer(0)]) => [first] })],
    ['signs with the key of another signer', 'signature_wrong', () => chipOf({ ...signer, key: state.signer().key })],
    [
      'changes a bit of the signature',
      'signature_wrong',
      () => forged({ signature: (value) => value.map((byte, at) => (at === value.length - 1 ? byte ^ 1 : byte)) as Buffer }),
    ],
    ['sends an empty signature', 'signature_wrong', () => forged({ signature: () => Buffer.alloc(0) })],
    [
      'signs the digest of something else',
      'signature_wrong',
      () => forged({ attributes: ([type = integer(0)]) => [type, attribute(OID.messageDigest, digest('x'))] }),
    ],
    [
      'signs another content type',
      'signature_wrong',
      () => forged({ attributes: ([, hash = integer(0)]) => [attribute(OID.contentType, oid(OID.data)), hash] }),
    ],
    ['makes an authority of their own', 'signer_unknown', () => chipOf(stranger.signer())],
    ['makes an authority of the same name', 'signer_unknown', () => chipOf(newState({ country: 'UT' }).signer())],
    [
      'adds the true authority to the certificates',
      'signer_unknown',
      () => {
        const by = stranger.signer()
        return forged({ certificates: [by.certificate.der, stranger.certificate.der, state.certificate.der] }, by)
      },
    ],
    ['uses an expired signer', 'signer_expired', () => chipOf(state.signer({ validity: expired }))],
    ['uses a signer of the future', 'signer_expired', () => chipOf(state.signer({ validity: later }))],
    ['uses a signer of master lists', 'signer_not_for_documents', () => chipOf(state.signer({ usage: 'lists' }))],
    ['uses an authority as signer', 'signer_not_for_documents', () => chipOf(state.signer({ usage: 'certificates' }))],
    ...weak.map((algorithm): [string, string, () => ChipFiles] => [
      `uses ${called(algorithm)}`,
      'algorithm_not_accepted',
      () => chipOf(state.signer({ algorithm })),
    ]),
    ['leaves the certificate out', 'sod no_signer', () => forged({ certificates: [] })],
    ['leaves the signed attributes out', 'sod form', () => forged({ withoutAttributes: true })],
    ['uses another content type throughout', 'sod form', () => forged({ contentType: OID.cscaMasterList })],
    ['names a data group twice', 'sod form', () => forged({ hashes: (entries) => [...entries, seq(integer(1), digest('x'))] })],
    ['names data group 17', 'sod form', () => forged({ hashes: (entries) => [...entries, seq(integer(17), digest('x'))] })],
    [
      'names a hundred data groups',
      'sod form',
      () => forged({ hashes: () => Array.from({ length: 100 }, (_, at) => seq(integer(at), digest('x'))) }),
    ],
    ['cuts a hash short', 'sod form', () => forged({ hashes: ([, ...rest]) => [seq(integer(1), octetString(Buffer.alloc(8))), ...rest] })],
    [
      'repeats the message digest',
      'sod form',
      () => forged({ attributes: (usual) => [...usual, attribute(OID.messageDigest, digest('x'))] }),
    ],
    [
      'gives the message digest two values',
      'sod form',
      () => forged({ attributes: ([type = integer(0)]) => [type, attribute(OID.messageDigest, digest('x'), digest('y'))] }),
    ],
    [
      'repeats the content type',
      'sod form',
      () => forged({ attributes: (usual) => [...usual, attribute(OID.contentType, oid(OID.data))] }),
    ],
    ['has two signers', 'sod form', () => forged({ signerInfos: (info) => [info, info] })],
    ['has no signer', 'sod form', () => forged({ signerInfos: () => [] })],
    ['claims version 2', 'sod form', () => forged({ object: (object) => seq(integer(2), ...members(object).slice(1)) })],
    [
      'adds bytes behind the object',
      'sod form',
      () => ({ ...genuine, sod: dataObject(0x77, theOnly(genuine.sod, 0x77), Buffer.from([0, 0])) }),
    ],
    ['sends a bare CMS', 'sod form', () => ({ ...genuine, sod: theOnly(genuine.sod, 0x77) })],
    ['sends nothing', 'sod form', () => ({ ...genuine, sod: new Uint8Array() })],
    ['claims a huge length', 'sod form', () => ({ ...genuine, sod: Buffer.from('7784ffffffff', 'hex') })],
    ['claims a huge length inside', 'sod form', () => ({ ...genuine, sod: dataObject(0x77, Buffer.from('3084ffffffff', 'hex')) })],
    ['uses an indefinite length', 'sod form', () => ({ ...genuine, sod: dataObject(0x77, Buffer.from('30800000', 'hex')) })],
    [
      'nests a thousand times',
      'sod form',
      () => {
        let nested: Buffer = octetString(Buffer.from([1]))
        for (let depth = 0; depth < 1000; depth++) nested = explicit(0, nested)
        return { ...genuine, sod: dataObject(0x77, seq(oid(OID.signedData), nested)) }
      },
    ],
  ]

  it.each(attacks)('who %s: %s', (_, expected, attack) => expect(outcome(attack())).toBe(expected))

  it('who flips a bit anywhere gets nothing', () => {
    const random = randomOf(9303)
    for (const part of ['dg1', 'dg2', 'sod'] as const) {
      for (let tries = 0; tries < 150; tries++) {
        const changed = Uint8Array.from(genuine[part])
        const at = random.between(0, changed.length - 1)
        changed[at] = (changed[at] ?? 0) ^ (1 << random.between(0, 7))
        const result = outcome({ ...genuine, [part]: changed })
        if (part !== 'sod') expect(result).toBe('hash_differs')
        // Versions, and the algorithms that are announced ahead, are signed by nobody; nothing depends on them.
        else if (result === 'authentic')
          expect(readChip({ ...genuine, sod: changed }, { anchors, now })).toEqual(readChip(genuine, { anchors, now }))
      }
    }
  })

  it('who cuts the files anywhere gets nothing', () => {
    const random = randomOf(10)
    for (let tries = 0; tries < 60; tries++) {
      const { sod, dg1 } = genuine
      expect(outcome({ ...genuine, sod: sod.subarray(0, random.between(0, sod.length - 1)) })).toBe('sod form')
      expect(outcome({ ...genuine, dg1: dg1.subarray(0, random.between(0, dg1.length - 1)) })).toBe('hash_differs')
    }
  })
})

describe('signed content without its form', () => {
  const signedOver = (dg1: Uint8Array, dg2: Uint8Array): ChipFiles => ({
    dg1,
    dg2,
    sod: securityObject(
      signer,
      new Map([
        [1, dg1],
        [2, dg2],
      ]),
    ),
  })
  const { dg1, dg2 } = genuine
  const inDg2 = (...parts: Buffer[]) => dataObject(0x75, dataObject(0x7f61, ...parts))
  const one = dataObject(0x02, Buffer.from([1]))
  const record = (bytes: Buffer) => inDg2(one, dataObject(0x7f60, dataObject(0xa1), dataObject(0x5f2e, bytes)))
  it.each<[string, string, ChipFiles]>([
    ['a zone of 87 characters', 'dg1 form', signedOver(dg1Of([UTOPIAN[0], UTOPIAN[1].slice(1)]), dg2)],
    ['a zone in small letters', 'dg1 form', signedOver(dg1Of([UTOPIAN[0].toLowerCase(), UTOPIAN[1]]), dg2)],
    ['an empty data group 2', 'dg2 form', signedOver(dg1, new Uint8Array())],
    ['no biometric template', 'dg2 form', signedOver(dg1, inDg2(one))],
    ['a hundred templates', 'dg2 form', signedOver(dg1, inDg2(...Array.from({ length: 100 }, () => one)))],
    ['another biometric format', 'dg2 biometric_format', signedOver(dg1, record(Buffer.from('30820000', 'hex')))],
    [
      'a facial record without a picture',
      'dg2 no_portrait',
      signedOver(dg1, record(Buffer.from(`FAC\u0000010\u0000${'\u0000'.repeat(60)}`, 'latin1'))),
    ],
    [
      'feature points beyond the record',
      'dg2 no_portrait',
      signedOver(
        dg1,
        record(Buffer.concat([Buffer.from('FAC\u0000010\u0000\u0000\u0000\u0000\u0000\u0000\u0001', 'latin1'), Buffer.alloc(60, 255)])),
      ),
    ],
    ['a picture that is none', 'dg2 no_portrait', chipOf(signer, { portrait: Buffer.from('GIF89a') })],
  ])('%s: %s', (_, expected, files) => expect(outcome(files)).toBe(expected))

  it('tells JPEG 2000 from JPEG by its first octets', () => {
    const files = chipOf(signer, { portrait: Buffer.from('0000000c6a5020200d0a870a00', 'hex') })
    expect(readChip(files, { anchors, now }).content?.portrait.format).toBe('jpeg2000')
  })
})
