// Job after each signature: invites the next signer; after the last one completes the request, seals its evidence and mails everybody.

import { JOB } from '../../domain/caller'
import type { EvidenceEvent } from '../../domain/event'
import { requestFrom } from '../../domain/request'
import { sealEvidence, documentEntries } from './seal-evidence'
import { fileName } from '../kernel/file'
import type { Context, Tx } from '../kernel/context'
import { append, loadEvents } from '../kernel/evidence'
import { letterIfPossible, send } from '../messages/letter'
import { completedMail } from '../messages/outcome'
import type { Attachment } from '../kernel/outbox'
import { profileOrErased } from '../requests/get-signature-request'
import { withParts, type RequestRow } from '../requests/request-row'
import { countUseOfRequest } from '../usage/count-use'
import { inviteNext } from '../access/invite-signer'
import { lockRequest } from '../kernel/lock-request'

/** A larger mail may be refused on its way, so it brings the link without the documents. */
const LARGEST_MAIL = 5 * 1024 * 1024

/** Safe to repeat and to interrupt: each of its two transactions leaves a state from which the next run goes on. */
export async function completeRequest(context: Context, { request }: { request: string }): Promise<void> {
  const complete = await context.db.$transaction((tx) => advance(context, tx, request))
  if (!complete) return
  const row = await context.db.signatureRequest.findUniqueOrThrow({ where: { id: request }, include: { ...withParts, tenant: true } })
  if (row.evidenceBlob !== null) return
  // Later events, such as downloads, are recorded too, but the seal covers what led to the completion.
  const events = untilCompleted(await loadEvents(context, context.db, request))
  const { pack, auditTrail, manifestSha256 } = await sealEvidence(context, row, row.tenant.name, events)
  const evidenceBlob = await context.blobs.put(pack)
  const auditBlob = await context.blobs.put(auditTrail)
  await context.db.$transaction(async (tx) => {
    const { count } = await tx.signatureRequest.updateMany({
      where: { id: request, evidenceBlob: null },
      data: { evidenceBlob, auditBlob },
    })
    if (count === 0) return
    const head = events.at(-1)
    await append(context, tx, request, [
      {
        by: JOB,
        fact: { type: 'evidence_sealed', events: events.length, head: head?.hash ?? '', sha256: manifestSha256 },
      },
    ])
    await tellSigners(context, tx, row)
  })
}

/** Answers whether everybody has signed. */
async function advance(context: Context, tx: Tx, request: string): Promise<boolean> {
  await lockRequest(tx, request)
  const state = requestFrom(await loadEvents(context, tx, request))
  if (state.completedAt) return true
  if (state.cancelledAt) return false
  if (!state.signers.every(({ signedAt }) => signedAt !== undefined)) {
    await inviteNext(context, tx, request)
    return false
  }
  await append(context, tx, request, [{ by: JOB, fact: { type: 'request_completed' } }])
  await countUseOfRequest(context, tx, request, 'requests_completed')
  return true
}

function untilCompleted(events: readonly EvidenceEvent[]): readonly EvidenceEvent[] {
  return events.slice(0, events.findIndex(({ fact }) => fact.type === 'request_completed') + 1)
}

async function tellSigners(context: Context, tx: Tx, row: RequestRow): Promise<void> {
  const documents = documentEntries(row)
  const attached = documents.reduce((sum, { revision }) => sum + revision.sizeBytes, 0) < LARGEST_MAIL
  const attachments: Attachment[] = attached
    ? documents.map(({ name, signed, revision }) => ({
        name: fileName(`${name} (signed)`, signed.extension),
        mimeType: signed.mimeType,
        revision: revision.id,
      }))
    : []
  const names = row.signers.map((signer) => profileOrErased(context, signer).name)
  for (const { id } of row.signers) {
    const letter = await letterIfPossible(context, tx, id)
    if (letter) await send(context, tx, letter, 'completed', completedMail(letter, { signers: names, attached }), attachments)
  }
}
