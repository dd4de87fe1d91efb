// Tells the requester by mail what they should not learn from a webhook alone, at the addresses that they gave for their endpoints.

import type { EvidenceEvent, SignatureFailure } from '../../domain/event'
import { isWhole, requireWhole } from '../kernel/bound-rows'
import type { Follower } from '../kernel/context'
import { withinLimit } from '../kernel/limits'
import { post } from '../kernel/outbox'
import { notSignedMail } from '../messages/not-signed'
import { openContact } from './secret'

/** By account: an endpoint may have the address of a stranger. */
const MAILS = { name: 'not-signed-mail', count: 20, windowMs: 3_600_000 }

export const tellContacts: Follower = async (context, tx, row, { added }) => {
  const failed = added.flatMap(failureOf)
  if (failed.length === 0) return
  const { id: requestId, tenantId, mode } = requireWhole(context, 'signatureRequest', row)
  const endpoints = await tx.webhookEndpoint.findMany({
    where: { tenantId, mode, enabled: true, contact: { not: null } },
    include: { tenant: true },
    orderBy: { id: 'asc' },
  })
  const told = new Set<string>()
  for (const endpoint of endpoints) {
    // One that somebody has put there gets nothing; what is signed does not wait for it.
    if (!isWhole(context, 'webhookEndpoint', endpoint) || !isWhole(context, 'tenant', endpoint.tenant)) continue
    const { id, contact, tenant } = endpoint
    const to = contact && openContact(context, id, contact)
    if (!to || told.has(to)) continue
    told.add(to)
    for (const { signer, reason } of failed) {
      if (!(await withinLimit({ machineNow: context.machineNow, db: tx }, tenantId, MAILS))) return
      const { qualified } = context.trust(mode)
      const mail = notSignedMail({ requester: tenant, requestId, signerId: signer, mode, qualified, reason, baseUrl: context.baseUrl })
      await post(context, tx, { tenantId, mode, requestId, channel: 'email', template: 'not_signed', to, ...mail })
    }
  }
}

function failureOf({ fact }: EvidenceEvent): { signer: string; reason: SignatureFailure }[] {
  return fact.type === 'signature_failed' ? [{ signer: fact.signer, reason: fact.reason }] : []
}
