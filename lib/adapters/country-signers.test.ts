// The certificates of states as operators have them: single files, bundles, master lists; and files that cannot be used.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { pemOf } from '../crypto/certificate'
import { integer, seq, set } from '../crypto/der'
import { OID } from '../crypto/oids'
import { theOnly } from '../emrtd/data-object'
import { newState, securityObject, type Edits } from '../testing/crypto/chips'
import { readCountrySigners } from './country-signers'

const directory = mkdtempSync(path.join(tmpdir(), 'qsh-csca-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const states = ['UT', 'FR', 'PL'].map((country) => newState({ country }))
const [utopia, france, poland] = states.map(({ certificate }) => certificate.der) as [Uint8Array, Uint8Array, Uint8Array]
const signer = states[0]?.signer()

/** A master list is a security object with another content. */
function masterList(edits: Edits = {}): Uint8Array {
  if (!signer) throw new Error('no signer')
  const object = () => seq(integer(0), set(france, poland))
  return theOnly(securityObject(signer, new Map(), { contentType: OID.cscaMasterList, object, ...edits }), 0x77)
}

let files = 0
function fileOf(content: Uint8Array | string): string {
  const file = path.join(directory, `${files++}.bin`)
  writeFileSync(file, content)
  return file
}
const problem = (place: string) =>
  readCountrySigners(place).then(
    () => 'read',
    (error: unknown) => (error instanceof Error ? `${error.name} ${error.message}` : 'unknown'),
  )
const base64 = (ders: readonly Uint8Array[]) => ders.map((der) => Buffer.from(der).toString('base64')).sort()

it.each<[string, string | Uint8Array, Uint8Array[]]>([
  ['DER', utopia, [utopia]],
  ['PEM', pemOf(utopia), [utopia]],
  ['a bundle of PEM, with one twice', pemOf(utopia) + pemOf(france) + pemOf(utopia), [utopia, france]],
  ['a master list', masterList(), [france, poland]],
])('reads %s', async (_, content, expected) => {
  expect(base64(await readCountrySigners(fileOf(content)))).toEqual(base64(expected))
})

it('reads all files of a directory', async () => {
  const place = mkdtempSync(path.join(directory, 'all-'))
  writeFileSync(path.join(place, 'ut.cer'), utopia)
  writeFileSync(path.join(place, 'list.ml'), masterList())
  writeFileSync(path.join(place, '.hidden'), 'no certificate')
  expect(base64(await readCountrySigners(place))).toEqual(base64([utopia, france, poland]))
})

it('has none without a setting', async () => expect(await readCountrySigners(null)).toEqual([]))

it.each<[string, () => string]>([
  ['nothing there', () => path.join(directory, 'missing')],
  ['an empty directory', () => mkdtempSync(path.join(directory, 'empty-'))],
  ['text', () => fileOf('hello')],
  ['the certificate of a signer', () => fileOf(signer?.certificate.der ?? '')],
  [
    'a master list that was changed',
    () => fileOf(masterList({ signature: (value) => value.map((byte, at) => (at === value.length - 1 ? byte ^ 1 : byte)) as Buffer })),
  ],
  ['a security object', () => fileOf(masterList({ contentType: OID.ldsSecurityObject }))],
])('refuses %s and says which setting it is', async (_, place) => {
  expect(await problem(place())).toMatch(/^ConfigError[^]*QSIGNHUB_CSCA/)
})
