// Reads the certificates of states (CSCA) at the start: a directory of certificates and master lists, or one such file.

import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Der } from '../crypto/der'
import { countrySignersIn } from '../emrtd/country-signers'
import { ConfigError } from '../config'

/** Bytes. The master list of a state has about one megabyte. */
const LARGEST_FILE = 32 * 1024 * 1024

/** Throws ConfigError, which names the file that cannot be used. Hidden files are passed over. */
export async function readCountrySigners(place: string | null): Promise<readonly Der[]> {
  if (place === null) return []
  const certificates = new Map<string, Der>()
  for (const file of await filesAt(place)) {
    for (const der of await certificatesIn(file)) certificates.set(Buffer.from(der).toString('base64'), der)
  }
  if (certificates.size === 0) throw refused(place, 'no certificate is in it')
  return [...certificates.values()]
}

async function filesAt(place: string): Promise<string[]> {
  try {
    if (!(await stat(/* turbopackIgnore: true */ place)).isDirectory()) return [place]
    const names = await readdir(/* turbopackIgnore: true */ place)
    return names
      .filter((name) => !name.startsWith('.'))
      .sort()
      .map((name) => path.join(/* turbopackIgnore: true */ place, name))
  } catch {
    throw refused(place, 'it cannot be read')
  }
}

async function certificatesIn(file: string): Promise<Der[]> {
  try {
    if ((await stat(/* turbopackIgnore: true */ file)).size > LARGEST_FILE) throw new Error('it is larger than 32 MB')
    return countrySignersIn(await readFile(/* turbopackIgnore: true */ file))
  } catch (error) {
    throw refused(file, error instanceof Error ? error.message : 'it cannot be read')
  }
}

const refused = (place: string, because: string): ConfigError =>
  new ConfigError([`QSIGNHUB_CSCA: ${place} cannot be used: ${because}. Put CSCA certificates (PEM or DER) or master lists there.`])
