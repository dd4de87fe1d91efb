// How each kind of job is retried, and how many of its kind run at once in one process.

import type { QueueOptions } from 'pg-boss'
import type { Jobs } from '../../domain/ports'

type Kind = QueueOptions & { policy: 'short' | 'exclusive'; concurrency: number }

/**
 * `short`: at most one job waits for the same thing, so that a job cut off by a kill never stands in the way of its successor; the
 * operations bear being run twice. `exclusive`: none waits while one runs, so that a letter is not sent twice.
 * A job whose process has died is noticed by its missing heartbeat. Seconds.
 */
export const QUEUES: { readonly [J in keyof Jobs]: Kind } = {
  deliver_message: {
    policy: 'exclusive', concurrency: 2, retryLimit: 12, retryDelay: 5, retryBackoff: true, retryDelayMax: 1_800, expireInSeconds: 180,
    heartbeatSeconds: 20,
  },
  seal_signature: {
    policy: 'short', concurrency: 1, retryLimit: 30, retryDelay: 1, retryBackoff: true, retryDelayMax: 60, expireInSeconds: 300,
    heartbeatSeconds: 20,
  },
  check_identity: {
    policy: 'short', concurrency: 2, retryLimit: 5, retryDelay: 2, retryBackoff: true, retryDelayMax: 30, expireInSeconds: 300,
    heartbeatSeconds: 20,
  },
  complete_request: {
    policy: 'short', concurrency: 1, retryLimit: 30, retryDelay: 1, retryBackoff: true, retryDelayMax: 300, expireInSeconds: 300,
    heartbeatSeconds: 20,
  },
  announce_expiry: {
    policy: 'short', concurrency: 1, retryLimit: 10, retryDelay: 5, retryBackoff: true, retryDelayMax: 300, expireInSeconds: 120,
    heartbeatSeconds: 20,
  },
  walk_signer: {
    policy: 'short', concurrency: 1, retryLimit: 5, retryDelay: 2, retryBackoff: true, retryDelayMax: 60, expireInSeconds: 300,
    heartbeatSeconds: 20,
  },
  revoke_certificate: {
    policy: 'short', concurrency: 1, retryLimit: 10, retryDelay: 2, retryBackoff: true, retryDelayMax: 60, expireInSeconds: 60,
    heartbeatSeconds: 20,
  },
  // The row says when the next attempt is; the job only looks. So a job that fails is repeated soon and not often.
  deliver_webhooks: {
    policy: 'short', concurrency: 3, retryLimit: 3, retryDelay: 5, retryBackoff: true, retryDelayMax: 60, expireInSeconds: 240,
    heartbeatSeconds: 20,
  },
  retry_webhooks: {
    policy: 'short', concurrency: 1, retryLimit: 3, retryDelay: 5, retryBackoff: true, retryDelayMax: 60, expireInSeconds: 240,
    heartbeatSeconds: 20,
  },
}
