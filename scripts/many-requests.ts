// Fills a stopped installation with many signature requests: copies of the ones that are named, each with ids and a hash chain of its own.
// Usage: tsx scripts/many-requests.ts <data directory> <count> <requests per minute> <id> [<id> …]; DATABASE_URL as for the product.

import { eventHash } from '@/lib/crypto/chain'
import { GENESIS, whoAsked, type EvidenceEvent } from '@/lib/domain/event'
import { newId } from '@/lib/domain/ids'
import { openPglite } from '@/lib/adapters/prisma/pglite'
import { openPostgresql } from '@/lib/adapters/prisma/postgresql'
import { lockDirectory } from '@/lib/adapters/sockets/directory-lock'
import { openLog } from '@/lib/adapters/log'
import { openSecrets } from '@/lib/adapters/secrets'
import { readConfig } from '@/lib/config'
import type { PrismaClient } from '@/lib/generated/prisma/client'
import { bound, type BoundName } from '@/lib/operations/kernel/bound-rows'
import { openKeptKeys } from '@/lib/operations/kernel/kept-keys'
import { newSignerLink, newStatusLink, type NewLink } from '@/lib/operations/kernel/links'
import { newIntegrity } from '@/lib/operations/kernel/integrity'
import { newProfileKey, openProfile, sealProfile, type SignerProfile } from '@/lib/operations/kernel/profile'
import { headMacOf, macOf } from '@/lib/operations/kernel/stored-evidence'

type Row = Record<string, unknown>
type EventRow = Row &
  Pick<EvidenceEvent, 'id' | 'sequence' | 'actor' | 'fact'> & { requestId: string; session: string | null; caller: string | null }
type Copy = { SignatureRequest: Row[]; Signer: Row[]; RequestDocument: Row[]; Revision: Row[]; Field: Row[]; Event: EventRow[] }
type Needs = Parameters<typeof newStatusLink>[0] & Parameters<typeof openProfile>[0]
/** `profiles`: of its signers, by their ids, because each is sealed for one signer alone. */
type Template = { rows: string; profiles: ReadonlyMap<string, SignerProfile> }

const BATCH = 1000
/** Milliseconds between a copy and the one before it: 100,000 copies are eight days of a busy account. */
const APART = 7000

async function main([dataDir = '', count = '', perMinute = '', ...ids]: readonly string[]): Promise<void> {
  const config = readConfig({ ...process.env, QSIGNHUB_DATA_DIR: dataDir })
  const secrets = await openSecrets(config)
  const needs = { secrets, baseUrl: config.baseUrl, integrity: newIntegrity(), log: openLog('error') }
  const database = config.databaseUrl
    ? await openPostgresql(config.databaseUrl, () => undefined)
    : await openPglite(config.dataDir, () => lockDirectory(config.dataDir))
  try {
    secrets.keep(await openKeptKeys(database.prisma, secrets, { begun: true, fresh: false }))
    const templates = await Promise.all(ids.map((id) => templateOf(database.prisma, needs, id)))
    await fill(database.prisma, needs, templates, Number(count))
    await database.prisma.tenant.updateMany({ data: { requestsPerMinute: Number(perMinute) } })
    await database.prisma.$executeRawUnsafe('ANALYZE')
  } finally {
    await database.close()
  }
}

async function fill(db: PrismaClient, needs: Needs, templates: readonly Template[], count: number): Promise<void> {
  const newest = Date.now()
  for (let done = 0; done < count;) {
    const copies: Copy[] = []
    for (; copies.length < BATCH && done < count; done++) {
      const template = templates[done % templates.length]
      if (template) copies.push(copyOf(needs, template, newest - done * APART))
    }
    for (const table of ['SignatureRequest', 'Signer', 'RequestDocument', 'Revision', 'Field', 'Event'] as const) {
      await insert(
        db,
        table,
        copies.flatMap((copy): Row[] => copy[table]),
      )
    }
  }
}

