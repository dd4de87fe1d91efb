// The secrets: made once however many processes start, readable by their owner alone, a key for each purpose. A share needs both files.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { newestOf, type Keyring } from '../crypto/keyring'
import { openSecrets } from './secrets'

const scratch = () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'secrets-'))
  return { directory, masterKeyFile: path.join(directory, 'a', 'master.key'), serverShareFile: path.join(directory, 'b', 'share.key') }
}
const hex = (ring: Keyring) => Buffer.from(newestOf(ring).key).toString('hex')
const idsOf = (ring: Keyring) => ring.generations().map(({ id }) => Buffer.from(id).toString('hex'))

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
    expect([mixed.checks('master-key'), mixed.checks('server-share')]).toEqual([a.checks('master-key'), b.checks('server-share')])
  })

  it("takes an operator's own, which is not a generated one", async () => {
    const files = scratch()
    await openSecrets(files)
    for (const file of [files.masterKeyFile, files.serverShareFile]) writeFileSync(file, execFileSync('openssl', ['rand', '-base64', '32']))
    expect((await openSecrets(files)).generated).toBe(false)
  })

  it('makes none where the installation has run before, and names the one that is missing', async () => {
    const files = scratch()
    await expect(openSecrets(files, { begun: true })).rejects.toThrow(/^the master key is missing.*QSIGNHUB_MASTER_KEY_FILE/)
    await openSecrets(files)
    await openSecrets(files, { begun: true })
    const mistyped = path.join(files.directory, 'c', 'share.key')
    await expect(openSecrets({ ...files, serverShareFile: mistyped }, { begun: true })).rejects.toThrow(
      /^the server share is missing.*c\/share\.key.*QSIGNHUB_SERVER_SHARE_FILE/,
    )
    expect(readdirSync(files.directory).sort()).toEqual(['a', 'b'])
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

describe('generations', () => {
  it('seal with the newest, keep the others, and are noticed by other processes', async () => {
    const files = scratch()
    const [here, there] = [await openSecrets(files), await openSecrets(files)]
    const [key, share] = [hex(here.key('x')), hex(here.share('x'))]
    await here.add('master-key')
    expect(hex(here.key('x'))).not.toBe(key)
    // The share needs both secrets, so it has a new generation as well.
    expect(hex(here.share('x'))).not.toBe(share)
    expect(there.key('x').renew()).toBe(true)
    expect(idsOf(there.key('x'))).toEqual(idsOf(here.key('x')))
    expect(there.key('x').renew()).toBe(false)
    expect(idsOf(there.share('x'))).toEqual(idsOf(here.share('x')))
    await here.add('server-share')
    expect(idsOf(here.key('x'))).toHaveLength(2)
    expect(new Set(idsOf(here.share('x'))).size).toBe(4)
    expect(here.checks('master-key')).toHaveLength(2)
    // The oldest stands last: what was sealed before there were generations opens with it.
    expect(Buffer.from(here.share('x').generations().at(-1)?.key ?? []).toString('hex')).toBe(share)
    for (const file of [files.masterKeyFile, files.serverShareFile]) expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(path.join(files.directory, 'a'))).toEqual(['master.key'])
  })

  it('end when they are retired', async () => {
    const files = scratch()
    const secrets = await openSecrets(files)
    await secrets.add('master-key')
    const newest = hex(secrets.key('x'))
    expect(await secrets.retire('master-key')).toBe(1)
    expect([hex(secrets.key('x')), idsOf(secrets.key('x')).length, idsOf(secrets.share('x')).length]).toEqual([newest, 1, 1])
    expect(hex((await openSecrets(files)).key('x'))).toBe(newest)
  })

  it('of an operator are not marked as generated', async () => {
    const files = scratch()
    await openSecrets(files)
    for (const file of [files.masterKeyFile, files.serverShareFile]) writeFileSync(file, execFileSync('openssl', ['rand', '-base64', '32']))
    await (await openSecrets(files)).add('master-key')
    expect((await openSecrets(files)).generated).toBe(false)
  })

  it('go on with what was read, while somebody writes the file', async () => {
    const files = scratch()
    const secrets = await openSecrets(files)
    const before = hex(secrets.key('x'))
    writeFileSync(files.masterKeyFile, '')
    expect([secrets.key('x').renew(), hex(secrets.key('x'))]).toEqual([false, before])
    await expect(secrets.add('master-key')).rejects.toThrow('is empty')
  })
})
