// Tells the requester by mail what they should not learn from a webhook alone: that a signature cannot be made. To where the organisation
// wants its news, and to the addresses that it gave for its endpoints.

import type { EvidenceEvent, Mode, SignatureFailure } from '../../domain/event'
import { isWhole, requireWhole } from '../kernel/bound-rows'
import type { Context, Follower, Tx } from '../kernel/context'
import { withinLimit } from '../kernel/limits'
import { post } from '../kernel/outbox'
import { contactOf } from '../kernel/tenant-contact'
import { notSignedMail } from '../messages/not-signed'
import { openContact } from './secret'

/** By account: an endpoint may have the address of a stranger. */
const MAILS = { name: 'not-signed-mail', count: 20, windowMs: 3_600_000 }

export const tellContacts: Follower = async (context, tx, row, { added }) => {
  const failed = added.flatMap(failureOf)
  if (failed.length === 0) return
  const { id: requestId, tenantId, mode } = requireWhole(context, 'signatureRequest', row)
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, include: { contact: true } })
  if (!isWhole(context, 'tenant', tenant)) return
  const { notify, notices } = contactOf(context, tenant.contact)
  const addresses = new Set([...(notices.includes('stuck') ? notify : []), ...(await ofEndpoints(context, tx, { tenantId, mode }))])
  for (const to of addresses) {
    for (const { signer, reason } of failed) {
      if (!(await withinLimit({ machineNow: context.machineNow, db: tx }, tenantId, MAILS))) return
      const { qualified } = context.trust(mode)
      const mail = notSignedMail({ requester: tenant, requestId, signerId: signer, mode, qualified, reason, baseUrl: context.baseUrl })
      await post(context, tx, { tenantId, mode, requestId, channel: 'email', template: 'not_signed', to, ...mail })
    }
  }
}

/** An endpoint that somebody has put there gets nothing; what is signed does not wait for it. */
async function ofEndpoints(context: Context, tx: Tx, { tenantId, mode }: { tenantId: string; mode: Mode }): Promise<string[]> {
  const endpoints = await tx.webhookEndpoint.findMany({
    where: { tenantId, mode, enabled: true, contact: { not: null } },
    orderBy: { id: 'asc' },
  })
  return endpoints.flatMap((endpoint) =>
    endpoint.contact && isWhole(context, 'webhookEndpoint', endpoint) ? [openContact(context, endpoint.id, endpoint.contact)] : [],
  )
}

function failureOf({ fact }: EvidenceEvent): { signer: string; reason: SignatureFailure }[] {
  return fact.type === 'signature_failed' ? [{ signer: fact.signer, reason: fact.reason }] : []
}
