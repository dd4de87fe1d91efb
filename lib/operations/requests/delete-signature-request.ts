// Deletes a closed request for good: people, documents, archives and face data are erased; the evidence stays as a chain of digests.

import { Problem } from '../../domain/problem'
import { Prisma } from '../../generated/prisma/client'
import { requestFrom, statusOf, type RequestState } from '../../domain/request'
import type { OrganisationCaller } from '../../domain/caller'
import { changeBound } from '../kernel/bound-rows'
import { forgetAnswers } from '../kernel/claim'
import { eraseTexts } from '../conversation/erase-texts'
import type { Context, Tx } from '../kernel/context'
import { removeUnused } from '../documents/blob-use'
import { forgetTexts } from '../legal-texts/forget-texts'
import { takeParts } from '../documents/purge-documents'
import { forgetPictures } from '../verification/frame-store'
import { append, loadEvents } from '../kernel/evidence'
import { requestRow, type RequestRow } from './request-row'
import { lockRequest } from '../kernel/lock-request'
import { countStored } from '../kernel/storage'

export type DeletedRequest = { id: string; deletedAt: Date }

/**
 * Certificates stay: their issuer must keep them, and their holders sign other requests with them. The salted digests in the
 * evidence say nothing once the salts are gone. Copies that people have downloaded or were mailed are theirs.
 */
export async function deleteSignatureRequest(
  context: Context,
  caller: OrganisationCaller,
  { requestId }: { requestId: string },
): Promise<DeletedRequest> {
  const row = await requestRow(context, caller, requestId)
  const deletedAt = context.now()
  await context.db.$transaction(
    async (tx) => {
      await lockRequest(tx, requestId)
      const state = requestFrom(await loadEvents(context, tx, requestId))
      // Another call deleted the request at this moment: both succeed.
      if (state.deletedAt !== undefined) return
      refuseUnlessClosed(context, state)
      await erasePeople(context, tx, requestId)
      const documents = row.documents.length
      await append(context, tx, requestId, [{ by: caller, fact: { type: 'request_deleted', documents, signers: row.signers.length } }])
      await eraseDocuments(context, tx, row, deletedAt)
    },
    { timeout: 30_000 },
  )
  return { id: requestId, deletedAt }
}

function refuseUnlessClosed(context: Context, state: RequestState): void {
  const status = statusOf(state, context.now())
  if (status === 'pending' || status === 'in_progress') {
    throw new Problem('STATE_CONFLICT.cancel_first', { status })
  }
  const sealing = state.signers.some(({ authorised, signedAt }) => authorised !== undefined && signedAt === undefined)
  if (sealing || (status === 'completed' && state.sealedAt === undefined)) {
    throw new Problem('STATE_CONFLICT.request_being_finished')
  }
}

/** Deletes the keys too: then nothing that a backup still holds of the person can be read. */
async function erasePeople(context: Context, tx: Tx, requestId: string): Promise<void> {
  const ofRequest = { signer: { requestId } }
  const nothing = new Uint8Array()
  await forgetPictures(context, tx, ofRequest)
  await tx.knownIdentity.deleteMany({ where: { verification: ofRequest } })
  await tx.verification.updateMany({ where: ofRequest, data: { key: null, result: null, plan: nothing } })
  await tx.activation.updateMany({ where: ofRequest, data: { prepared: nothing, challenge: Prisma.DbNull } })
  await tx.session.deleteMany({ where: ofRequest })
  await tx.handover.deleteMany({ where: ofRequest })
  await eraseTexts(tx, { requestId })
  await tx.signer.updateMany({ where: { requestId }, data: { profileKey: null, profile: nothing, holder: null, erasureAskedAt: null } })
  // The outbox holds addresses, names and links; mails of a person's space went out with their signer here.
  await tx.outboxMessage.deleteMany({ where: { OR: [{ requestId }, ofRequest] } })
  await forgetAnswers(context, tx, requestId)
  const signers = await tx.signer.findMany({ where: { requestId }, select: { id: true } })
  await forgetTexts(
    context,
    tx,
    signers.map(({ id }) => id),
    ['certificate_requested', 'documents_approved'],
  )
  // Webhook events hold the requester's metadata, and need not be sent again for a deleted request.
  await tx.webhookEvent.deleteMany({ where: { requestId } })
}

async function eraseDocuments(context: Context, tx: Tx, row: RequestRow, deletedAt: Date): Promise<void> {
  const { evidenceBlob, auditBlob, archiveBytes } = row
  const erasedRequest = {
    deletedAt,
    evidenceBlob: null,
    auditBlob: null,
    archiveBytes: 0,
    cancelReason: null,
    redirectUrl: null,
    metadata: {},
  }
  await changeBound(context, tx, 'signatureRequest', { id: row.id }, erasedRequest)
  const { parts, ownBytes } = await takeParts(tx, { requestDocument: { requestId: row.id } })
  const uploads: string[] = []
  let freed = archiveBytes + ownBytes
  for (const { document } of row.documents) {
    const unused = { id: document.id, uses: { none: { request: { deletedAt: null } } } }
    // Titles often name people.
    const erased = { purgedAt: document.purgedAt ?? deletedAt, name: 'Deleted' }
    const count = await changeBound(context, tx, 'document', unused, erased)
    if (count === 0) continue
    uploads.push(document.sha256)
    if (document.purgedAt === null) freed += document.sizeBytes
  }
  await removeUnused(context, tx, [...parts, ...uploads, ...(evidenceBlob ? [evidenceBlob] : []), ...(auditBlob ? [auditBlob] : [])])
  await countStored(tx, row.tenantId, -freed)
}
