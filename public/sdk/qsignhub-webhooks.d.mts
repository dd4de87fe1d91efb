// Types of qsignhub-webhooks.mjs.

export type WebhookVerificationCode = 'missing_header' | 'malformed_header' | 'timestamp_out_of_range' | 'signature_mismatch' | 'malformed_payload'

export class WebhookVerificationError extends Error {
  readonly code: WebhookVerificationCode
  constructor(code: WebhookVerificationCode, message: string)
}

export type WebhookHeaders = { get(name: string): string | null } | Record<string, string | string[] | undefined>

export type QSignHubEvent = {
  id: string
  type: string
  created_at: string
  api_version: string
  livemode: boolean
  data: {
    signature_request?: { id: string; status: string; signed_document_url: string | null; metadata: Record<string, unknown> }
    signer?: { id: string; status: string; order: number }
    verification?: {
      status: 'verified' | 'failed' | 'referred'
      attempt: number
      reason: string | null
      attempts_left: number
      referrals?: string[]
      decision?: 'approve' | 'reject'
    }
    step?: string
    fields?: ('name' | 'email' | 'phone')[]
    cancelled_by?: 'requester' | 'signer'
    webhook_endpoint?: { id: string }
  }
}

/** Answers the event, or throws WebhookVerificationError. `secrets`: several, while a secret is being rotated. */
export function verifyWebhook(delivery: {
  payload: string | Uint8Array
  headers: WebhookHeaders
  secret?: string
  secrets?: readonly string[]
  /** How old a delivery may be, and how far ahead; 300 unless given. */
  toleranceSeconds?: number
  now?: Date | number
}): QSignHubEvent

/** The header of the API's own sample, X-QSignHub-Signature. It says nothing about when: prefer verifyWebhook. */
export function verifyLegacySignature(payload: string | Uint8Array, signature: string | null | undefined, secret: string): boolean
