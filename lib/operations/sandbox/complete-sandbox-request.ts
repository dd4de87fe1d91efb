// Completes the signers of a test request without a browser, in their order, as far as a developer asks: those before the last one sign.

import { requestFrom } from '../../domain/request'
import { Problem } from '../../domain/problem'
import type { OrganisationCaller } from '../../domain/caller'
import { requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { loadEvents } from '../kernel/evidence'
import { refuseDeleted } from '../kernel/refuse-deleted'
import { noSuchRequest } from '../requests/request-row'
import { atOffset } from '../kernel/request-clock'
import { refuseOutsideSandbox } from './refuse-outside-sandbox'
import { sandboxSigner, type SandboxSigner } from './sandbox-signer'
import { walkSigner } from './walk/walk-signer'
import { wayOf, type WalkOptions } from './walk/way'

/** The options apply to the last signer who is walked; `keepCredential` to all. `signerId`: that signer, else the last of the request. */
export type RequestCompletion = WalkOptions & { requestId: string; signerId?: string | undefined }

/** Resumable like the walk of one signer: those who have signed stay signed. */
export async function completeSandboxRequest(
  context: Context,
  caller: OrganisationCaller,
  input: RequestCompletion,
): Promise<readonly SandboxSigner[]> {
  refuseOutsideSandbox(caller)
  const { requestId, signerId } = input
  const where = { id: requestId, tenantId: caller.tenantId, mode: 'test' as const }
  const row = await context.db.signatureRequest.findFirst({ where })
  if (!row) throw noSuchRequest(requestId)
  refuseDeleted(requireWhole(context, 'signatureRequest', row))
  const at = atOffset(context, row)
  const walked = upTo(requestFrom(await loadEvents(context, context.db, requestId)).signers, requestId, signerId)
  const last = wayOf(input),
    before = wayOf({ keepCredential: input.keepCredential })
  const shown: SandboxSigner[] = []
  for (const [index, { id }] of walked.entries()) {
    const way = index === walked.length - 1 ? last : before
    await walkSigner(at, id, way)
    shown.push(await sandboxSigner(at, id, way))
  }
  return shown
}

function upTo(
  signers: readonly { id: string; order: number }[],
  requestId: string,
  signerId: string | undefined,
): readonly { id: string }[] {
  const ordered = [...signers].sort((a, b) => a.order - b.order)
  if (signerId === undefined) return ordered
  const last = ordered.findIndex(({ id }) => id === signerId)
  if (last !== -1) return ordered.slice(0, last + 1)
  throw new Problem('VALIDATION_FAILED.other_request', { request: requestId, signer: signerId }).at(['signerId'], 'INVALID_VALUE')
}
