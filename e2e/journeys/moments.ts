// Moments of one act of signing, seen from outside by what the server has written, however slow the machine is.

import { readdirSync, readFileSync, watch } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { ownDatabase } from '../server'
import { PATIENCE_MS, until } from '../until'

/** Waits for the moment; `sent` is the answer to the act. Made before the act is sent. */
export type Moment = (sent: Promise<unknown>) => Promise<unknown>
export type Watched = { dataDirectory: string; signer: string }

/** The act has left the caller; the vault, which takes its time over the PIN, has not answered yet. */
export const beforeTheVault = (): Moment => later(5)

export const afterTheAnswer = (): Moment => (sent) => sent

export const later =
  (ms: number): Moment =>
  () =>
    new Promise((resolve) => setTimeout(resolve, ms))

/** The next bytes of a signed document reach the disk: authorised and time-stamped, and not recorded yet. */
export function atTheSeal({ dataDirectory }: Watched): Moment {
  const stored = new Promise<void>((resolve) => {
    const watcher = watch(path.join(dataDirectory, 'blobs', 'staged'), () => {
      watcher.close()
      resolve()
    })
  })
  return () => stored
}

/** The signature was authorised: PIN and code are spent, and its value is written down; `ms` later, the time-stamps are under way. */
export function afterTheVault(watched: Watched, ms = 0): Moment {
  return async () => {
    const authorised = process.env.DATABASE_URL ? await inPostgresql(watched) : () => inWriteAheadLog(watched)
    await until('the authorisation', authorised, PATIENCE_MS, 2)
    await later(ms)(Promise.resolve())
  }
}

/** Whether the authorisation is committed: then the write-ahead log of the embedded database holds it, as a file that can be read. */
function inWriteAheadLog({ dataDirectory, signer }: Watched): boolean {
  const folder = path.join(dataDirectory, 'database', 'pg_wal')
  return readdirSync(folder)
    .filter((name) => /^[0-9A-F]{24}$/.test(name))
    .some((name) => {
      const log = readFileSync(path.join(folder, name))
      for (let at = log.indexOf('signature_authorised'); at >= 0; at = log.indexOf('signature_authorised', at + 1)) {
        if (log.subarray(Math.max(0, at - 200), at + 200).includes(signer)) return true
      }
      return false
    })
}

async function inPostgresql({ dataDirectory, signer }: Watched): Promise<() => Promise<boolean>> {
  const { DATABASE_URL: connectionString } = await ownDatabase(dataDirectory)
  const client = new pg.Client({ connectionString })
  await client.connect()
  return async () => {
    const { rowCount } = await client.query(`SELECT 1 FROM "Event" WHERE "signerId" = $1 AND type = 'signature_authorised'`, [signer])
    if (rowCount) await client.end()
    return rowCount === 1
  }
}
