// What a receiver can prove with the sample code of our documentation and with the helper that we ship. Neither accepts a forgery.

import crypto from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newIntegrity } from '../kernel/integrity'
import { verifyLegacySignature, verifyWebhook, type WebhookHeaders } from '../../../public/sdk/qsignhub-webhooks.mjs'
import { ringOfOne } from '../../testing/one-key'
import { newSecret, proofOf, sealSecret, secretsOf } from './secret'

const now = new Date('2026-11-22T10:00:00.900Z')
const payload = JSON.stringify({ id: 'evt_1', type: 'signer.signed', data: { note: 'Zażółć gęślą jaźń, 署名' } })
const secret = newSecret()
const headers = proofOf('evt_1', payload, [secret], now)
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const codeOf = (verify: () => unknown): unknown => {
  try {
    return verify()
  } catch (error) {
    return error instanceof TypeError ? 'TypeError' : (error as { code?: string }).code
  }
}
const verified = (change: { payload?: string | Uint8Array; headers?: WebhookHeaders; secrets?: string[]; now?: Date } = {}) =>
  codeOf(() => verifyWebhook({ payload, headers, secrets: [secret], now, ...change }).id)

/** The sample code that integrators have in their programs. */
function verifyAsSampled(payload: string, signature: string, secret: string): boolean {
  const expected = crypto.createHmac('sha256', secret).update(payload, 'utf8').digest('hex')

  const received = signature.replace('sha256=', '')
  return crypto.timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(received, 'hex'))
}

describe('the header X-QSignHub-Signature', () => {
  const header = headers['x-qsignhub-signature'] ?? ''

  it('is verified by the sample code', () => {
    expect(header).toMatch(/^sha256=[0-9a-f]{64}$/)
    expect(verifyAsSampled(payload, header, secret)).toBe(true)
    expect(verifyAsSampled(`${payload} `, header, secret)).toBe(false)
  })

  it('is verified by the shipped helper, which also bears malformed headers', () => {
    expect(() => verifyAsSampled(payload, 'sha256=abcd', secret)).toThrow(RangeError)
    expect(verifyLegacySignature(payload, header, secret)).toBe(true)
    expect(verifyLegacySignature(Buffer.from(payload), header.toUpperCase().replace('SHA256', 'sha256'), secret)).toBe(true)
    const wrong: (string | null | undefined)[] = [
      '',
      'sha256=',
      'sha256=abcd',
      `${header}00`,
      header.slice(7),
      `sha1=${header.slice(7)}`,
      null,
      undefined,
    ]
    expect(wrong.filter((signature) => verifyLegacySignature(payload, signature, secret))).toEqual([])
    expect(verifyLegacySignature(payload, header, newSecret())).toBe(false)
    expect(verifyLegacySignature(payload, header, '')).toBe(false)
  })
})

describe('the headers of Standard Webhooks', () => {
  it('are made as the standard says', () => {
    const key = Buffer.from(secret.slice(6), 'base64')
    expect(key).toHaveLength(32)
    const signature = crypto
      .createHmac('sha256', key)
      .update(`evt_1.${Math.floor(now.getTime() / 1000)}.${payload}`)
      .digest('base64')
    expect(headers).toMatchObject({ 'webhook-id': 'evt_1', 'webhook-timestamp': '1795341600', 'webhook-signature': `v1,${signature}` })
  })

  it('are verified in every form in which servers give them', () => {
    expect(verified()).toBe('evt_1')
    expect(verified({ payload: Buffer.from(payload) })).toBe('evt_1')
    expect(verified({ headers: new Headers(headers) })).toBe('evt_1')
    expect(verified({ headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value])) })).toBe(
      'evt_1',
    )
  })

  it('expire: an old delivery that somebody sends again is refused', () => {
    expect(verified({ now: later(299) })).toBe('evt_1')
    expect(verified({ now: later(302) })).toBe('timestamp_out_of_range')
    expect(verified({ now: later(-302) })).toBe('timestamp_out_of_range')
    const renewed = { ...headers, 'webhook-timestamp': String(Math.floor(later(3600).getTime() / 1000)) }
    expect(verified({ headers: renewed, now: later(3600) })).toBe('signature_mismatch')
  })

  it('refuse what was changed, and say what is malformed', () => {
    const change = (more: Record<string, string | string[] | undefined>) => verified({ headers: { ...headers, ...more } })
    expect(verified({ payload: `${payload}\n` })).toBe('signature_mismatch')
    expect(change({ 'webhook-id': 'evt_2' })).toBe('signature_mismatch')
    expect(change({ 'webhook-signature': 'v1,AAAA' })).toBe('signature_mismatch')
    expect(change({ 'webhook-signature': 'v2,AAAA v1a,AAAA v1, garbage' })).toBe('signature_mismatch')
    expect(change({ 'webhook-signature': undefined })).toBe('missing_header')
    expect(change({ 'webhook-id': '' })).toBe('missing_header')
    expect(change({ 'webhook-signature': ['v1,a', 'v1,b'] })).toBe('malformed_header')
    expect(change({ 'webhook-signature': 'v1,'.repeat(3000) })).toBe('malformed_header')
    for (const timestamp of ['now', '-1', '1e9', '1795341600.9', '99999999999999999'])
      expect(change({ 'webhook-timestamp': timestamp })).toBe('malformed_header')
    expect(verified({ secrets: [newSecret()] })).toBe('signature_mismatch')
    for (const secrets of [[], ['whsec_'], ['whsec_c2hvcnQ='], ['secret'], [secret.slice(6)]])
      expect(verified({ secrets })).toBe('TypeError')
    expect(codeOf(() => verifyWebhook({ payload: JSON.parse(payload) as string, headers, secret, now }))).toBe('TypeError')
  })
})

describe('a rotation', () => {
  const keys = {
    secrets: { key: () => ringOfOne(Buffer.alloc(32, 7)), share: () => ringOfOne(Buffer.alloc(32)) },
    integrity: newIntegrity(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  }
  const [before, after] = [newSecret(), newSecret()]
  const endpoint = {
    id: 'whk_1',
    secret: sealSecret(keys, 'whk_1', after),
    previousSecret: sealSecret(keys, 'whk_1', before),
    previousUntil: later(3600),
  }

  it('signs with both secrets while the old one counts, and X-QSignHub-Signature with the new one', () => {
    const both = proofOf('evt_1', payload, secretsOf(keys, endpoint, now), now)
    expect(both['webhook-signature']?.split(' ')).toHaveLength(2)
    for (const secrets of [[before], [after], [newSecret(), before]]) expect(verified({ headers: both, secrets })).toBe('evt_1')
    expect(verifyLegacySignature(payload, both['x-qsignhub-signature'], after)).toBe(true)
    expect(verifyLegacySignature(payload, both['x-qsignhub-signature'], before)).toBe(false)
    expect(secretsOf(keys, endpoint, later(3600))).toEqual([after])
  })

  it('does not open the secret of another endpoint', () => {
    expect(() => secretsOf(keys, { ...endpoint, id: 'whk_2' }, now)).toThrow()
  })
})
