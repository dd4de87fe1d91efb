// DER compared with what openssl reads and with published vectors; and input made to break readers.
import { afterAll, expect, test } from 'vitest'
import * as der from './der'
import { openWorkshop } from '../testing/crypto/openssl'

const workshop = openWorkshop()
afterAll(() => workshop.close())
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('openssl reads what is written', () => {
  const moment = new Date('2026-11-21T10:20:30.456Z')
  workshop.file(
    'all.der',
    der.seq(
      der.integer(0),
      der.integer(128),
      der.integer(2n ** 70n),
      der.boolean(true),
      der.nullValue,
      der.oid('2.999.910.2014.1'),
      der.utf8String('Łukasz Παπαδόπουλος Dvořák'),
      der.printableString('QT:EU-1'),
      der.ia5String('https://a.example'),
      der.utcTime(moment),
      der.generalizedTime(moment),
      der.enumerated(5),
      der.octetString(Buffer.alloc(300)),
      der.namedBits(1),
      der.explicit(3, der.implicit(6, Buffer.from('x'))),
    ),
  )
  const read = workshop.openssl('asn1parse', '-inform', 'DER', '-in', 'all.der')
  for (const line of [
    'INTEGER           :00',
    'INTEGER           :80',
    'INTEGER           :400000000000000000',
    'BOOLEAN           :255',
    'NULL',
    'OBJECT            :2.999.910.2014.1',
    'UTF8STRING        :Łukasz Παπαδόπουλος Dvořák',
    'PRINTABLESTRING   :QT:EU-1',
    'IA5STRING         :https://a.example',
    'UTCTIME           :261121102030Z',
    'GENERALIZEDTIME   :20261121102030Z',
    'ENUMERATED        :05',
    'l= 300 prim: OCTET STRING',
    'cons: cont [ 3 ]',
    'prim: cont [ 6 ]',
  ])
    expect(read).toContain(line)
})

test('vectors', () => {
  expect(hex(der.oid('0.4.0.194112.1.2'))).toBe('060704008bec400102')
  expect(hex(der.oid('1.2.840.113549.1.9.16.2.47'))).toBe('060b2a864886f70d010910022f')
  expect(hex(der.oid('1.2.840.113549.1.9.16.2.14'))).toBe('060b2a864886f70d010910020e')
  expect(hex(der.namedBits(1))).toBe('03020640')
  expect(hex(der.namedBits(5, 6))).toBe('03020106')
  expect(hex(der.integer(Buffer.from('000080', 'hex')))).toBe('02020080')
  expect(hex(der.integer(Buffer.from('0000', 'hex')))).toBe('020100')
  expect(hex(der.set(Buffer.from('020102', 'hex'), Buffer.from('0500', 'hex'), Buffer.from('020101', 'hex')))).toBe('31080201010201020500')
  for (const length of [127, 128, 255, 256, 65_535, 65_536, 16_777_216]) {
    const node = der.readWhole(der.octetString(Buffer.alloc(length)))
    expect(der.value(node).length).toBe(length)
  }
})

test('what is written is read back', () => {
  for (const oid of ['0.4.0.1862.1.6.1', '2.999.1', '1.3.6.1.5.5.7.48.1', '2.25.329800735698586629295641978511506172918', '2.5.29.15']) {
    expect(der.readOid(der.read(der.oid(oid)))).toBe(oid)
  }
  for (const whole of [0n, 127n, 128n, 255n, 256n, 2n ** 127n]) expect(der.readInteger(der.read(der.integer(whole)))).toBe(whole)
  expect(der.readInteger(der.read(Buffer.from('0201ff', 'hex')))).toBe(-1n)
  const moment = new Date('2051-01-31T23:59:59.000Z')
  expect(der.readTime(der.read(der.time(moment)))).toEqual(moment)
  expect(der.readTime(der.read(der.time(new Date('2049-12-31T23:59:59Z')))).getUTCFullYear()).toBe(2049)
  expect(der.readTime(der.read(Buffer.from('\x18\x1320261121102030.456Z', 'latin1'))).getUTCMilliseconds()).toBe(456)
})

test.each([
  ['nothing', ''],
  ['a tag alone', '30'],
  ['an indefinite length', '30800000'],
  ['a length with leading zero', '04820001ff'],
  ['a length that fits the short form', '0481017f'],
  ['a length of five octets', '30850000000001'],
  ['a value cut short', '0405010203'],
  ['a long tag', '1f8101010000'],
  ['a length of 4 GB', '3084ffffffff'],
])('malformed: %s', (_, bytes) => {
  expect(() => der.read(Buffer.from(bytes, 'hex'))).toThrow(der.MalformedDer)
})

test.each([
  ['a member past its parent', () => der.children(der.read(Buffer.from('3003020201', 'hex')))],
  ['members of a primitive', () => der.children(der.read(Buffer.from('0401ff', 'hex')))],
  ['bytes after the value', () => der.readWhole(Buffer.from('050000', 'hex'))],
  ['an empty integer', () => der.readInteger(der.read(Buffer.from('0200', 'hex')))],
  ['an unfinished identifier', () => der.readOid(der.read(Buffer.from('06022a86', 'hex')))],
  ['a padded identifier', () => der.readOid(der.read(Buffer.from('06032a8001', 'hex')))],
  ['31 February', () => der.readTime(der.read(Buffer.from('\x17\x0d260231102030Z', 'latin1')))],
  ['a local time', () => der.readTime(der.read(Buffer.from('\x18\x1320261121102030+0200', 'latin1')))],
  ['another tag', () => der.readOid(der.read(Buffer.from('0500', 'hex')))],
  ['nothing where a value must be', () => der.readOid(undefined)],
])('malformed: %s', (_, act) => {
  expect(act).toThrow(der.MalformedDer)
})

test('malformed: nesting without end', () => {
  let bomb: Uint8Array = der.nullValue
  for (let i = 0; i < 200; i++) bomb = der.seq(bomb)
  const descend = (node: der.DerNode): void => der.children(node).forEach(descend)
  expect(() => descend(der.read(bomb))).toThrow(der.MalformedDer)
})
