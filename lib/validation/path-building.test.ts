// Ways up from a certificate: names that are spelled in several ways, authorities with several certificates for one key, and namesakes of others.

import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { extension, keyIdentifier, signCertificate } from '../adapters/trust/certificate-profile'
import { signatureIdentifier } from '../crypto/algorithms'
import { readCertificate, type Certificate } from '../crypto/certificate'
import { readSignedData, signedAttributes, signedData } from '../crypto/cms'
import {
  bitString,
  boolean,
  explicit,
  generalizedTime,
  integer,
  oid,
  octetString,
  seq,
  set,
  time,
  tlv,
  utf8String,
  type Der,
} from '../crypto/der'
import { OID } from '../crypto/oids'
import { verifyCrl } from '../crypto/revocation'
import { nameAttributes, nameKey, sameName } from '../crypto/x509/name'
import { Anchors } from './anchors'
import { keepsRules, pathOf } from './certificate-path'

const DAY = 86_400_000
const NOW = new Date()
const newKey = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { key: privateKey, spki: publicKey.export({ format: 'der', type: 'spki' }) }
}
type Key = { key: KeyObject; spki: Buffer }
type By = { name: Der; key: KeyObject }

const printable = (text: string) => tlv(0x13, Buffer.from(text, 'latin1'))
const bmp = (text: string) => tlv(0x1e, Buffer.from(text, 'utf16le').swap16())
const teletex = (text: string) => tlv(0x14, Buffer.from(text, 'latin1'))
const part = (type: string, text: Der) => seq(oid(type), text)
const named = (text: Der, country = printable('PL')) => seq(set(part(OID.countryName, country)), set(part(OID.commonName, text)))
const plain = (text: string) => named(utf8String(text))

function certified(
  subject: Der,
  { spki }: Pick<Key, 'spki'>,
  by: By,
  { authority = true, end = new Date(NOW.getTime() + 30 * DAY) } = {},
): Certificate {
  const own = [extension(OID.subjectKeyIdentifier, false, octetString(keyIdentifier(spki)))]
  if (authority) own.push(extension(OID.basicConstraints, true, seq(boolean(true))))
  const notBefore = new Date(NOW.getTime() - 60 * DAY)
  const der = signCertificate({ issuerName: by.name, issuerKey: by.key, subject, spki, notBefore, notAfter: end, extensions: own })
  return readCertificate(der)
}

const rootKey = newKey()
const root = certified(plain('Root'), rootKey, { name: plain('Root'), key: rootKey.key })
const authorityKey = newKey()
const anchors = new Anchors({ anchors: [root.der] })
const isTrusted = (leaf: Certificate, pool: readonly Certificate[]): boolean => {
  const path = pathOf(leaf, pool, anchors)
  return path.trusted && keepsRules(path)
}

describe('a name that is written in another way', () => {
  it.each<[string, Der, boolean]>([
    ['as a PrintableString', named(printable('Certum CA')), true],
    ['as a BMPString', named(bmp('Certum CA')), true],
    ['as a TeletexString', named(teletex('Certum CA')), true],
    ['in capitals', plain('CERTUM ca'), true],
    ['with white space', plain('  Certum \t CA '), true],
    ['with the country in small letters', named(utf8String('Certum CA'), printable('pl')), true],
    ['with a wide letter', plain('Ｃertum CA'), true],
    ['without the space', plain('CertumCA'), false],
    [
      'in another order',
      seq(...[part(OID.commonName, utf8String('Certum CA')), part(OID.countryName, printable('PL'))].map((one) => set(one))),
      false,
    ],
    ['as one relative name', seq(set(part(OID.countryName, printable('PL')), part(OID.commonName, utf8String('Certum CA')))), false],
    [
      'with an attribute more',
      seq(
        set(part(OID.countryName, printable('PL'))),
        set(part(OID.commonName, utf8String('Certum CA'))),
        set(part(OID.organizationName, utf8String('X'))),
      ),
      false,
    ],
    ['of another type', seq(set(part(OID.countryName, printable('PL'))), set(part(OID.organizationName, utf8String('Certum CA')))), false],
  ])('%s', (_, spelled, same) => {
    const issuer = plain('Certum CA')
    expect(sameName(issuer, spelled)).toBe(same)
    const authority = certified(issuer, authorityKey, { name: plain('ROOT'), key: rootKey.key })
    const leaf = certified(plain('Anna'), newKey(), { name: spelled, key: authorityKey.key }, { authority: false })
    expect(isTrusted(leaf, [authority])).toBe(same)
  })

  it('does not make the key of another', () => {
    const stranger = newKey()
    const authority = certified(plain('Authority'), authorityKey, { name: plain('Root'), key: rootKey.key })
    const leaf = certified(plain('Anna'), newKey(), { name: plain('AUTHORITY'), key: stranger.key }, { authority: false })
    expect(isTrusted(leaf, [authority])).toBe(false)
  })

  it('cannot be forged by values that look like several', () => {
    const two = seq(set(part(OID.countryName, printable('PL')), part(OID.commonName, utf8String('a'))))
    const one = seq(set(part(OID.countryName, printable(`PL","${OID.commonName}=a`))))
    expect(nameKey(two)).not.toBe(nameKey(one))
  })

  it('with an attribute that is no text is read', () => {
    const odd = seq(set(part('2.5.4.45', bitString(Buffer.of(1, 2)))), set(part(OID.commonName, utf8String('Anna'))))
    expect(nameAttributes(odd)).toEqual({ '2.5.4.45': '#0303000102', CN: 'Anna' })
    expect(sameName(odd, Buffer.from(odd))).toBe(true)
  })
})

