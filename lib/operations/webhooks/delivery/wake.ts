// Puts the delivery to an endpoint into the queue: now, or when its next attempt is due.

import type { Context, Tx } from '../../kernel/context'

type Endpoint = { id: string; failingSince: Date | null }

/** Endpoints that fail wait in a queue of their own: their timeouts hold up nobody who answers. */
export async function wake(context: Context, tx: Tx, { id, failingSince }: Endpoint, at: Date | null = null): Promise<void> {
  const job = failingSince === null ? 'deliver_webhooks' : 'retry_webhooks'
  if (at === null) await context.enqueue(tx, job, { endpoint: id }, { key: id })
  else await context.enqueue(tx, job, { endpoint: id }, { startAfter: at, key: `${id} ${at.getTime()}` })
}
