// Tells the requester by mail how a request goes: that it ended, or that somebody cannot go on without them. One mail for each fact.

import { isSignerFact, type EvidenceEvent, type Fact } from '../../domain/event'
import { requestFrom } from '../../domain/request'
import type { SignatureRequest } from '../../generated/prisma/client'
import { requireWhole } from '../kernel/bound-rows'
import type { Context, Follower, Tx } from '../kernel/context'
import { scriptOf } from '../kernel/signer-script'
import type { Notice } from '../kernel/tenant-contact'
import { tellOrganisation, type News } from '../messages/organisation-mail'

type Told = { notice: Notice; says: News }

export const tellRequester: Follower = async (context, tx, request, { before, added }) => {
  const told = added.flatMap((event) => toldOf(event, [...before, ...added]).map((news) => ({ fact: event.fact, news })))
  for (const { fact, news } of told) {
    if (await isSandboxs(context, tx, request, fact)) continue
    await tellOrganisation(context, tx, { ...news, ...(isSignerFact(fact) ? { signerId: fact.signer } : { requestId: request.id }) })
  }
}

/** `all`: the evidence with this event and what came with it. */
function toldOf({ fact }: EvidenceEvent, all: readonly EvidenceEvent[]): readonly Told[] {
  const says = newsOf(fact, all)
  return says === null ? [] : [{ notice: says === 'help' || says === 'decision' || says === 'locked' ? 'stuck' : says, says }]
}

function newsOf(fact: Fact, all: readonly EvidenceEvent[]): News | null {
  switch (fact.type) {
    // The last one is told with the end of the request.
    case 'signer_signed':
      return requestFrom(all).signers.every(({ signedAt }) => signedAt !== undefined) ? null : 'signed'
    // Not at `request_completed`: the audit trail is sealed after that.
    case 'evidence_sealed':
      return requestFrom(all).completedAt === undefined ? null : 'completed'
    case 'signer_refused':
      return 'refused'
    case 'request_expired':
      return 'expired'
    case 'verification_failed':
      return fact.attempts_left === 0 ? 'help' : null
    case 'verification_referred':
    case 'step_up_referred':
      return 'decision'
    case 'credential_locked':
      return 'locked'
    case 'message_not_delivered':
      return 'undeliverable'
    default:
      return null
  }
}

/** What the sandbox does for its signers is news to nobody. Of a request, where it does so for all of them. */
async function isSandboxs(context: Context, tx: Tx, { id, mode }: SignatureRequest, fact: Fact): Promise<boolean> {
  if (mode !== 'test') return false
  const signers = await tx.signer.findMany({ where: isSignerFact(fact) ? { id: fact.signer } : { requestId: id } })
  return signers.every((row) => {
    const script = scriptOf(mode, requireWhole(context, 'signer', row))
    return script?.walked === true || script?.goes === true
  })
}
