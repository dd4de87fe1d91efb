// Completes a test signer without a browser, to the end or to a named step, with the outcome that a developer asks for.
// The signature is a real one of the test CA.

import { Problem } from '../../domain/problem'
import type { OrganisationCaller } from '../../domain/caller'
import { requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { refuseDeleted } from '../kernel/refuse-deleted'
import { atTimeOf } from '../kernel/request-clock'
import { refuseOutsideSandbox } from './refuse-outside-sandbox'
import { sandboxSigner, type SandboxSigner } from './sandbox-signer'
import { walkSigner } from './walk/walk-signer'
import { wayOf, type WalkOptions } from './walk/way'

export type Completion = WalkOptions & { signerId: string }

/**
 * Idempotent and resumable: a walk that was cut off goes on, and a finished one changes nothing. Steps that a person took in a browser are
 * not repeated.
 */
export async function completeSandboxSigner(context: Context, caller: OrganisationCaller, input: Completion): Promise<SandboxSigner> {
  refuseOutsideSandbox(caller)
  const { signerId } = input
  const where = { id: signerId, request: { tenantId: caller.tenantId, mode: 'test' as const } }
  const row = await context.db.signer.findFirst({ where, include: { request: true } })
  if (!row) throw new Problem('NOT_FOUND.signer_alone', { signer: signerId })
  const { request, ...signer } = row
  requireWhole(context, 'signer', signer)
  refuseDeleted(requireWhole(context, 'signatureRequest', request))
  const at = await atTimeOf(context, context.db, { signer: signerId })
  const way = wayOf(input)
  await walkSigner(at, signerId, way)
  return sandboxSigner(at, signerId, way)
}
