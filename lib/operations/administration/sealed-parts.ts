// Everything that is sealed under a secret of the installation, part by part, for rotations: what an earlier generation has sealed is found,
// and sealed anew.

import { newestPrefix } from '../../crypto/envelope'
import { MODES } from '../../domain/event'
import type { Outdated, SealedStore } from '../../domain/ports'
import { Problem } from '../../domain/problem'
import type { SigningProvider } from '../../domain/signing-provider'
import { lockBlobs } from '../documents/blob-use'
import type { Context } from '../kernel/context'
import { unlessChanged } from '../kernel/integrity'
import { signerLink, statusLink } from '../kernel/links'
import { openColumn, SEALED_COLUMNS, sealColumn, type SealedColumnName } from '../kernel/sealed-columns'

/** `name`: for the operator. */
export type SealedPart = SealedStore & { name: string }

/** Rows read at once. */
const AT_ONCE = 200

/** `trust`: the keys of the test authority. */
export function sealedParts(context: Context, trust: SealedStore): SealedPart[] {
  return [
    // First what was never stored sealed: its columns are sealed by that.
    { name: 'links of signers, from before they were stored', outdated: () => derivedSignerLinks(context) },
    { name: 'links of status pages, from before they were stored', outdated: () => derivedStatusLinks(context) },
    ...(Object.keys(SEALED_COLUMNS) as SealedColumnName[]).map((name) => ({
      name: `${SEALED_COLUMNS[name].table}.${SEALED_COLUMNS[name].column}`,
      outdated: () => outdatedRows(context, name),
    })),
    ...providersOf(context).map((provider) => ({
      name: `keys at the provider "${provider.name}"`,
      outdated: () => outdatedReferences(context, provider),
    })),
    { name: 'keys of the test authority', outdated: () => trust.outdated() },
    { name: 'blobs', outdated: () => outdatedBlobs(context) },
  ]
}

/** Pages through a table by id, so that rows which change meanwhile do not disturb. */
async function* pages<R extends { id: string }>(read: (after: string) => Promise<readonly R[]>): AsyncIterable<R> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const rows: readonly R[] = await read(after)
    yield* rows
    after = rows.at(-1)?.id
  }
}

/** A row that changed since it was read is left to the next pass. */
async function* outdatedRows(context: Context, name: SealedColumnName): AsyncIterable<Outdated> {
  const { db, secrets } = context
  const { table, column, ring } = SEALED_COLUMNS[name]
  const prefix = newestPrefix(ring(secrets))
  const read = (after: string) =>
    db.$queryRawUnsafe<{ id: string; sealed: Uint8Array }[]>(
      `SELECT "id", "${column}" AS "sealed" FROM "${table}"
       WHERE "id" > $1 AND length("${column}") > 0 AND encode(substring("${column}" FROM 1 FOR ${prefix.length}), 'hex') <> $2
       ORDER BY "id" LIMIT ${AT_ONCE}`,
      after,
      prefix.toString('hex'),
    )
  for await (const { id, sealed } of pages(read)) {
    // What was changed outside of the product keeps nothing else from being sealed anew.
    const plaintext = await unlessChanged(async () => openColumn(context, name, id, sealed))
    if (plaintext === null) {
      yield { fault: true, renew: () => Promise.resolve() }
      continue
    }
    yield {
      async renew() {
        const renewed = sealColumn(secrets, name, id, plaintext)
        await db.$executeRawUnsafe(`UPDATE "${table}" SET "${column}" = $1 WHERE "id" = $2 AND "${column}" = $3`, renewed, id, sealed)
      },
    }
  }
}

async function* derivedSignerLinks(context: Context): AsyncIterable<Outdated> {
  const { db, secrets } = context
  const select = { id: true, linkVersion: true, linkToken: true } as const
  const read = (after: string) =>
    db.signer.findMany({ where: { id: { gt: after }, linkToken: null }, select, orderBy: { id: 'asc' }, take: AT_ONCE })
  for await (const row of pages(read)) {
    yield {
      async renew() {
        const linkToken = sealColumn(secrets, 'signerLink', row.id, Buffer.from(signerLink(context, row).token))
        await db.signer.updateMany({ where: { id: row.id, linkVersion: row.linkVersion, linkToken: null }, data: { linkToken } })
      },
    }
  }
}

async function* derivedStatusLinks(context: Context): AsyncIterable<Outdated> {
  const { db, secrets } = context
  const select = { id: true, statusToken: true } as const
  const read = (after: string) =>
    db.signatureRequest.findMany({ where: { id: { gt: after }, statusToken: null }, select, orderBy: { id: 'asc' }, take: AT_ONCE })
  for await (const row of pages(read)) {
    yield {
      async renew() {
        const statusToken = sealColumn(secrets, 'statusLink', row.id, Buffer.from(statusLink(context, row).token))
        await db.signatureRequest.updateMany({ where: { id: row.id, statusToken: null }, data: { statusToken } })
      },
    }
  }
}

async function* outdatedReferences({ db }: Context, provider: SigningProvider): AsyncIterable<Outdated> {
  const select = { id: true, reference: true } as const
  const read = (after: string) =>
    db.credential.findMany({ where: { id: { gt: after }, provider: provider.name }, select, orderBy: { id: 'asc' }, take: AT_ONCE })
  for await (const { id, reference } of pages(read)) {
    const stored = reference as Record<string, string | number>
    const renewed = await provider.renew({ id, reference: stored })
    if (renewed === null) continue
    yield {
      async renew() {
        await db.credential.updateMany({ where: { id, reference: { equals: stored } }, data: { reference: { ...renewed } } })
      },
    }
  }
}

async function* outdatedBlobs({ db, blobs }: Context): AsyncIterable<Outdated> {
  for await (const { sha256, renewed } of blobs.outdated()) {
    yield {
      async renew() {
        const staged = await renewed()
        try {
          await db.$transaction(async (tx) => {
            await lockBlobs(tx, [sha256])
            if (await blobs.has(sha256)) await staged.keep()
          })
        } finally {
          await staged.discard()
        }
      },
    }
  }
}

/** Those that are connected, in any mode. */
function providersOf(context: Context): SigningProvider[] {
  const connected = MODES.flatMap((mode) => {
    try {
      return [context.signing(mode)]
    } catch (error) {
      if (error instanceof Problem) return []
      throw error
    }
  })
  return [...new Map(connected.map((provider) => [provider.name, provider])).values()]
}
