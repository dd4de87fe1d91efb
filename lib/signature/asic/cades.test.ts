// Signs a Word document twice and has unzip and openssl check the container.

import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { readSignedData } from '../../crypto/cms'
import type { Signer } from '../pades'
import { memorySource } from '../pdf/source'
import { finishCades, prepareCades, type PreparedCades } from './cades'
import { cadesVerification } from '../../testing/crypto/judge-arguments'

const now = new Date()
const file = { name: 'Umowa – Zażółć.docx', mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }
const content = Buffer.from('PK any bytes at all, for the form does not look into them')
let sample: SampleTrust
let signers: [Signer, Signer]

beforeAll(async () => {
  sample = await openSampleTrust()
  signers = [
    await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' }),
    await sample.signer({ givenNames: 'John', surname: 'Smith', rsa: true }),
  ]
})

async function signed(bytes: Uint8Array, base: PreparedCades['base'], { certificate, chain, sign }: Signer): Promise<Buffer> {
  const prepared = JSON.parse(
    JSON.stringify(await prepareCades(memorySource(bytes), { base, file, certificate, chain, now })),
  ) as PreparedCades
  const value = await sign(Buffer.from(prepared.toSign, 'base64'))
  const { head, file: inside, tail } = await finishCades(memorySource(bytes), prepared, value, sample.trust)
  return Buffer.concat([head, inside, tail])
}

/** Unpacks the container with unzip, a program that is not ours. */
function unzipped(container: Uint8Array): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'asice-'))
  writeFileSync(path.join(directory, 'signed.asice'), container)
  execFileSync('unzip', ['-t', 'signed.asice'], { cwd: directory })
  execFileSync('unzip', ['-q', 'signed.asice', '-d', 'open'], { cwd: directory })
  writeFileSync(path.join(directory, 'root.pem'), sample.trust.rootPem)
  writeFileSync(path.join(directory, 'issuing.der'), sample.trust.chain[0] ?? new Uint8Array())
  execFileSync('openssl', ['x509', '-inform', 'DER', '-in', 'issuing.der', '-out', 'issuing.pem'], { cwd: directory })
  return directory
}

function openssl(directory: string, ...command: string[]): string {
  const { stdout, stderr } = spawnSync('openssl', command, { cwd: directory, encoding: 'utf8' })
  return /(CAdES Verification successful|Verification: OK)/.exec(stdout + stderr)?.[1] ?? stdout + stderr
}

it('holds the file, two signatures and a time-stamp over all, each valid for openssl', async () => {
  const once = await signed(content, 'file', signers[0])
  const twice = await signed(once, 'container', signers[1])
  expect(twice.subarray(30, 69).toString()).toBe('mimetypeapplication/vnd.etsi.asic-e+zip')
  const directory = unzipped(twice)
  const inside = (name: string): string => path.join('open', name)
  expect(readFileSync(path.join(directory, inside(file.name)))).toEqual(content)
  expect(readdirSync(path.join(directory, inside('META-INF'))).sort()).toEqual([
    'ASiCArchiveManifest.xml',
    'ASiCArchiveManifest001.xml',
    'ASiCManifest001.xml',
    'ASiCManifest002.xml',
    'signature001.p7s',
    'signature002.p7s',
    'timestamp001.tst',
    'timestamp002.tst',
  ])
  for (const number of ['001', '002']) {
    const p7s = inside(`META-INF/signature${number}.p7s`)
    const manifest = inside(`META-INF/ASiCManifest${number}.xml`)
    expect(openssl(directory, ...cadesVerification(p7s, manifest, 'root.pem'))).toBe('CAdES Verification successful')
    const { signerInfo, ocsps, crls } = readSignedData(readFileSync(path.join(directory, p7s)))
    expect([signerInfo.signatureTimestamps.length, ocsps.length, crls.length]).toEqual([1, 2, 1])
    const archive = inside(number === '001' ? 'META-INF/ASiCArchiveManifest001.xml' : 'META-INF/ASiCArchiveManifest.xml')
    expect(
      openssl(
        directory,
        'ts',
        '-verify',
        '-token_in',
        '-in',
        inside(`META-INF/timestamp${number}.tst`),
        '-data',
        archive,
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
      ),
    ).toBe('Verification: OK')
  }
  const covered = readFileSync(path.join(directory, inside('META-INF/ASiCArchiveManifest.xml')), 'utf8')
  for (const name of ['META-INF/signature001.p7s', 'META-INF/timestamp001.tst', 'META-INF/ASiCArchiveManifest001.xml']) {
    expect(covered).toContain(
      createHash('sha256')
        .update(readFileSync(path.join(directory, inside(name))))
        .digest('base64'),
    )
  }
  expect(openssl(directory, 'cms', '-cmsout', '-print', '-inform', 'DER', '-in', inside('META-INF/signature001.p7s'))).toMatch(
    /OCSP|1\.3\.6\.1\.5\.5\.7\.16\.2/,
  )
})

it('is finished only with the file and the value it was prepared for', async () => {
  const [anna, john] = signers
  const prepared = await prepareCades(memorySource(content), { base: 'file', file, certificate: anna.certificate, chain: anna.chain, now })
  const value = await anna.sign(Buffer.from(prepared.toSign, 'base64'))
  await expect(finishCades(memorySource(content.subarray(1)), prepared, value, sample.trust)).rejects.toThrow(TypeError)
  await expect(
    finishCades(memorySource(content), prepared, await john.sign(Buffer.from(prepared.toSign, 'base64')), sample.trust),
  ).rejects.toThrow(TypeError)
})
