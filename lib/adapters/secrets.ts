// The installation's two secrets, each in a file of its own, made at first start; every key of the product is derived from them. A file has a
// line for each generation, the newest first.

import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { link, mkdir, open, realpath, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { sha256 } from '../crypto/algorithms'
import { hkdf } from '../crypto/kdf'
import { KEY_ID, type Generation, type Generations, type Keyring } from '../crypto/keyring'
import type { KeptPurpose, SecretName, Secrets } from '../domain/ports'

export type InstallationSecrets = Secrets & {
  /** Made by the product itself: good for a test installation, refused in `live` mode. */
  generated: boolean
  /** Call it once: the keys that `kept` answers are in the database, which is opened later. */
  keep(keys: ReadonlyMap<KeptPurpose, Uint8Array>): void
}

/** Begins a secret that the product generated. An operator's own secret is 32 bytes in base64 (`openssl rand -base64 32`). */
const MARK = 'generated-by-qsignhub:'
/** Milliseconds after which a process notices at the latest that another one has made a generation. */
const LOOK_AFTER_MS = 1_000
const MOST_GENERATIONS = 8

class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable'
}

/** One generation of a secret; `line` is how the file has it. */
type Secret = { line: string; bytes: Uint8Array; name: Buffer }
/** What keys are derived from: a secret, or two together. */
type Root = { id: Uint8Array; derive(purpose: string): Uint8Array }

/** What each secret is called, and the variable that names its file. */
const CALLED: Readonly<Record<SecretName, readonly [name: string, variable: string]>> = {
  'master-key': ['master key', 'QSIGNHUB_MASTER_KEY_FILE'],
  'server-share': ['server share', 'QSIGNHUB_SERVER_SHARE_FILE'],
}

/**
 * `key(purpose)` needs the master key; `share(purpose)` needs both files, so that neither the data directory without the share
 * nor the share alone opens the vault. `begun`: the installation has run before, so a file that is missing is not made anew.
 */
export async function openSecrets(
  { masterKeyFile, serverShareFile }: { masterKeyFile: string; serverShareFile: string },
  { begun = false } = {},
): Promise<InstallationSecrets> {
  const files: Readonly<Record<SecretName, string>> = { 'master-key': masterKeyFile, 'server-share': serverShareFile }
  // Both, before one is made: a name that was mistyped leaves nothing behind.
  for (const secret of ['master-key', 'server-share'] as const) if (begun) await requireThere(secret, files[secret])
  const kept: Record<SecretName, SecretFile> = {
    'master-key': await openFile(masterKeyFile),
    'server-share': await openFile(serverShareFile),
  }
  const { 'master-key': master, 'server-share': share } = kept
  const ofMaster = remembered(master.secrets, (masters) =>
    masters.map(({ bytes, name }): Root => ({
      id: name.subarray(0, KEY_ID),
      derive: (purpose) => hkdf(bytes, new Uint8Array(), `qsignhub key ${purpose}`),
    })),
  )
  const ofBoth = remembered(
    () => [share.secrets(), master.secrets()] as const,
    ([shares, masters]) =>
      shares.flatMap((one) =>
        masters.map((other): Root => ({
          id: sha256(one.name, other.name).subarray(0, KEY_ID),
          derive: (purpose) => hkdf(one.bytes, other.bytes, `qsignhub share ${purpose}`),
        })),
      ),
  )
  const rings = new Map<string, Keyring>()
  const ring = (kind: string, purpose: string, make: () => Keyring): Keyring => {
    const known = rings.get(`${kind} ${purpose}`) ?? make()
    rings.set(`${kind} ${purpose}`, known)
    return known
  }
  let keptKeys: ReadonlyMap<KeptPurpose, Uint8Array> = new Map()
  // Both, also when the first has changed.
  const renewBoth = (): boolean => [share.renew(), master.renew()].includes(true)
  return {
    key: (purpose) => ring('key', purpose, () => ringOf(ofMaster, purpose, master.renew)),
    share: (purpose) => ring('share', purpose, () => ringOf(ofBoth, purpose, renewBoth)),
    kept(purpose) {
      const key = keptKeys.get(purpose)
      if (key === undefined) throw new Error(`the key for ${purpose} is not loaded`)
      return key
    },
    keep: (keys) => void (keptKeys = keys),
    generated: [master, share].some(({ secrets }) => secrets()[0].line.startsWith(MARK)),
    checks: (secret) => {
      kept[secret].renew()
      return kept[secret].secrets().map(({ bytes }) => createHmac('sha256', bytes).update('qsignhub installation check').digest('hex'))
    },
    add: (secret) => kept[secret].add(),
    retire: (secret) => kept[secret].retire(),
  }
}

/** `make` of a value, made anew when the value or one of its members is another. */
function remembered<V extends readonly unknown[], R>(value: () => V, make: (value: V) => R): () => R {
  let last: { of: V; made: R } | undefined
  return () => {
    const of = value()
    const before = last?.of
    if (last === undefined || before?.length !== of.length || of.some((member, at) => member !== before[at])) last = { of, made: make(of) }
    return last.made
  }
}

function ringOf(roots: () => readonly Root[], purpose: string, renew: () => boolean): Keyring {
  const generations = remembered(roots, (all) => all.map(({ id, derive }): Generation => ({ id, key: derive(purpose) })))
  // A file has one secret at least.
  return { generations: () => generations() as readonly Generation[] as Generations, renew }
}

