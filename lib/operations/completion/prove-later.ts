// What a new fact needs of the trust service: its time-stamp, or the sealing of all evidence at an end. Jobs do it, so that a service that
// does not answer delays it and nothing else.

import { stampedOf } from '../../domain/event'
import { hasEnded, requestFrom } from '../../domain/request'
import type { Follower } from '../kernel/context'

export const proveLater: Follower = async (context, tx, { id }, { before, added }) => {
  if (stampedOf(added).length === 0) return
  await tx.signatureRequest.update({ where: { id }, data: { stampsDueAt: context.machineNow() } })
  const state = requestFrom([...before, ...added])
  // The sealing time-stamps first. The job that completes a request seals it too.
  const sealing = hasEnded(state) && state.sealedAt === undefined && state.deletedAt === undefined
  if (!sealing) await context.enqueue(tx, 'stamp_evidence', { request: id })
  else if (state.completedAt === undefined) await context.enqueue(tx, 'complete_request', { request: id })
}
