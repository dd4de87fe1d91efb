// Hands out the Verified Identity Proof of a signer: a sealed PDF with the report of the identity check and its pictures.

import { sha256Hex } from '../../crypto/algorithms'
import type { EvidenceEvent } from '../../domain/event'
import { Problem } from '../../domain/problem'
import { requestFrom } from '../../domain/request'
import type { Verification } from '../../generated/prisma/client'
import type { OrganisationCaller } from '../../domain/caller'
import { requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { append, loadEvents } from '../kernel/evidence'
import type { File } from '../kernel/file'
import { sealed } from '../kernel/seal'
import { refuseDeleted } from '../kernel/refuse-deleted'
import { countUse } from '../usage/count-use'
import { drawn } from '../report/drawn'
import { proofReport } from './proof-report'
import { languageOf } from '../../wording/readers-language'
import { wording } from '../../wording/wording'

/** The plans that do not include the proof; all higher ones do. */
const PLANS_WITHOUT = new Set(['startup'])

export async function getIdentityProof(
  context: Context,
  caller: OrganisationCaller,
  { requestId, signerId }: { requestId: string; signerId: string },
): Promise<File> {
  const { tenantId, mode } = caller
  const signer = await context.db.signer.findFirst({
    where: { id: signerId, requestId, request: { tenantId, mode } },
    include: { request: { include: { tenant: true } } },
  })
  if (!signer) throw new Problem('NOT_FOUND.signer', { signer: signerId, request: requestId })
  requireWhole(context, 'signer', signer)
  requireWhole(context, 'tenant', signer.request.tenant)
  refuseDeleted(requireWhole(context, 'signatureRequest', signer.request))
  const events = await loadEvents(context, context.db, requestId)
  const verification = await provable(context, caller, signerId, events)
  const trust = context.trust(mode)
  const language = languageOf(signer.locale)
  const report = await proofReport(context, {
    language,
    signer,
    verification,
    events,
    requester: signer.request.tenant.name,
    qualified: trust.qualified,
  })
  const now = context.machineNow()
  const reason = wording(language, 'proof')('title')
  const pdf = await drawn(context, report, { tenant: tenantId })
  const bytes = await sealed(context, trust, { form: 'PAdES', bytes: pdf }, { tenant: tenantId, now, reason })
  const sha256 = sha256Hex(bytes)
  await context.db.$transaction(async (tx) => {
    await append(context, tx, requestId, [
      {
        by: caller,
        fact: { type: 'identity_proof_downloaded', signer: signerId, verification: verification.id, sha256 },
      },
    ])
    await countUse(context, tx, caller, 'proofs_downloaded')
  })
  return { name: `identity-proof-${signerId}.pdf`, mimeType: 'application/pdf', bytes }
}

/** The conditions of lib/spec/journey.md, each with a refusal of its own; those that the caller can do least about come first. */
async function provable(
  context: Context,
  { plan }: OrganisationCaller,
  signerId: string,
  events: readonly EvidenceEvent[],
): Promise<Verification> {
  const request = requestFrom(events)
  if (request.signatureType !== 'qes') {
    throw new Problem('PROOF_NOT_QES.level')
  }
  if (PLANS_WITHOUT.has(plan)) {
    throw new Problem('PLAN_REQUIRED.plan', { plan })
  }
  const state = request.signers.find(({ id }) => id === signerId)
  const passed = events.findLast(({ fact }) => fact.type === 'verification_passed' && fact.signer === signerId)?.fact
  const verified =
    state?.verifiedAt !== undefined || state?.verification?.status === 'passed' || state?.verification?.status === 'confirmed'
  if (!verified || passed?.type !== 'verification_passed') {
    // Events of before do not say which identity was chosen.
    const used = events.some(
      ({ fact }) => (fact.type === 'activation_started' || fact.type === 'signature_authorised') && fact.signer === signerId,
    )
    if (used || state?.chosen !== undefined) throw new Problem('PROOF_SAVED_IDENTITY.saved')
    throw new Problem('PROOF_NOT_VERIFIED.not_yet')
  }
  const row = await context.db.verification.findUnique({ where: { id: passed.verification } })
  if (row) requireWhole(context, 'verification', row)
  if (!row?.key || !row.result) {
    throw new Problem('PROOF_ANONYMISED.destroyed')
  }
  return row
}
