// Job after each signature and each end: invites the next signer, or completes the request after the last one; once it has ended, seals its
// evidence. Where everybody has signed, everybody is mailed.

import { JOB } from '../../domain/caller'
import type { EvidenceEvent } from '../../domain/event'
import { hasEnded, isSealing, requestFrom, type RequestState } from '../../domain/request'
import { removeUnused } from '../documents/blob-use'
import { sealEvidence, documentEntries } from './seal-evidence'
import { stampEvidence, stampsOf } from './stamp-evidence'
import { fileName } from '../kernel/file'
import type { Context, Tx } from '../kernel/context'
import { append, loadEvents, loadRequest } from '../kernel/evidence'
import { ownDocuments } from '../kernel/revisions'
import { letterIfPossible, send } from '../messages/letter'
import { completedMail } from '../messages/outcome'
import type { Attachment } from '../kernel/outbox'
import { profileOrErased } from '../requests/get-signature-request'
import { ownRow, withParts, type RequestRow } from '../requests/request-row'
import { countUseOfRequest } from '../usage/count-use'
import { inviteNext } from '../access/invite-signer'
import { requireWhole } from '../kernel/bound-rows'
import { lockRequest } from '../kernel/lock-request'
import { countStored } from '../kernel/storage'

/** A larger mail may be refused on its way, so it brings the link without the documents. */
const LARGEST_MAIL = 5 * 1024 * 1024

/** Safe to repeat and to interrupt: each of its transactions leaves a state from which the next run goes on. */
export async function completeRequest(context: Context, { request }: { request: string }): Promise<void> {
  if (!(await context.db.$transaction((tx) => advance(context, tx, request)))) return
  await stampEvidence(context, { request })
  const all = await loadEvents(context, context.db, request)
  const state = requestFrom(all)
  if (isSealedOrDeleted(state)) return
  const row = await rowOf(context, request, state)
  const events = untilEnd(all)
  const stamps = (await stampsOf(context, request, all)).filter(({ event }) => event.sequence <= events.length)
  const { pack, auditTrail, manifestSha256 } = await sealEvidence(context, row, row.tenant.name, { events, stamps })
  const evidenceBlob = await context.blobs.put(pack)
  const auditBlob = await context.blobs.put(auditTrail)
  const archiveBytes = pack.length + auditTrail.length
  await context.db.$transaction(async (tx) => {
    await lockRequest(tx, request)
    // Another run was first, or the request was deleted meanwhile: what names people must not stay behind.
    if (isSealedOrDeleted(await loadRequest(context, tx, request))) return removeUnused(context, tx, [evidenceBlob, auditBlob])
    await tx.signatureRequest.update({ where: { id: request }, data: { evidenceBlob, auditBlob, archiveBytes } })
    const head = events.at(-1)
    await append(context, tx, request, [
      {
        by: JOB,
        fact: { type: 'evidence_sealed', events: events.length, head: head?.hash ?? '', sha256: manifestSha256 },
      },
    ])
    if (state.completedAt !== undefined) await tellSigners(context, tx, row, state)
    await countStored(tx, row.tenantId, archiveBytes)
  })
}

/** By the evidence: a row could be changed so that another archive takes the place of the one that was sealed. */
const isSealedOrDeleted = ({ sealedAt, deletedAt }: RequestState): boolean => sealedAt !== undefined || deletedAt !== undefined

async function rowOf(context: Context, id: string, state: RequestState) {
  const row = await context.db.signatureRequest.findUniqueOrThrow({ where: { id }, include: { ...withParts, tenant: true } })
  requireWhole(context, 'tenant', row.tenant)
  return { ...ownRow(context, row), documents: ownDocuments(context, id, state, row.documents) }
}

/** Answers whether the request has ended, so that its evidence is to be sealed now. */
async function advance(context: Context, tx: Tx, request: string): Promise<boolean> {
  await lockRequest(tx, request)
  const state = requestFrom(await loadEvents(context, tx, request))
  if (state.deletedAt) return false
  // A signature that is still being made belongs into the evidence; the sweep comes back.
  if (hasEnded(state)) return !isSealing(state)
  if (!state.signers.every(({ signedAt }) => signedAt !== undefined)) {
    await inviteNext(context, tx, request)
    return false
  }
  await append(context, tx, request, [{ by: JOB, fact: { type: 'request_completed' } }])
  await countUseOfRequest(context, tx, request, 'requests_completed')
  return true
}

/** Of a completed request, what led to the completion: later events, such as downloads, are not what is proven. Of another one, all. */
function untilEnd(events: readonly EvidenceEvent[]): readonly EvidenceEvent[] {
  const completed = events.findIndex(({ fact }) => fact.type === 'request_completed')
  return completed === -1 ? events : events.slice(0, completed + 1)
}

async function tellSigners(context: Context, tx: Tx, row: RequestRow, state: RequestState): Promise<void> {
  const documents = documentEntries(row, state)
  const attached = documents.reduce((sum, { revision }) => sum + revision.sizeBytes, 0) < LARGEST_MAIL
  const attachments: Attachment[] = attached
    ? documents.map(({ name, signed, revision }) => ({
        name: fileName(`${name} (signed)`, signed.extension),
        mimeType: signed.mimeType,
        revision: revision.id,
        sha256: revision.sha256,
      }))
    : []
  const names = row.signers.map((signer) => profileOrErased(context, signer, row).name)
  for (const { id } of row.signers) {
    const letter = await letterIfPossible(context, tx, id)
    if (letter) await send(context, tx, letter, 'completed', completedMail(letter, { signers: names, attached }), attachments)
  }
}
