// Gives an endpoint a new secret, shown this one time; the earlier one signs as well for some hours, so that no delivery is refused.

import { doneBefore, markDone } from '../../kernel/claim'
import type { OrganisationCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { newSecret, sealSecret } from '../secret'
import { endpointRow, endpointView, endpointWithSecret, type EndpointWithSecret } from './endpoint-view'

export async function rotateWebhookSecret(
  context: Context,
  caller: OrganisationCaller,
  { endpointId, keepHours }: { endpointId: string; keepHours: number },
): Promise<EndpointWithSecret> {
  const done = doneBefore(context)
  if (done !== null) return endpointWithSecret(context, caller, done)
  const secret = newSecret()
  const now = context.machineNow()
  const row = await context.db.$transaction(async (tx) => {
    const { id } = await endpointRow(context, tx, caller, endpointId)
    await tx.$queryRaw`SELECT "id" FROM "WebhookEndpoint" WHERE "id" = ${id} FOR UPDATE`
    const before = await endpointRow(context, tx, caller, id)
    const kept =
      keepHours > 0
        ? { previousSecret: before.secret, previousUntil: new Date(now.getTime() + keepHours * 3_600_000) }
        : { previousSecret: null, previousUntil: null }
    await markDone(context, tx, id)
    return tx.webhookEndpoint.update({ where: { id }, data: { secret: sealSecret(context, id, secret), ...kept, updatedAt: now } })
  })
  return { ...endpointView(context, row), secret }
}
