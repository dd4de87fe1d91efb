// The wire of the status page and the console's request page: read-only, polled every two seconds while the request is open.

import { z } from 'zod'
import { MODES, type Fact } from '../../domain/event'
import { REQUEST_STATUSES } from '../../domain/request'
import { DOINGS, type RequestStanding } from '../../operations/status/request-status'
import { TONES } from '../../operations/trail/event-words'

const Signer = z.object({
  id: z.string(),
  name: z.string(),
  email_masked: z.string(),
  order: z.number(),
  doing: z.enum(DOINGS),
  since: z.string().nullable(),
  waiting_for: z.string().nullable(),
  corrected_from: z.string().nullable(),
  refusal_reason: z.string().nullable(),
  /** Messages that nobody has read; null on the shared page. */
  unread: z.number().nullable(),
  certificate_revoked_at: z.string().nullable(),
  progress: z.object({ done: z.number(), total: z.number() }),
  trouble: z.object({ message: z.string(), advice: z.string(), attempts_used: z.number(), can_grant: z.boolean() }).nullable(),
})
export type StatusSigner = z.infer<typeof Signer>

const Entry = z.object({
  sequence: z.number(),
  at: z.string(),
  actor: z.string(),
  type: z.string(),
  title: z.string(),
  detail: z.string().nullable(),
  tone: z.enum(TONES),
  hash: z.string(),
})
export type StatusEntry = z.infer<typeof Entry>

export const StatusView = z.object({
  id: z.string(),
  version: z.number(),
  mode: z.enum(MODES),
  qualified: z.boolean(),
  requester: z.object({ name: z.string(), color: z.string().nullable() }),
  status: z.enum(REQUEST_STATUSES),
  documents: z.array(z.object({ id: z.string(), name: z.string(), pages: z.number() })),
  signers: z.array(Signer),
  timeline: z.array(z.object({ person: z.string().nullable(), name: z.string().nullable(), events: z.array(Entry) })),
  created_at: z.string(),
  expires_at: z.string(),
  completed_at: z.string().nullable(),
  cancel_reason: z.string().nullable(),
  /** Null on the shared page, as is a refusal's reason: metadata are for the requester only. */
  metadata: z.record(z.string(), z.unknown()).nullable(),
})
export type StatusView = z.infer<typeof StatusView>

/** What the page behind the link tells: how far everybody is. Whoever has the link learns of no check that failed, and of no try that was used. */
const PROGRESS: ReadonlySet<string> = new Set<Fact['type']>([
  ...(['request_created', 'request_completed', 'request_cancelled', 'request_expired', 'signer_added', 'signer_invited'] as const),
  ...(['signer_reminded', 'link_opened', 'terms_accepted', 'details_confirmed', 'details_corrected', 'issuance_terms_accepted'] as const),
  ...(['extracted_data_confirmed', 'certificate_issued', 'documents_approved', 'signature_authorised', 'document_signed'] as const),
  ...(['signer_signed', 'signer_refused', 'clock_moved', 'certificate_revoked'] as const),
])

/** `shared`: the page behind the link, which leaves out what was found about a person, what they wrote, and the requester's metadata. */
export function presentStatus(standing: RequestStanding, { shared }: { shared: boolean }): StatusView {
  return StatusView.parse({
    id: standing.id,
    version: standing.version,
    mode: standing.mode,
    qualified: standing.qualified,
    requester: standing.requester,
    status: standing.status,
    documents: standing.documents,
    signers: standing.signers.map(
      ({ emailMasked, since, waitingFor, correctedFrom, refusalReason, certificateRevokedAt, trouble, ...signer }) => ({
        ...signer,
        email_masked: emailMasked,
        since: since?.toISOString() ?? null,
        waiting_for: waitingFor,
        corrected_from: shared ? null : correctedFrom,
        refusal_reason: shared ? null : refusalReason,
        unread: shared ? null : signer.unread,
        certificate_revoked_at: certificateRevokedAt?.toISOString() ?? null,
        trouble:
          trouble !== null && !shared
            ? {
                message: trouble.message,
                advice: trouble.advice,
                attempts_used: trouble.attemptsUsed,
                can_grant: trouble.canGrant,
              }
            : null,
      }),
    ),
    timeline: standing.timeline.map(({ events, ...group }) => ({
      ...group,
      events: events
        .filter(({ type }) => !shared || PROGRESS.has(type))
        .map(({ at, ...event }) => ({ ...event, detail: shared ? null : event.detail, at: at.toISOString() })),
    })),
    created_at: standing.createdAt.toISOString(),
    expires_at: standing.expiresAt.toISOString(),
    completed_at: standing.completedAt?.toISOString() ?? null,
    cancel_reason: standing.cancelReason,
    metadata: shared ? null : standing.metadata,
  })
}
