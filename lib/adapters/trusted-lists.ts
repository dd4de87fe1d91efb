// The trusted lists of states, as files: in a directory of the operator's, or in one that is filled from the network. And the certificates by
// which the list of lists is known, read at the start.

import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { ConfigError, type TrustedListPlace } from '../config'
import { sha256Hex } from '../crypto/algorithms'
import { readCertificate } from '../crypto/certificate'
import type { Der } from '../crypto/der'
import type { TrustedLists } from '../domain/ports'

const LARGEST_CERTIFICATES = 1 << 20
const LARGEST_LIST = 20 << 20
/** The Union has some 35, and as many pivots in ten years. */
const MOST_FILES = 200
/** When the network was looked at last. */
const LOOKED = 'looked-at'

/** Throws ConfigError, which names what cannot be used. */
export async function openTrustedLists(
  place: TrustedListPlace | null,
  fetch: (address: string) => Promise<Uint8Array>,
): Promise<TrustedLists | null> {
  if (place === null) return null
  const { address } = place
  // Lists of another list of lists, which was configured before, are not mixed with these.
  const directory =
    address === null ? place.directory : path.join(/* turbopackIgnore: true */ place.directory, sha256Hex(address).slice(0, 16))
  if (address !== null) await mkdir(/* turbopackIgnore: true */ directory, { recursive: true, mode: 0o700 })
  const at = (name: string): string => path.join(/* turbopackIgnore: true */ directory, path.basename(name))
  return {
    anchors: await anchorsIn(place.signers),
    async files() {
      const names = (await readdir(/* turbopackIgnore: true */ directory)).filter((name) => /^[^.].*\.xml$/i.test(name)).sort()
      const found = await Promise.all(
        names.slice(0, MOST_FILES).map(async (name) => ({ name, ...(await stat(/* turbopackIgnore: true */ at(name))) })),
      )
      return found.filter(({ size }) => size <= LARGEST_LIST).map(({ name, size, mtimeMs }) => ({ name, version: `${size} ${mtimeMs}` }))
    },
    read: (name) => readFile(/* turbopackIgnore: true */ at(name)),
    network: address === null ? null : { address, fetch, keep: (name, bytes) => written(at(name), bytes), lookedAt, noteLook },
  }

  async function lookedAt(): Promise<Date | null> {
    const text = await readFile(/* turbopackIgnore: true */ at(LOOKED), 'utf8').catch(() => '')
    const moment = new Date(text)
    return Number.isNaN(moment.getTime()) ? null : moment
  }

  function noteLook(moment: Date): Promise<void> {
    return written(at(LOOKED), Buffer.from(moment.toISOString()))
  }
}

/** Whole or not at all: another process may be reading. */
async function written(file: string, bytes: Uint8Array): Promise<void> {
  const draft = path.join(/* turbopackIgnore: true */ path.dirname(file), `.${randomUUID()}`)
  await writeFile(/* turbopackIgnore: true */ draft, bytes, { mode: 0o600 })
  await rename(/* turbopackIgnore: true */ draft, /* turbopackIgnore: true */ file)
}

/** A file, or a directory of files, each with certificates in PEM or one in DER. */
async function anchorsIn(place: string): Promise<string[]> {
  const files = await filesAt(place)
  const ders = (await Promise.all(files.map(certificatesIn))).flat()
  if (ders.length === 0) throw refused(place, 'no certificate is in it')
  return ders.map((der) => sha256Hex(der))
}

async function filesAt(place: string): Promise<string[]> {
  try {
    if (!(await stat(/* turbopackIgnore: true */ place)).isDirectory()) return [place]
    const names = await readdir(/* turbopackIgnore: true */ place)
    return names.filter((name) => !name.startsWith('.')).map((name) => path.join(/* turbopackIgnore: true */ place, name))
  } catch {
    throw refused(place, 'it cannot be read')
  }
}

async function certificatesIn(file: string): Promise<Der[]> {
  try {
    if ((await stat(/* turbopackIgnore: true */ file)).size > LARGEST_CERTIFICATES) throw new Error('it is larger than 1 MB')
    const bytes = await readFile(/* turbopackIgnore: true */ file)
    const blocks = [...bytes.toString('latin1').matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END/g)]
    const ders = blocks.length > 0 ? blocks.map(([, base64 = '']) => Buffer.from(base64, 'base64')) : [bytes]
    for (const der of ders) readCertificate(der)
    return ders
  } catch (error) {
    throw refused(file, error instanceof Error ? error.message : 'it cannot be read')
  }
}

const refused = (place: string, because: string): ConfigError =>
  new ConfigError([
    `QSIGNHUB_TRUSTED_LIST_SIGNERS: ${place} cannot be used: ${because}. Put the certificates (PEM or DER) there that may sign the list of lists.`,
  ])
