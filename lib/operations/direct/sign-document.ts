// Signs a PDF at once for a person whom the organisation names: the seal signs, and the audit trail says who declares what. Nothing of the
// document is kept (decisions/0049).

import { sha256Hex } from '../../crypto/algorithms'
import { apiKeyOf, type OrganisationCaller } from '../../domain/caller'
import type { Mode } from '../../domain/event'
import { newId } from '../../domain/ids'
import type { Trust } from '../../domain/ports'
import { Problem } from '../../domain/problem'
import { Prisma, type DirectSignature } from '../../generated/prisma/client'
import type { Anchor } from '../../signature/anchor/anchor-place'
import type { FoundText } from '../../signature/anchor/find-texts'
import type { Source } from '../../signature/pdf/source'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import { staging, type UploadFile } from '../documents/staging'
import { bound, requireWhole } from '../kernel/bound-rows'
import { doneBefore, markDone } from '../kernel/claim'
import type { Context } from '../kernel/context'
import { newSalt, saltedDigest } from '../kernel/profile'
import { piecesFrom } from '../kernel/stored-bytes'
import { trailJson } from '../signing/carried/told'
import { markOfDirect } from '../signing/mark'
import { requireValid } from '../signing/seal-document'
import { countUse } from '../usage/count-use'
import { directRow, directView, sealAppended, sealPerson, signedAgain, type DirectPerson, type DirectView } from './direct-row'
import { answering } from './answering-trust'
import { directPage, directTitle, toldDirect, type ToldDirect } from './told'

const LEVEL = 'B-LTA'

type DirectInput = {
  file: UploadFile
  signer: { name: string; identifier: string }
  fileName: string | null
  reason: string | null
  metadata: unknown
  anchor: Anchor | null
  /** The text must stand there, once. Else one that is not found makes an invisible signature, and of several the first counts. */
  requireAnchor: boolean
}
export type DirectlySigned = DirectView & { document: Uint8Array }

export async function signDocument(context: Context, caller: OrganisationCaller, input: DirectInput): Promise<DirectlySigned> {
  const done = doneBefore(context)
  return staging(context, input.file, async ({ sha256 }, source) => {
    const made = done === null ? await sign(context, caller, input, { sha256, source }) : await again(context, caller, done, source)
    return { ...directView(context, made.row), document: made.document }
  })
}

type Made = { row: DirectSignature; document: Uint8Array }
type Staged = { sha256: string; source: Source }

/** The file comes again with the repetition; what was appended to it was kept for this. */
async function again(context: Context, caller: OrganisationCaller, id: string, source: Source): Promise<Made> {
  const row = await directRow(context, caller, id)
  return { row, document: signedAgain(context, row, source.read(0, source.size)) }
}

async function sign(context: Context, caller: OrganisationCaller, input: DirectInput, staged: Staged): Promise<Made> {
  const { tenantId, mode } = caller
  // Before anything is read: a mode without a trust service signs nothing.
  const trust = context.trust(mode)
  const tenant = requireWhole(context, 'tenant', await context.db.tenant.findUniqueOrThrow({ where: { id: tenantId } }))
  const { signer, reason, fileName, metadata } = input
  const person: DirectPerson = { ...signer, reason, fileName, metadata, salt: newSalt() }
  const found = await anchorIn(context, caller, input, staged)
  const facts = {
    ...{ id: newId('sig'), tenantId, mode, apiKeyId: apiKeyOf(caller), organisation: tenant.name, sha256Before: staged.sha256 },
    // The time in a signature must be real.
    signedAt: context.machineNow(),
    nameSha256: saltedDigest(person, person.name),
    identifierSha256: saltedDigest(person, person.identifier),
  }
  const told = toldDirect({ ...facts, name: person.name, anchor: found && { found: found.count > 0, occurrences: found.count } })
  const made = await sealed(context, trust, {
    told,
    facts,
    person,
    staged,
    anchor: input.anchor && found && { asked: input.anchor, found },
  })
  const { serial, timestamp } = requireValid(made, LEVEL)
  const { placement } = made
  const row = {
    ...facts,
    ...{ sha256After: made.sha256, sizeBytes: made.sizeBytes, level: `PAdES-${LEVEL}`, serial, stampedAt: new Date(timestamp) },
    anchor: placement && { found: placement.found, occurrences: placement.occurrences, note: placement.note },
    ...{ carried: made.carried, trailSha256: sha256Hex(Buffer.from(trailJson(told), 'latin1')), erasedAt: null },
  }
  const kept = await keep(context, caller, row, { person, tails: made.tails })
  return { row: kept, document: Buffer.concat([staged.source.read(0, staged.source.size), ...made.tails]) }
}

