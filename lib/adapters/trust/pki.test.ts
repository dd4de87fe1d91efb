// The test PKI: made once however many processes start, useless without the server share, renewed before it expires.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Keyring } from '../../crypto/keyring'
import { ringOfOne } from '../../testing/one-key'
import { openPki } from './pki'
import { ServerShareMismatch } from './pki-store'

const serverShare = ringOfOne(randomBytes(32))
const baseUrl = 'http://localhost:3000/pki'
const now = new Date('2026-11-21T10:00:00Z')
const DAY = 86_400_000
let directory: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'qsh-pki-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))
const open = (share: Keyring = serverShare, at = now): ReturnType<typeof openPki> =>
  openPki({ directory: path.join(directory, 'trust'), serverShare: share, baseUrl, now: at })

test('starting together ends with one PKI, and starting again finds it', async () => {
  const pkis = await Promise.all(Array.from({ length: 8 }, () => open()))
  pkis.push(await open())
  const services = await Promise.all(pkis.map((pki) => pki.services(now)))
  expect(new Set(pkis.map((pki) => pki.root.certificate.serialHex)).size).toBe(1)
  expect(new Set(pkis.map((pki) => pki.issuing.certificate.serialHex)).size).toBe(1)
  expect(new Set(services.map(({ tsa }) => tsa.certificate.serialHex)).size).toBe(1)
  expect(readdirSync(path.join(directory, 'trust')).sort()).toEqual([
    'authorities.json',
    'services-0001.json',
    'trusted-list.json',
    'utopia.json',
  ])
})

test('files are for the owner alone, and their keys for the holder of the server share', async () => {
  const pki = await open()
  for (const name of readdirSync(path.join(directory, 'trust'))) {
    const file = path.join(directory, 'trust', name)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const { d } = pki.root.key.export({ format: 'jwk' })
    expect(readFileSync(file, 'utf8')).not.toContain('PRIVATE')
    expect(readFileSync(file).includes(Buffer.from(String(d), 'base64url'))).toBe(false)
  }
  await expect(open(ringOfOne(randomBytes(32)))).rejects.toThrow(ServerShareMismatch)
})

test('each installation has names of its own, which say what it is', async () => {
  const pki = await open()
  const other = await openPki({ directory: path.join(directory, 'other'), serverShare, baseUrl, now })
  expect(other.installation).not.toBe(pki.installation)
  const { ocsp, tsa, seal } = await pki.services(now)
  for (const { certificate } of [pki.root, pki.issuing, ocsp, tsa, seal]) {
    expect(certificate.subjectAttributes['CN']).toMatch(new RegExp(`TEST .*${pki.installation} \\(NOT QUALIFIED\\)`))
  }
})

test('responder and TSA are renewed before they end, once for all processes', async () => {
  const [one, two] = [await open(), await open()]
  const first = await one.services(now)
  expect(await one.services(new Date(now.getTime() + 59 * DAY))).toBe(first)
  const later = new Date(now.getTime() + 61 * DAY)
  const renewed = await Promise.all([one.services(later), two.services(later), one.services(later)])
  expect(new Set(renewed.map(({ ocsp }) => ocsp.certificate.serialHex)).size).toBe(1)
  expect(renewed[0]).toMatchObject({ generation: 2 })
  expect(renewed[0]?.ocsp.certificate.notAfter.getTime()).toBeGreaterThan(later.getTime() + 89 * DAY)
  const afterYears = new Date('2044-01-01T00:00:00Z')
  const pki = await open(serverShare, afterYears)
  const late = await pki.services(afterYears)
  expect(late.tsa.certificate.notAfter).toEqual(pki.issuing.certificate.notAfter)
  expect(await pki.services(afterYears)).toBe(late)
})
