// The row of a direct signature: whose it is, what is sealed in it, and what is shown of it.

import { sha256Hex } from '../../crypto/algorithms'
import type { OrganisationCaller } from '../../domain/caller'
import { Problem } from '../../domain/problem'
import type { DirectSignature } from '../../generated/prisma/client'
import { requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { openColumn, sealColumn } from '../kernel/sealed-columns'
import { toldDirect, type ToldDirect } from './told'

/** Who signed, as the organisation says, and its words; `salt` blinds the digests of name and identifier. */
export type DirectPerson = {
  name: string
  identifier: string
  reason: string | null
  fileName: string | null
  metadata: unknown
  salt: string
}
/** `anchor`: `note` is for people. */
type PlacedAnchor = { found: boolean; occurrences: number; note: string | null }

/** `person`: null once erased. */
export type DirectView = { row: DirectSignature; person: DirectPerson | null; anchor: PlacedAnchor | null; trail: ToldDirect }

type Needs = Pick<Context, 'secrets' | 'integrity' | 'log'>

/** Throws NOT_FOUND where it is of somebody else or of the other mode. */
export async function directRow(context: Context, { tenantId, mode }: OrganisationCaller, id: string): Promise<DirectSignature> {
  const row = await context.db.directSignature.findFirst({ where: { id, tenantId, mode } })
  if (!row) throw new Problem('NOT_FOUND.direct_signature', { id })
  return requireWhole(context, 'directSignature', row)
}

export function sealPerson({ secrets }: Pick<Context, 'secrets'>, id: string, person: DirectPerson): Uint8Array<ArrayBuffer> {
  return sealColumn(secrets, 'directSubject', id, Buffer.from(JSON.stringify(person)))
}

export function directView(context: Needs, row: DirectSignature): DirectView {
  const person = row.subject && openPerson(context, row.id, row.subject)
  const anchor = row.anchor as PlacedAnchor | null
  return { row, person, anchor, trail: toldDirect({ ...row, anchor, name: person?.name ?? null }) }
}

function openPerson(context: Needs, id: string, subject: Uint8Array): DirectPerson {
  return JSON.parse(openColumn(context, 'directSubject', id, subject).toString('utf8')) as DirectPerson
}

export function sealAppended({ secrets }: Pick<Context, 'secrets'>, id: string, tails: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return sealColumn(secrets, 'directAppended', id, Buffer.concat(tails))
}

/** The file as it was signed, of the one that is sent again. Throws DOCUMENT_GONE where what was appended is kept no longer. */
export function signedAgain(context: Needs, { id, appended, sha256After }: DirectSignature, sent: Uint8Array): Buffer {
  if (!appended) throw new Problem('DOCUMENT_GONE.direct_signature', { id })
  const document = Buffer.concat([sent, openColumn(context, 'directAppended', id, appended)])
  if (sha256Hex(document) !== sha256After) throw new Error(`what was appended does not make the file of ${id}`)
  return document
}