type Sealing = {
  told: ToldDirect
  facts: { id: string; tenantId: string; mode: Mode; organisation: string; signedAt: Date }
  person: DirectPerson
  staged: Staged
  anchor: { asked: Anchor; found: FoundText } | null
}

/** By a document worker, which asks the trust service. */
async function sealed(context: Context, trust: Trust, { told, facts, person, staged, anchor }: Sealing) {
  const { id, tenantId, mode, organisation, signedAt } = facts
  const { name } = person
  const sealer = await trust.sealer()
  const asked = answering(trust, (bytes) => sealer.sign(bytes))
  return asked.unlessSilent(() =>
    context.documents.run('signDirectly', {
      ...taskOn(tenantId, staged),
      given: {
        ...{ id, certificate: sealer.certificate, chain: trust.chain, now: signedAt, claimedName: name },
        reason: person.reason ?? wording(DEFAULT_LANGUAGE, 'direct')('reason', { name, organisation }),
        trail: {
          ...{ name: `audit-trail-${id}`, json: trailJson(told), page: directPage(told, DEFAULT_LANGUAGE) },
          description: directTitle(told, DEFAULT_LANGUAGE),
        },
        anchor: anchor && { ...anchor, mark: markOfDirect(context, mode, facts, name) },
      },
      outside: asked.outside,
    }),
  )
}

type Row = Omit<DirectSignature, 'subject' | 'appended' | 'mac' | 'anchor'> & { anchor: Prisma.InputJsonObject | null }

/** What was appended is kept only where a repetition may ask for it. */
function keep(
  context: Context,
  caller: OrganisationCaller,
  row: Row,
  { person, tails }: { person: DirectPerson; tails: readonly Uint8Array[] },
): Promise<DirectSignature> {
  const subject = sealPerson(context, row.id, person)
  const appended = context.claim ? sealAppended(context, row.id, tails) : null
  return context.db.$transaction(async (tx) => {
    const data = { ...bound(context.secrets, 'directSignature', row), subject, appended, anchor: row.anchor ?? Prisma.DbNull }
    const kept = await tx.directSignature.create({ data })
    await countUse(context, tx, caller, 'direct_signatures')
    await markDone(context, tx, row.id)
    return kept
  })
}

function taskOn(tenant: string, { sha256, source }: Staged) {
  return { tenant, sha256, bytes: async () => piecesFrom(source) }
}

/** Null: no text is named. */
async function anchorIn(
  { documents }: Context,
  { tenantId }: OrganisationCaller,
  { anchor, requireAnchor }: DirectInput,
  staged: Staged,
): Promise<FoundText | null> {
  if (!anchor) return null
  const { text } = anchor
  const found = await documents.run('findAnchor', { ...taskOn(tenantId, staged), given: { text } }).catch((error: unknown) => {
    throw error instanceof Problem && error.says === 'VALIDATION_FAILED.text_unreadable' ? error.at(['anchor', 'text']) : error
  })
  if (requireAnchor && found.count === 0) throw new Problem('ANCHOR_NOT_FOUND.text').at(['anchor', 'text'])
  if (requireAnchor && found.count > 1) throw new Problem('ANCHOR_AMBIGUOUS.text', { count: found.count }).at(['anchor', 'text'])
  return found
}