describe('an authority with several certificates for one key', () => {
  const other = newKey()
  const authority = certified(plain('Authority'), authorityKey, { name: plain('Root'), key: rootKey.key })
  const alone = certified(plain('Authority'), authorityKey, { name: plain('Authority'), key: authorityKey.key })
  const elsewhere = certified(plain('Authority'), authorityKey, { name: plain('Elsewhere'), key: other.key })
  const leaf = certified(plain('Anna'), newKey(), { name: plain('Authority'), key: authorityKey.key }, { authority: false })
  const orders = [
    [alone, elsewhere, authority],
    [elsewhere, authority, alone],
    [authority, alone, elsewhere],
  ]

  it.each(orders.map((pool) => [pool]))('leads to the anchor, whichever stands first', (pool) => {
    expect(isTrusted(leaf, pool)).toBe(true)
  })

  it('leads nowhere without the one that does', () => {
    expect(isTrusted(leaf, [alone, elsewhere])).toBe(false)
  })

  it('ends where authorities certify each other in all ways', () => {
    const names = Array.from({ length: 8 }, (_, at) => ({ name: plain(`Ring ${at}`), own: newKey() }))
    const ring = names.flatMap(({ name, own }) => names.map((by) => certified(name, own, { name: by.name, key: by.own.key })))
    const [first] = names
    const lost = certified(
      plain('Anna'),
      newKey(),
      { name: first?.name ?? plain(''), key: first?.own.key ?? other.key },
      { authority: false },
    )
    expect(isTrusted(lost, ring)).toBe(false)
  })
})

it('a certificate of the same name and number beside that of the signer does not take its place', () => {
  const own = newKey()
  const by = { name: plain('Root'), key: rootKey.key }
  const signer = certified(plain('Anna'), own, by, { authority: false })
  // Of one key, as nobody but the signer's authority would make: number and issuer are the same.
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const namesake = readCertificate(
    signCertificate({
      issuerName: by.name,
      issuerKey: authorityKey.key,
      subject: plain('Mallory'),
      spki: publicKey.export({ format: 'der', type: 'spki' }),
      notBefore: signer.notBefore,
      notAfter: signer.notAfter,
      extensions: [],
      serialNumber: signer.serial,
    }),
  )
  const toSign = signedAttributes({ contentType: OID.data, messageDigest: createHash('sha256').update('x').digest(), certificate: signer })
  const signature = sign('sha256', toSign, own.key)
  const read = (elsewhere: readonly Certificate[]) =>
    readSignedData(signedData({ contentType: OID.data, signedAttributes: toSign, signature, certificate: signer, chain: null }), elsewhere)
  expect(Buffer.from(namesake.serial)).toEqual(Buffer.from(signer.serial))
  expect(read([namesake, signer]).signerInfo).toMatchObject({ signingCertificate: 'match', signerCertificate: signer })
  expect(read([namesake]).signerInfo.signingCertificate).toBe('mismatch')
})

describe('a list that was made after a certificate ended', () => {
  const end = new Date(NOW.getTime() - 10 * DAY)
  const leaf = certified(plain('Anna'), newKey(), { name: plain('Root'), key: rootKey.key }, { authority: false, end })

  function list(made: Date, keptSince?: Date): Der {
    const algorithm = signatureIdentifier('ecdsa-sha384')
    const kept = keptSince ? [explicit(0, seq(extension(OID.expiredCertsOnCrl, false, generalizedTime(keptSince))))] : []
    const toBeSigned = seq(integer(1), algorithm, root.subject, time(made), time(new Date(made.getTime() + 30 * DAY)), ...kept)
    return seq(toBeSigned, algorithm, bitString(sign('sha384', toBeSigned, rootKey.key)))
  }

  it.each<[string, Der, 'good' | 'refused']>([
    ['says nothing where its authority does not keep those that ended', list(NOW), 'refused'],
    ['says something where it keeps them', list(NOW, new Date(end.getTime() - DAY)), 'good'],
    ['says nothing where it keeps those of later alone', list(NOW, new Date(end.getTime() + DAY)), 'refused'],
    ['says something where it was made before', list(new Date(end.getTime() - DAY)), 'good'],
  ])('%s', (_, crl, expected) => {
    const verified = () => verifyCrl(crl, { certificate: leaf, issuer: root }).status
    if (expected === 'good') expect(verified()).toBe('good')
    else expect(verified).toThrow('made_after_expiry')
  })
})
