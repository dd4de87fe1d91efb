// The installation's two secrets, each in a file of its own, made at first start; every key of the product is derived from them.

import { createHmac, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { hkdf } from '../crypto/kdf'
import type { Secrets } from '../domain/ports'

export type InstallationSecrets = Secrets & {
  /** Made by the product itself: good for a test installation, refused in `live` mode. */
  generated: boolean
  /** Digests that tell whether a database belongs to these secrets. */
  checks: { masterKey: string; serverShare: string }
}

/** Begins a secret that the product generated. An operator's own secret is 32 bytes in base64 (`openssl rand -base64 32`). */
const MARK = 'generated-by-qsignhub:'

class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable'
}

/**
 * `key(purpose)` needs the master key; `share(purpose)` needs both files, so that neither the data directory without the share
 * nor the share alone opens the vault.
 */
export async function openSecrets(files: { masterKeyFile: string; serverShareFile: string }): Promise<InstallationSecrets> {
  const master = await readOrMake(files.masterKeyFile)
  const share = await readOrMake(files.serverShareFile)
  const keys = new Map<string, Uint8Array>()
  const derived = (name: string, make: () => Uint8Array): Uint8Array => {
    const key = keys.get(name) ?? make()
    keys.set(name, key)
    return key
  }
  return {
    key: (purpose) => derived(`key:${purpose}`, () => hkdf(master.bytes, new Uint8Array(), `qsignhub key ${purpose}`)),
    share: (purpose) => derived(`share:${purpose}`, () => hkdf(share.bytes, master.bytes, `qsignhub share ${purpose}`)),
    generated: master.generated || share.generated,
    checks: { masterKey: check(master.bytes), serverShare: check(share.bytes) },
  }
}

function check(secret: Uint8Array): string {
  return createHmac('sha256', secret).update('qsignhub installation check').digest('hex')
}

async function readOrMake(file: string): Promise<{ bytes: Uint8Array; generated: boolean }> {
  const text = (await readIfThere(file)) ?? (await make(file))
  const generated = text.startsWith(MARK)
  const bytes = Buffer.from(generated ? text.slice(MARK.length) : text, 'base64')
  if (bytes.length !== 32) {
    throw new SecretUnreadable(
      `${file} does not hold 32 bytes in base64. Restore it from the backup; a new one is made with "openssl rand -base64 32"`,
    )
  }
  return { bytes, generated }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return (await readFile(/* turbopackIgnore: true */ file, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new SecretUnreadable(`${file} cannot be read by this user (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`)
  }
}

/** Written under another name and then linked: of two processes that start together one link succeeds, and both read its file. */
async function make(file: string): Promise<string> {
  await mkdir(/* turbopackIgnore: true */ path.dirname(file), { recursive: true, mode: 0o700 })
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(/* turbopackIgnore: true */ aside, 'wx', 0o600)
  try {
    await handle.writeFile(`${MARK}${randomBytes(32).toString('base64')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  try {
    await link(/* turbopackIgnore: true */ aside, /* turbopackIgnore: true */ file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(/* turbopackIgnore: true */ aside, { force: true })
  }
  return (await readFile(/* turbopackIgnore: true */ file, 'utf8')).trim()
}
