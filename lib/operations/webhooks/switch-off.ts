// Switches an endpoint off: cancels its pending deliveries and tells its contact by mail.

import { changeBound, isWhole } from '../kernel/bound-rows'
import { DisabledBecause } from '../../generated/prisma/enums'
import type { Context, Tx } from '../kernel/context'
import { withinLimit } from '../kernel/limits'
import { webhookDisabledMail } from '../messages/webhook-disabled'
import { post } from '../kernel/outbox'
import { openContact } from './secret'

export { DisabledBecause }

/** Limited, because an account that switches an endpoint on and off all day could flood a stranger's mailbox. */
const MAILS = { name: 'webhook-disabled-mail', count: 5, windowMs: 3_600_000 }

/** Answers false when the endpoint was off already. */
export async function switchOff(context: Context, tx: Tx, endpointId: string, because: DisabledBecause): Promise<boolean> {
  const now = context.machineNow()
  const off = { enabled: false, disabledBecause: because, disabledAt: now, updatedAt: now }
  const count = await changeBound(context, tx, 'webhookEndpoint', { id: endpointId, enabled: true }, off)
  if (count === 0) return false
  await tx.webhookDelivery.updateMany({
    where: { endpointId, state: 'pending', cause: { not: 'ping' } },
    data: { state: 'cancelled', nextAttemptAt: null },
  })
  if (because === 'requester') return true
  const { tenant, ...endpoint } = await tx.webhookEndpoint.findUniqueOrThrow({ where: { id: endpointId }, include: { tenant: true } })
  context.log.warn({ webhook_endpoint: endpointId, because }, 'a webhook endpoint was switched off')
  // The mail names the account, whose row may have been changed. The endpoint's own was checked as it was written.
  if (
    endpoint.contact &&
    isWhole(context, 'tenant', tenant) &&
    (await withinLimit({ machineNow: context.machineNow, db: tx }, endpoint.tenantId, MAILS))
  ) {
    const { tenantId, mode, url, failingSince } = endpoint
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
