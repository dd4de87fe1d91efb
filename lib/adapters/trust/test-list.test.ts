// The trusted list of an installation: well signed for xmlsec1 and for our own reader, named by its test authority, and a new one every day.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openSampleTrust } from '@/scripts/sample-signer'
import { sha256Hex } from '../../crypto/algorithms'
import { readCertificate } from '../../crypto/certificate'
import { OID } from '../../crypto/oids'
import { memorySource } from '../../signature/pdf/source'
import { checkList } from '../../validation/trusted-lists/check-list'

const DAY = 86_400_000

test('the list of the installation names its test authority, says that it is a test, and is well signed', async () => {
  let now = new Date('2026-11-20T10:00:00Z')
  const { trust } = await openSampleTrust(() => now)
  const { xml, signer } = await trust.testList()
  const read = await checkList(memorySource(xml), now)
  const [issuing, root] = trust.chain
  if (typeof read === 'string' || !issuing || !root) throw new Error('the list cannot be read')
  expect(read.signer).toBe(sha256Hex(signer))
  expect(read.list).toMatchObject({ version: 6, type: 'generic', territory: 'UT', sequence: 1 })
  expect(
    read.list.services.map(({ type, periods, identities }) => [
      type,
      periods[0]?.status,
      identities.map(({ certificate }) => sha256Hex(certificate)),
    ]),
  ).toEqual([
    ['CA/QC', 'granted', [sha256Hex(issuing)]],
    ['TSA/QTST', 'granted', [sha256Hex(issuing)]],
  ])
  expect(Buffer.from(xml).toString()).toContain('NOT QUALIFIED')
  expect(readCertificate(signer)).toMatchObject({ extendedKeyUsage: [OID.tslSigning], subjectAttributes: { C: 'UT' } })
  expect((await trust.certificateFile('tl.xml'))?.bytes).toEqual(xml)
  expect(xmlsec(xml, issuing, trust.rootPem)).toMatch(/^OK/)

  now = new Date(now.getTime() + 3 * DAY)
  const later = await checkList(memorySource((await trust.testList()).xml), now)
  if (typeof later === 'string') throw new Error('the list cannot be read')
  expect(later.list.sequence).toBe(4)
  expect(later.list.nextUpdate?.getTime()).toBeGreaterThan(now.getTime())
})

function xmlsec(xml: Uint8Array, issuing: Uint8Array, rootPem: string): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'tl-'))
  writeFileSync(path.join(directory, 'tl.xml'), xml)
  writeFileSync(path.join(directory, 'root.pem'), rootPem)
  writeFileSync(path.join(directory, 'issuing.der'), issuing)
  const run = spawnSync(
    'xmlsec1',
    '--verify --enabled-key-data x509 --verification-gmt-time 2026-11-20+11:00:00 --trusted-pem root.pem --untrusted-der issuing.der --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties tl.xml'
      .split(' ')
      .map((one) => one.replace('+', ' ')),
    { cwd: directory, encoding: 'utf8' },
  )
  return run.stdout + run.stderr
}