type SecretFile = {
  secrets(): readonly [Secret, ...Secret[]]
  /** Looks into the file at once. Answers whether it has changed. */
  renew(): boolean
  add(): Promise<void>
  retire(): Promise<number>
}

async function requireThere(secret: SecretName, file: string): Promise<void> {
  if (await isThere(file)) return
  const [name, variable] = CALLED[secret]
  throw new SecretUnreadable(
    `the ${name} is missing: there is no file ${file}, and this installation has run before with one. Set ${variable} to where it lies, or restore it from the backup`,
  )
}

async function openFile(file: string): Promise<SecretFile> {
  if (!(await isThere(file))) await make(file)
  let state = stateOf(file)
  let secrets = read(file)
  let looked = Date.now()
  const take = (): void => {
    looked = Date.now()
    const now = stateOf(file)
    secrets = read(file)
    state = now
  }
  const renew = (): boolean => {
    looked = Date.now()
    const before = secrets
    try {
      if (stateOf(file) !== state) take()
    } catch {
      // Somebody is writing the file: what was read before still holds.
    }
    return secrets !== before
  }
  return {
    secrets() {
      if (Date.now() - looked > LOOK_AFTER_MS) renew()
      return secrets
    },
    renew,
    async add() {
      take()
      if (secrets.length >= MOST_GENERATIONS)
        throw new SecretUnreadable(`${file} has ${secrets.length} generations already; retire them first`)
      const mark = secrets[0].line.startsWith(MARK) ? MARK : ''
      await replace(file, [newLine(mark, secrets), ...secrets.map(({ line }) => line)])
      take()
    },
    async retire() {
      take()
      const { length } = secrets
      if (length > 1) await replace(file, [secrets[0].line])
      take()
      return length - 1
    },
  }
}

/** Changes whenever the file is replaced or written. */
function stateOf(file: string): string {
  const { ino, size, mtimeMs } = statSync(/* turbopackIgnore: true */ file)
  return `${ino} ${size} ${mtimeMs}`
}

function read(file: string): readonly [Secret, ...Secret[]] {
  const lines = textOf(file)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const [newest, ...earlier] = lines.map((line) => secretOf(file, line))
  if (newest === undefined) throw new SecretUnreadable(`${file} is empty. Restore it from the backup`)
  return [newest, ...earlier]
}

function secretOf(file: string, line: string): Secret {
  const bytes = Buffer.from(line.startsWith(MARK) ? line.slice(MARK.length) : line, 'base64')
  if (bytes.length !== 32) {
    throw new SecretUnreadable(
      `${file} does not hold 32 bytes in base64. Restore it from the backup; a new one is made with "openssl rand -base64 32"`,
    )
  }
  return { line, bytes, name: createHmac('sha256', bytes).update('qsignhub key id').digest() }
}

/** A secret whose id is none of those that are kept: there are only 2^32. */
function newLine(mark: string, kept: readonly Secret[] = []): string {
  const line = `${mark}${randomBytes(32).toString('base64')}`
  const { name } = secretOf('', line)
  const taken = kept.some((secret) => secret.name.subarray(0, KEY_ID).equals(name.subarray(0, KEY_ID)))
  return taken ? newLine(mark, kept) : line
}

function textOf(file: string): string {
  try {
    return readFileSync(/* turbopackIgnore: true */ file, 'utf8')
  } catch (error) {
    throw new SecretUnreadable(`${file} cannot be read by this user (${codeOf(error)})`)
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown reason'

async function isThere(file: string): Promise<boolean> {
  try {
    await (await open(/* turbopackIgnore: true */ file, 'r')).close()
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw new SecretUnreadable(`${file} cannot be read by this user (${codeOf(error)})`)
  }
}

/** Written aside, flushed, and renamed over the file, so that it is whole at every moment. */
async function replace(file: string, lines: readonly string[]): Promise<void> {
  try {
    const target = await realpath(/* turbopackIgnore: true */ file)
    const aside = await writeAside(target, lines)
    await rename(/* turbopackIgnore: true */ aside, /* turbopackIgnore: true */ target)
    await syncDirectory(path.dirname(target))
  } catch (error) {
    throw new SecretUnreadable(
      `${file} cannot be written by this process (${codeOf(error)}). Write it yourself: a line for each generation, the newest first; a new ` +
        'one is made with "openssl rand -base64 32". Then give the command again',
    )
  }
}

/** So that a power cut does not bring the file of before back, without the secret that has sealed something since. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(/* turbopackIgnore: true */ directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeAside(file: string, lines: readonly string[]): Promise<string> {
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(/* turbopackIgnore: true */ aside, 'wx', 0o600)
  try {
    await handle.writeFile(lines.map((line) => `${line}\n`).join(''))
    await handle.sync()
  } finally {
    await handle.close()
  }
  return aside
}

/** Written under another name and then linked: of two processes that start together one link succeeds, and both read its file. */
async function make(file: string): Promise<void> {
  await mkdir(/* turbopackIgnore: true */ path.dirname(file), { recursive: true, mode: 0o700 })
  const aside = await writeAside(file, [newLine(MARK)])
  try {
    await link(/* turbopackIgnore: true */ aside, /* turbopackIgnore: true */ file)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    await rm(/* turbopackIgnore: true */ aside, { force: true })
  }
}
