// The test PKI's files: private keys sealed under the server share, each file made once by whichever process is first.
import { createPrivateKey, randomUUID, type KeyObject } from 'node:crypto'
import { link, mkdir, open as openFile, readdir, readFile, rename, unlink } from 'node:fs/promises'
import path from 'node:path'
import { sha256Hex } from '../../crypto/algorithms'
import { readCertificate } from '../../crypto/certificate'
import type { Der } from '../../crypto/der'
import { EnvelopeRefused, isUnderNewest, open, seal } from '../../crypto/envelope'
import type { Keyring } from '../../crypto/keyring'
import type { Outdated } from '../../domain/ports'
import type { AuthorityKey } from './certificate-profile'

/** The directory belongs to another server share or master key: the keys in it cannot be opened with this one. */
export class ServerShareMismatch extends Error {
  override name = 'ServerShareMismatch'
}

export type StoredKey = { readonly certificate: string; readonly sealedKey: string }

const aad = (certificate: Der): string => `qsh test pki key ${sha256Hex(certificate)}`

export function storeKey(wrappingKey: Keyring, certificate: Der, key: KeyObject): StoredKey {
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' })
  try {
    const sealed = seal(wrappingKey, pkcs8, aad(certificate))
    return { certificate: Buffer.from(certificate).toString('base64'), sealedKey: sealed.toString('base64') }
  } finally {
    pkcs8.fill(0)
  }
}

export function loadKey(wrappingKey: Keyring, stored: StoredKey): AuthorityKey {
  const certificate = readCertificate(Buffer.from(stored.certificate, 'base64'))
  let pkcs8: Buffer
  try {
    pkcs8 = open(wrappingKey, Buffer.from(stored.sealedKey, 'base64'), aad(certificate.der))
  } catch (cause) {
    if (cause instanceof EnvelopeRefused)
      throw new ServerShareMismatch(
        'the folder pki of the data directory does not open with this master key and server share. Restore the files that ' +
          'QSIGNHUB_MASTER_KEY_FILE and QSIGNHUB_SERVER_SHARE_FILE name',
        { cause },
      )
    throw cause
  }
  try {
    return { certificate, key: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }) }
  } finally {
    pkcs8.fill(0)
  }
}

/**
 * Reads the file, or makes it if there is none. Processes that start together all get the same content: each writes a file
 * under another name, and the file system gives the name to exactly one of them.
 */
export async function readOrMake(directory: string, name: string, make: () => unknown): Promise<unknown> {
  const target = path.join(/* turbopackIgnore: true */ directory, name)
  const present = await readIfPresent(target)
  if (present !== null) return JSON.parse(present)
  await mkdir(/* turbopackIgnore: true */ directory, { recursive: true, mode: 0o700 })
  const draft = await drafted(directory, name, make())
  try {
    await link(/* turbopackIgnore: true */ draft, target)
  } catch (cause) {
    if (!isCode(cause, 'EEXIST')) throw cause
  } finally {
    await unlink(/* turbopackIgnore: true */ draft)
  }
  return JSON.parse(await readFile(/* turbopackIgnore: true */ target, 'utf8'))
}

/** The files with a key that an earlier generation has sealed. Processes that hold the keys in memory go on with them. */
export async function* outdatedFiles(directory: string, wrappingKey: Keyring): AsyncIterable<Outdated> {
  for (const name of await namesIn(directory)) {
    // Drafts of other processes begin with a dot.
    if (!/^\w.*\.json$/.test(name)) continue
    const file = path.join(/* turbopackIgnore: true */ directory, name)
    const content = JSON.parse(await readFile(/* turbopackIgnore: true */ file, 'utf8')) as Record<string, string | StoredKey>
    const renewed = mapped(content, (stored) =>
      isUnderNewest(wrappingKey, Buffer.from(stored.sealedKey, 'base64')) ? stored : resealed(wrappingKey, stored),
    )
    if (Object.entries(content).every(([member, value]) => renewed[member] === value)) continue
    yield {
      renew: async () => rename(/* turbopackIgnore: true */ await drafted(directory, name, renewed), /* turbopackIgnore: true */ file),
    }
  }
}

function mapped(content: Record<string, string | StoredKey>, change: (stored: StoredKey) => StoredKey): Record<string, string | StoredKey> {
  return Object.fromEntries(Object.entries(content).map(([member, value]) => [member, typeof value === 'string' ? value : change(value)]))
}

function resealed(wrappingKey: Keyring, stored: StoredKey): StoredKey {
  const { certificate, key } = loadKey(wrappingKey, stored)
  return storeKey(wrappingKey, certificate.der, key)
}

export async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(/* turbopackIgnore: true */ directory)
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return []
    throw cause
  }
}

/** Writes the content under another name, flushed. Answers that name. */
async function drafted(directory: string, name: string, content: unknown): Promise<string> {
  const draft = path.join(/* turbopackIgnore: true */ directory, `.${name}.${randomUUID()}`)
  const file = await openFile(/* turbopackIgnore: true */ draft, 'wx', 0o600)
  try {
    await file.writeFile(JSON.stringify(content))
    await file.sync()
  } finally {
    await file.close()
  }
  return draft
}

async function readIfPresent(file: string): Promise<string | null> {
  try {
    return await readFile(/* turbopackIgnore: true */ file, 'utf8')
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return null
    throw cause
  }
}

const isCode = (cause: unknown, code: string): boolean => cause instanceof Error && 'code' in cause && cause.code === code
