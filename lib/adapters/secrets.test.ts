// The secrets: made once however many processes start, readable by their owner alone, a key for each purpose. A share needs both files.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSecrets } from './secrets'

const scratch = () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'secrets-'))
  return { directory, masterKeyFile: path.join(directory, 'a', 'master.key'), serverShareFile: path.join(directory, 'b', 'share.key') }
}
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('openSecrets', () => {
  it('makes them once, although twenty start together', async () => {
    const files = scratch()
    const all = await Promise.all(Array.from({ length: 20 }, () => openSecrets(files)))
    expect(new Set(all.map((secrets) => hex(secrets.key('link')) + hex(secrets.share('vault')))).size).toBe(1)
    expect(readdirSync(path.join(files.directory, 'a'))).toEqual(['master.key'])
    expect(all[0]?.generated).toBe(true)
  })

  it('lets only the owner read them', async () => {
    const files = scratch()
    await openSecrets(files)
    for (const file of [files.masterKeyFile, files.serverShareFile]) expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('derives another key for each purpose', async () => {
    const secrets = await openSecrets(scratch())
    const keys = [secrets.key('link'), secrets.key('status'), secrets.share('link'), secrets.share('status')].map(hex)
    expect(new Set(keys).size).toBe(4)
    expect(keys.every((key) => key.length === 64)).toBe(true)
  })

  it('needs both files for a share, and none of the share for a key', async () => {
    const [ours, other] = [scratch(), scratch()]
    const [a, b] = [await openSecrets(ours), await openSecrets(other)]
    const mixed = await openSecrets({ masterKeyFile: ours.masterKeyFile, serverShareFile: other.serverShareFile })
    expect(hex(mixed.key('x'))).toBe(hex(a.key('x')))
    expect([hex(a.share('x')), hex(b.share('x'))]).not.toContain(hex(mixed.share('x')))
    expect(mixed.checks).toEqual({ masterKey: a.checks.masterKey, serverShare: b.checks.serverShare })
  })

  it("takes an operator's own, which is not a generated one", async () => {
    const files = scratch()
    await openSecrets(files)
    for (const file of [files.masterKeyFile, files.serverShareFile]) writeFileSync(file, execFileSync('openssl', ['rand', '-base64', '32']))
    expect((await openSecrets(files)).generated).toBe(false)
  })

  it('refuses a damaged file instead of making a new one', async () => {
    const files = scratch()
    await openSecrets(files)
    const before = readFileSync(files.masterKeyFile, 'utf8').slice(0, 40)
    writeFileSync(files.masterKeyFile, before)
    await expect(openSecrets(files)).rejects.toThrow('does not hold 32 bytes')
    expect(readFileSync(files.masterKeyFile, 'utf8')).toBe(before)
  })
})
