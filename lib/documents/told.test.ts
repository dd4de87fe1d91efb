// What is told of a file that was made to say much: names of megabytes, many members, many signatures with many changes each.

import { expect, it } from 'vitest'
import type { QualifiedReport } from '../validation/trusted-lists/qualify-report'
import { told } from './told'

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
