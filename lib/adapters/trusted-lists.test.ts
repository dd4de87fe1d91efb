// Trusted lists as files: which of a directory are taken, that they are written whole, and which certificates may sign the list of lists.

import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { ConfigError } from '../config'
import { sha256Hex } from '../crypto/algorithms'
import { pemOf } from '../crypto/certificate'
import { toyCertificate } from '../testing/trusted-lists/toy-authority'
import { openTrustedLists } from './trusted-lists'

const [one, two] = [toyCertificate({ name: 'One' }).certificate.der, toyCertificate({ name: 'Two' }).certificate.der]
let directory: string
let signers: string
beforeEach(() => {
  directory = path.join(mkdtempSync(path.join(tmpdir(), 'lists-')), 'lists')
  signers = mkdtempSync(path.join(tmpdir(), 'signers-'))
  writeFileSync(path.join(signers, 'one.pem'), pemOf(one))
})
const fetch = () => Promise.reject(new Error('no network'))
const open = (address: string | null = null) => openTrustedLists({ directory, address, signers }, fetch)

it('is nothing where nothing is configured', async () => {
  expect(await openTrustedLists(null, fetch)).toBeNull()
})

it('takes XML of a bearable size, and notices what was changed', async () => {
  mkdirSync(directory)
  for (const [name, bytes] of Object.entries({ 'a.xml': 1, 'b.XML': 2, '.hidden.xml': 3, 'c.txt': 4, 'd.xml': 21 << 20 })) {
    writeFileSync(path.join(directory, name), Buffer.alloc(bytes))
  }
  const lists = await open()
  const before = (await lists?.files()) ?? []
  expect(before.map(({ name }) => name)).toEqual(['a.xml', 'b.XML'])
  writeFileSync(path.join(directory, 'a.xml'), 'other')
  const after = (await lists?.files()) ?? []
  expect(after.map(({ version }, at) => version === before[at]?.version)).toEqual([false, true])
  expect(Buffer.from((await lists?.read('a.xml')) ?? []).toString()).toBe('other')
  expect(lists?.network).toBeNull()
})

it('keeps what is fetched, for itself alone, and never outside of its directory', async () => {
  const lists = await open('https://lists.example.org/lotl.xml')
  expect(await lists?.files()).toEqual([])
  await lists?.network?.keep('a.xml', Buffer.from('one'))
  await lists?.network?.keep('../b.xml', Buffer.from('two'))
  const [own = '', ...others] = readdirSync(directory)
  expect(others).toEqual([])
  expect(readdirSync(path.join(directory, own)).sort()).toEqual(['a.xml', 'b.xml'])
  expect(statSync(path.join(directory, own, 'a.xml')).mode & 0o77).toBe(0)
  expect(await lists?.network?.lookedAt()).toBeNull()
  await lists?.network?.noteLook(new Date('2026-11-20T10:00:00Z'))
  expect((await lists?.network?.lookedAt())?.toISOString()).toBe('2026-11-20T10:00:00.000Z')
  expect((await lists?.files())?.map(({ name }) => name)).toEqual(['a.xml', 'b.xml'])
  const other = await open('https://other.example.org/lotl.xml')
  expect(await other?.files()).toEqual([])
  expect(await other?.network?.lookedAt()).toBeNull()
})

it('reads the signers of the list of lists from PEM and DER, from a file or a directory', async () => {
  writeFileSync(path.join(signers, 'two.cer'), two)
  expect((await open())?.anchors).toEqual([sha256Hex(one), sha256Hex(two)])
  signers = path.join(signers, 'bundle.pem')
  writeFileSync(signers, pemOf(two) + pemOf(one))
  expect((await open())?.anchors).toEqual([sha256Hex(two), sha256Hex(one)])
})

it.each<[string, () => void]>([
  ['nothing is there', () => (signers = path.join(signers, 'missing'))],
  ['a directory is empty', () => (signers = mkdtempSync(path.join(tmpdir(), 'empty-')))],
  ['a file is no certificate', () => writeFileSync(path.join(signers, 'notes.txt'), 'notes')],
])('refuses to start where %s', async (_, change) => {
  change()
  await expect(open()).rejects.toThrow(ConfigError)
  await expect(open()).rejects.toThrow(/QSIGNHUB_TRUSTED_LIST_SIGNERS: .* cannot be used/)
})
