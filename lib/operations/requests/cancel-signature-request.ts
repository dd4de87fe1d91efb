// Cancels a request that is still open, and tells every signer who was already asked.

import { changeBound } from '../kernel/bound-rows'
import { sha256Hex } from '../../crypto/algorithms'
import { Problem } from '../../domain/problem'
import { requestFrom, statusOf, type RequestState } from '../../domain/request'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context, Tx } from '../kernel/context'
import { append, loadEvents } from '../kernel/evidence'
import { letterIfPossible, send } from '../messages/letter'
import { cancelledMail } from '../messages/outcome'
import { getSignatureRequest, type RequestView } from './get-signature-request'
import { requestRow } from './request-row'
import { lockRequest } from '../kernel/lock-request'

export async function cancelSignatureRequest(
  context: Context,
  caller: OrganisationCaller,
  { requestId, reason }: { requestId: string; reason?: string | undefined },
): Promise<RequestView> {
  await requestRow(context, caller, requestId)
  await context.db.$transaction(async (tx) => {
    await lockRequest(tx, requestId)
    const state = requestFrom(await loadEvents(context, tx, requestId))
    refuseUnlessOpen(context, state)
    await changeBound(context, tx, 'signatureRequest', { id: requestId }, { cancelReason: reason ?? null })
    // The reason may hold personal data: it stands in the row, and the evidence holds its digest.
    const digest = reason === undefined ? {} : { reason_sha256: sha256Hex(reason) }
    await append(context, tx, requestId, [{ by: caller, fact: { type: 'request_cancelled', ...digest } }])
    await tellSigners(context, tx, state, reason ?? null)
  })
  return getSignatureRequest(context, caller, { requestId })
}

function refuseUnlessOpen(context: Context, state: RequestState): void {
  const status = statusOf(state, context.now())
  if (status !== 'pending' && status !== 'in_progress') {
    throw new Problem('STATE_CONFLICT.no_cancelling', { status })
  }
  // A signer who has authorised has signed (domain/journey): a delay of the sealing must not undo it.
  if (state.signers.some((signer) => signer.authorised && !signer.signedAt)) {
    throw new Problem('STATE_CONFLICT.signature_being_finished')
  }
}

async function tellSigners(context: Context, tx: Tx, state: RequestState, reason: string | null): Promise<void> {
  for (const signer of state.signers) {
    const letter = signer.invited ? await letterIfPossible(context, tx, signer.id) : null
    if (letter) await send(context, tx, letter, 'cancelled', cancelledMail(letter, { reason, signed: signer.signedAt !== undefined }))
  }
}
