// Queues the job that delivers to an endpoint: now, or when its next attempt is due.

import type { Context, Tx } from '../../kernel/context'

type Endpoint = { id: string; failingSince: Date | null }

/** Failing endpoints have a queue of their own, so that their timeouts do not delay the others. */
export async function scheduleDelivery(context: Context, tx: Tx, { id, failingSince }: Endpoint, at: Date | null = null): Promise<void> {
  const job = failingSince === null ? 'deliver_webhooks' : 'retry_webhooks'
  if (at === null) await context.enqueue(tx, job, { endpoint: id }, { key: id })
  else await context.enqueue(tx, job, { endpoint: id }, { startAfter: at, key: `${id} ${at.getTime()}` })
}
