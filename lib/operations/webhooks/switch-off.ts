// Switches an endpoint off: what was on its way to it is cancelled, and its contact is told by mail.

import { DisabledBecause } from '../../generated/prisma/enums'
import type { Context, Tx } from '../kernel/context'
import { withinLimit } from '../kernel/limits'
import { webhookDisabledMail } from '../messages/webhook-disabled'
import { post } from '../kernel/outbox'
import { openContact } from './secret'

export { DisabledBecause }

/** Who switches on and off all day must not flood a mailbox that they have named. */
const MAILS = { name: 'webhook-disabled-mail', count: 5, windowMs: 3_600_000 }

/** Answers false when it was off already. */
export async function switchOff(context: Context, tx: Tx, endpointId: string, because: DisabledBecause): Promise<boolean> {
  const now = context.machineNow()
  const { count } = await tx.webhookEndpoint.updateMany({
    where: { id: endpointId, enabled: true },
    data: { enabled: false, disabledBecause: because, disabledAt: now, updatedAt: now },
  })
  if (count === 0) return false
  await tx.webhookDelivery.updateMany({
    where: { endpointId, state: 'pending', cause: { not: 'ping' } },
    data: { state: 'cancelled', nextAttemptAt: null },
  })
  if (because === 'requester') return true
  const endpoint = await tx.webhookEndpoint.findUniqueOrThrow({ where: { id: endpointId }, include: { tenant: true } })
  context.log.warn({ webhook_endpoint: endpointId, because }, 'a webhook endpoint was switched off')
  if (endpoint.contact && (await withinLimit({ machineNow: context.machineNow, db: tx }, endpoint.tenantId, MAILS))) {
    const { tenantId, tenant, mode, url, failingSince } = endpoint
    const mail = webhookDisabledMail({
      requester: tenant,
      endpointId,
      host: new URL(url).host,
      mode,
      because,
      failingSince,
      baseUrl: context.baseUrl,
    })
    await post(context, tx, {
      tenantId,
      mode,
      channel: 'email',
      template: 'webhook_disabled',
      to: openContact(context, endpointId, endpoint.contact),
      ...mail,
    })
  }
  return true
}
