// The operation behind each job, and the sweep that queues unfinished work again.

import type { Handlers } from './adapters/queue/queue'
import type { Installation } from './context'
import type { Jobs } from './domain/ports'
import type { Context } from './operations/kernel/context'
import { deliverMessage } from './operations/maintenance/deliver-message'
import { completeRequest } from './operations/completion/complete-request'
import { stampEvidence } from './operations/completion/stamp-evidence'
import { atTimeOf, clockSubjectOf } from './operations/kernel/request-clock'
import { tellAbsent } from './operations/conversation/tell-absent'
import { revokeAfterSigning } from './operations/sandbox/revoke-after-signing'
import { walkByScript } from './operations/sandbox/walk/walk-by-script'
import { sendSpaceLink } from './operations/space/entrance/send-space-link'
import { sealSignature } from './operations/signing/seal-signature'
import type { Pass } from './operations/maintenance/look-after-requests'
import { sweep } from './operations/maintenance/sweep'
import { deliverWebhooks } from './operations/webhooks/delivery/deliver'
import { refreshTrustedLists } from './operations/validation/refresh-trusted-lists'
import { checkIdentity } from './operations/verification/check-identity'

/** Milliseconds between two passes; fewer after a pass that has left work. */
const [SWEEP_EVERY, SWEEP_AGAIN_AFTER] = [60_000, 1_000]

/** Answers a function that ends the sweeping. The first pass runs beside the first requests, because after a long stop much may be due. */
export async function startJobs(installation: Installation): Promise<() => void> {
  await installation.queue.work(handlersOf(installation))
  return keepSweeping(installation)
}

/** One pass after the other, never two at once. */
function keepSweeping(installation: Installation): () => void {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const pass = async (when: Pass): Promise<void> => {
    const more = await sweep(installation.contextFor(), when, () => stopped)
    if (stopped) return
    timer = setTimeout(() => void pass('running'), more ? SWEEP_AGAIN_AFTER : SWEEP_EVERY)
    timer.unref()
  }
  void pass('start')
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

class JobFailed extends Error {
  override readonly name = 'JobFailed'
}

function handlersOf({ contextFor }: Installation): Handlers {
  const run =
    <J extends keyof Jobs>(job: J, operation: (context: Context, payload: Jobs[J]) => Promise<unknown>) =>
    async (payload: Jobs[J], { retry }: { retry: number }): Promise<void> => {
      const context = contextFor()
      try {
        const about = clockSubjectOf(payload)
        await operation(about ? await atTimeOf(context, context.db, about) : context, payload)
      } catch (error) {
        context.log.warn({ job, payload, retry, error }, 'a job failed and will be tried again')
        // The queue stores thrown errors as they are, and a mail server's refusal may quote an address: the reason goes to the log only.
        throw new JobFailed(`${job} failed, see the log of ${context.requestId}`)
      }
    }
  return {
    deliver_message: run('deliver_message', deliverMessage),
    send_space_link: run('send_space_link', sendSpaceLink),
    seal_signature: run('seal_signature', sealSignature),
    check_identity: run('check_identity', checkIdentity),
    complete_request: run('complete_request', completeRequest),
    stamp_evidence: run('stamp_evidence', stampEvidence),
    deliver_webhooks: run('deliver_webhooks', deliverWebhooks),
    retry_webhooks: run('retry_webhooks', deliverWebhooks),
    tell_of_messages: run('tell_of_messages', tellAbsent),
    walk_signer: run('walk_signer', walkByScript),
    refresh_trusted_lists: run('refresh_trusted_lists', refreshTrustedLists),
    revoke_certificate: run('revoke_certificate', revokeAfterSigning),
  }
}
