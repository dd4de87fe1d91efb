// What is told of a file that was made to say much: names of megabytes, many members, many signatures with many changes each.

import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, it } from 'vitest'
import { bitString, explicit, integer, oid, seq, tlv } from '../crypto/der'
import { memorySource } from '../signature/pdf/source'
import type { QualifiedReport } from '../validation/trusted-lists/qualify-report'
import { packed } from '../validation/trusted-lists/packed-lists'
import { told } from './told'
import { validate } from './validate'

const LONG = '\u0001'.repeat(1_000_000)
const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`2.5.4.${at}`, LONG]))
const change = { kind: 'form_fill', field: LONG, allowed: true } as const

const signature = {
  field: LONG,
  valid: false,
  indication: 'INDETERMINATE',
  subIndication: null,
  reasons: ['CHAIN_UNTRUSTED'],
  format: LONG,
  level: null,
  integrity: true,
  signerName: LONG,
  certificate: {
    serialHex: 'ff'.repeat(1_000_000),
    subject: { CN: LONG, [LONG]: 'x', ...many },
    issuer: many,
    notBefore: LONG,
    notAfter: LONG,
    policies: Array.from({ length: 10_000 }, () => LONG),
    qcStatements: [LONG, '0.4.0.1862.1.1'],
    sha256: 'ab'.repeat(32),
  },
  chain: Array.from({ length: 1_000 }, () => LONG),
  trusted: false,
  revocation: 'unknown',
  claimedAt: LONG,
  coversWholeRevision: true,
  coversWholeDocument: true,
  modifiedAfterwards: false,
  changes: Array.from({ length: 100 }, () => change),
} as unknown as QualifiedReport['signatures'][number]
const stamp = {
  field: LONG,
  valid: false,
  authority: LONG,
  at: LONG,
  reasons: ['TIMESTAMP_INVALID'],
} as unknown as QualifiedReport['documentTimestamps'][number]
const report = (signatures: number, timestamps = 1): QualifiedReport => ({
  valid: false,
  signatures: Array.from({ length: signatures }, () => signature),
  documentTimestamps: Array.from({ length: timestamps }, () => stamp),
})

it('is short, however much the file says', () => {
  const one = JSON.stringify(told(report(1)).signatures)
  expect(one.length).toBeLessThan(700_000)
  const all = told(report(500, 10_000))
  expect(all.signatures).toHaveLength(500)
  expect(all.documentTimestamps).toHaveLength(500)
  expect(all.signatures.reduce((sum, { changes }) => sum + changes.length, 0)).toBeLessThanOrEqual(2_000)
  const texts = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.entries(value).flat().flatMap(texts) : []
  expect(texts(all.signatures[499]).every(({ length }) => length <= 200)).toBe(true)
})

it('changes nothing of what is short, and says where something was cut', () => {
  const [found] = told(report(1)).signatures
  expect(found).toMatchObject({ reasons: ['CHAIN_UNTRUSTED'], certificate: { sha256: 'ab'.repeat(32) } })
  expect(found?.changes).toHaveLength(100)
  expect(found?.certificate?.qcStatements).toEqual([`${LONG.slice(0, 199)}…`, '0.4.0.1862.1.1'])
  const emoji = { ...report(0), problem: '😀'.repeat(200) } as unknown as QualifiedReport
  expect(told({ ...emoji, signatures: [{ ...signature, signerName: '😀'.repeat(200) }] }).signatures[0]?.signerName).toBe(
    `${'😀'.repeat(99)}…`,
  )
})

/** Self-signed; this name is both subject and issuer. */
function certificate(name: string): Buffer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = seq(oid('1.2.840.10045.4.3.2'))
  const named = seq(tlv(0x31, seq(oid('2.5.4.3'), tlv(0x0c, Buffer.from(name)))))
  const validity = seq(tlv(0x17, Buffer.from('260101000000Z')), tlv(0x17, Buffer.from('300101000000Z')))
  const key = publicKey.export({ type: 'spki', format: 'der' })
  const signed = seq(explicit(0, integer(2)), integer(5), algorithm, named, validity, named, key)
  return seq(signed, algorithm, bitString(sign('sha256', signed, privateKey)))
}

it('cuts the names of a certificate in a signed file', async () => {
  const digest = '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AAAA</ds:DigestValue>'
  const xml =
    '<r xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Signature><ds:SignedInfo>' +
    '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>' +
    '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>' +
    `<ds:Reference URI="">${digest}</ds:Reference></ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate(LONG).toString('base64')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>` +
    '</ds:Signature></r>'
  const {
    report: { signatures },
  } = await validate(memorySource(Buffer.from(xml)), {
    anchors: [],
    lists: packed([]),
    now: new Date('2026-11-20T10:00:00.000Z'),
  })
  expect(signatures[0]?.signerName).toBe(`${LONG.slice(0, 199)}…`)
  expect(JSON.stringify(signatures).length).toBeLessThan(20_000)
})
