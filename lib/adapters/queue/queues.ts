// How each kind of job is retried, and how many of its kind run at once in one process.

import type { QueueOptions } from 'pg-boss'
import type { Jobs } from '../../domain/ports'

type Kind = Omit<QueueOptions, 'retryBackoff' | 'heartbeatSeconds'> & { policy: 'short' | 'exclusive'; concurrency: number }

/**
 * `short`: at most one job waits for the same thing, also while another one runs. So a job whose process was killed does not keep the next
 * one out, and operations must be able to run twice. `exclusive`: no job waits while one runs, so that a message is not sent twice.
 * Times are in seconds.
 */
export const QUEUES: { readonly [J in keyof Jobs]: Kind } = {
  deliver_message: {
    policy: 'exclusive',
    concurrency: 2,
    retryLimit: 12,
    retryDelay: 5,
    retryDelayMax: 1_800,
    expireInSeconds: 180,
  },
  send_space_link: {
    policy: 'exclusive',
    concurrency: 2,
    retryLimit: 5,
    retryDelay: 2,
    retryDelayMax: 60,
    expireInSeconds: 60,
  },
  seal_signature: {
    policy: 'short',
    concurrency: 1,
    retryLimit: 30,
    retryDelay: 1,
    retryDelayMax: 60,
    expireInSeconds: 300,
  },
  // They wait in the line of the workers, which is fair: two who wait long must not keep out all others here.
  check_identity: {
    policy: 'short',
    concurrency: 20,
    retryLimit: 5,
    retryDelay: 2,
    retryDelayMax: 30,
    expireInSeconds: 300,
  },
  complete_request: {
    policy: 'short',
    concurrency: 1,
    retryLimit: 30,
    retryDelay: 1,
    retryDelayMax: 300,
    expireInSeconds: 300,
  },
  stamp_evidence: {
    policy: 'short',
    concurrency: 1,
    retryLimit: 30,
    retryDelay: 1,
    retryDelayMax: 300,
    expireInSeconds: 120,
  },
  tell_of_messages: {
    policy: 'short',
    concurrency: 1,
    retryLimit: 10,
    retryDelay: 2,
    retryDelayMax: 300,
    expireInSeconds: 60,
  },
  walk_signer: {
    policy: 'short',
    concurrency: 1,
    retryLimit: 5,
    retryDelay: 2,
    retryDelayMax: 60,
    expireInSeconds: 300,
  },
  // The next look comes in an hour.
  refresh_trusted_lists: {
    policy: 'exclusive',
    concurrency: 1,
    retryLimit: 0,
    retryDelay: 60,
    retryDelayMax: 60,
    // Some forty addresses, each of which may take a minute.
    expireInSeconds: 3_000,
  },
  revoke_certificate: {
    policy: 'short',
    concurrency: 1,
    retryLimit: 10,
    retryDelay: 2,
    retryDelayMax: 60,
    expireInSeconds: 60,
  },
  // The row of a delivery has the time of its next attempt. So the job itself is repeated soon, and only a few times.
  deliver_webhooks: {
    policy: 'short',
    concurrency: 3,
    retryLimit: 3,
    retryDelay: 5,
    retryDelayMax: 60,
    expireInSeconds: 240,
  },
  retry_webhooks: {
    policy: 'short',
    concurrency: 1,
    retryLimit: 3,
    retryDelay: 5,
    retryDelayMax: 60,
    expireInSeconds: 240,
  },
}

/** For every kind: growing pauses, and a heartbeat that shows when a job's process has died. */
export const OF_EVERY_QUEUE = { retryBackoff: true, heartbeatSeconds: 20 } as const satisfies QueueOptions