/** `rows`: all of a request as one JSON text, in which ids can be replaced: the same id occurs in several rows and in the facts. */
async function templateOf(db: PrismaClient, needs: Needs, id: string): Promise<Template> {
  const rows = async (table: string, where: string): Promise<Row[]> =>
    (await db.$queryRawUnsafe<{ row: Row }[]>(`SELECT to_jsonb(t) AS "row" FROM "${table}" t WHERE ${where}`, id)).map(({ row }) => row)
  const ofParts = '"requestDocumentId" IN (SELECT "id" FROM "RequestDocument" WHERE "requestId" = $1)'
  const signers = await db.signer.findMany({ where: { requestId: id } })
  const all = JSON.stringify({
    SignatureRequest: await rows('SignatureRequest', '"id" = $1'),
    Signer: await rows('Signer', '"requestId" = $1'),
    RequestDocument: await rows('RequestDocument', '"requestId" = $1'),
    Revision: await rows('Revision', ofParts),
    Field: await rows('Field', ofParts),
    Event: await rows('Event', '"requestId" = $1 ORDER BY "sequence"'),
  })
  return { rows: all, profiles: new Map(signers.map((signer) => [signer.id, openProfile(needs, signer)])) }
}

/** The documents themselves are shared; everything else gets a new id, and the evidence is chained anew. */
function copyOf(needs: Needs, { rows, profiles }: Template, at: number): Copy {
  const ids = new Map<string, string>()
  const copy = JSON.parse(
    rows.replace(/"(sreq|sgn|rdoc|rev|fld|evt)_\w+"/g, (id: string, prefix: string) => {
      const fresh = ids.get(id) ?? JSON.stringify(newId(prefix as Parameters<typeof newId>[0]))
      ids.set(id, fresh)
      return fresh
    }),
  ) as Copy
  const createdAt = new Date(at).toISOString()
  for (const row of copy.SignatureRequest) {
    const { hash, sealed } = newStatusLink(needs, String(row['id']))
    // When its facts say that it was completed, all of which are of one moment here.
    const completedAt = row['completedAt'] === null ? null : createdAt
    bind(needs, 'signatureRequest', Object.assign(row, { createdAt, completedAt, statusHash: hash, statusToken: bytea(sealed) }))
  }
  for (const [before, profile] of profiles) {
    const id = JSON.parse(ids.get(JSON.stringify(before)) ?? '""') as string
    const row = copy.Signer.find((one) => one['id'] === id) ?? {}
    const { hash, sealed } = newSignerLink(needs, id)
    const profileKey = newProfileKey(needs, id)
    const sealedProfile = sealProfile(needs, { id, profileKey }, profile)
    const linked = Object.assign(row, {
      createdAt,
      linkHash: hash,
      linkToken: bytea(sealed),
      profileKey: bytea(profileKey),
      profile: bytea(sealedProfile),
    })
    bind(needs, 'signer', linked)
  }
  for (const row of copy.Field) bind(needs, 'field', row)
  let previousHash = GENESIS
  for (const row of copy.Event) {
    const { id, requestId: request, sequence, actor, session, caller, fact } = row
    const record = { id, request, sequence, at: createdAt, actor, ...whoAsked(session, caller), fact, previous_hash: previousHash }
    const hash = eventHash(previousHash, record)
    Object.assign(row, { at: createdAt, previousHash, hash, mac: macOf(needs.secrets, { request, sequence, hash }) })
    for (const ended of copy.SignatureRequest) ended['headMac'] = headMacOf(needs.secrets, { request, sequence, hash })
    previousHash = hash
  }
  return copy
}

/** Every bound column is there: the row was read whole. JSON has its moments as text. */
function bind(needs: Needs, name: BoundName, row: Row): void {
  for (const column in row) if (column.endsWith('At') && typeof row[column] === 'string') row[column] = new Date(row[column])
  Object.assign(row, bound(needs.secrets, name, row as Parameters<typeof bound<BoundName, never>>[2]))
}

/** As PostgreSQL reads bytes in JSON. */
const bytea = (bytes: NewLink['sealed']): string => `\\x${Buffer.from(bytes).toString('hex')}`

async function insert(db: PrismaClient, table: string, rows: readonly Row[]): Promise<void> {
  await db.$executeRawUnsafe(
    `INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`,
    JSON.stringify(rows),
  )
}

await main(process.argv.slice(2))
