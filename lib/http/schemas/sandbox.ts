// The sandbox on the wire: the test clock, and signers who are completed without a browser. Test keys only.

import { z } from 'zod'
import { TEST_DOCUMENTS } from '../../domain/capture'
import { REQUEST_STATUSES, SIGNER_STATUSES } from '../../domain/request'
import { STEP_NAMES } from '../../domain/steps'
import type { MovedClock } from '../../operations/sandbox/move-sandbox-clock'
import type { SandboxSigner as Standing } from '../../operations/sandbox/sandbox-signer'
import { OUTCOMES } from '../../operations/sandbox/walk/way'
import { FAILURES, type FailureToShow } from '../../operations/kernel/signer-script'
import { RequestId, SignerId } from './signature-request'

export const MoveClockInput = z
  .strictObject({
    signature_request_id: RequestId.meta({ description: 'The request whose time is moved; all others keep theirs.' }),
    advance_seconds: z
      .int()
      .min(1)
      .max(315_360_000)
      .optional()
      .meta({ description: 'How far ahead. Give this or `to`.', examples: [86_400] }),
    to: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({
        description: 'The time that the request shall have; later than its time now.',
        examples: ['2026-12-24T18:00:00Z'],
      }),
  })
  .meta({ id: 'MoveSandboxClockInput', examples: [{ signature_request_id: 'sreq_7Yx4kP9nQ3mB2wR1', advance_seconds: 86_400 }] })
  .superRefine(({ advance_seconds, to }, refined) => {
    if ((advance_seconds === undefined) === (to === undefined)) {
      refined.addIssue({ code: 'custom', path: ['advance_seconds'], message: 'Give either advance_seconds or to.' })
    }
  })
  .transform(({ signature_request_id, advance_seconds, to }) => ({
    signatureRequestId: signature_request_id,
    advanceSeconds: advance_seconds,
    to: to === undefined ? undefined : new Date(to),
  }))

export const MovedClockView = z
  .object({
    signature_request_id: z.string().meta({ examples: ['sreq_7Yx4kP9nQ3mB2wR1'] }),
    now: z.iso.datetime().meta({ description: 'The time of this request. It goes on from here.', examples: ['2025-01-16T10:34:22.000Z'] }),
    offset_seconds: z.int().meta({ description: 'How far ahead of the real time, all moves together.', examples: [86_400] }),
    moved_seconds: z.int().meta({ description: 'By how much this call moved it.', examples: [86_400] }),
    status: z.enum(REQUEST_STATUSES),
  })
  .meta({ id: 'SandboxClock' })

export function presentMovedClock({ requestId, now, offsetSeconds, movedSeconds, status }: MovedClock): z.input<typeof MovedClockView> {
  return { signature_request_id: requestId, now: now.toISOString(), offset_seconds: offsetSeconds, moved_seconds: movedSeconds, status }
}

export const SandboxSignerParams = z.strictObject({ signer_id: SignerId }).transform(({ signer_id }) => ({ signerId: signer_id }))

const walkOptions = {
  document_number: z
    .enum(TEST_DOCUMENTS)
    .optional()
    .meta({
      description: 'The test document that the signer shows. Without one: `AZE123456`, which passes with a match score of 0.98.',
      examples: ['AZE123456'],
    }),
  fail_with: z
    .enum(FAILURES as readonly [FailureToShow, ...FailureToShow[]])
    .optional()
    .meta({
      description: 'The identity check fails for this reason, in every try that is left.',
      examples: ['DOCUMENT_BLURRED'],
    }),
  stop_at: z
    .enum(STEP_NAMES)
    .optional()
    .meta({
      description:
        'The walk ends when the signer stands at this step, or at a later one where this one does not come; calling again goes on.',
      examples: ['review'],
    }),
  outcome: z.enum(OUTCOMES).optional().meta({ description: '`refuse`: reads the documents and refuses to sign. Otherwise signs.' }),
  keep_credential: z
    .boolean()
    .optional()
    .meta({
      description:
        'The signer is the person of their e-mail address: their certificate is kept, and later requests of this account to the same address find it, in a browser or here with `keep_credential`. Otherwise they are a person of their own in each request.',
      examples: [true],
    }),
  code: z
    .boolean()
    .optional()
    .meta({
      description:
        'With `stop_at: "sign"`: begins the act of signing, sends the code as always, and answers it in `test_code`. While the act runs, the same code is answered again.',
      examples: [true],
    }),
}
type WalkOptions = z.output<z.ZodObject<typeof walkOptions>>

const optionsOf = ({ document_number, fail_with, stop_at, outcome, keep_credential, code }: WalkOptions) => ({
  document: document_number,
  failWith: fail_with,
  stopAt: stop_at,
  outcome,
  keepCredential: keep_credential,
  code,
})

function requireSignToCode({ code, stop_at }: WalkOptions, refined: z.RefinementCtx): void {
  if (code !== true || stop_at === 'sign') return
  refined.addIssue({
    code: 'custom',
    path: ['code'],
    message: 'A code is sent at the step "sign" and nowhere else. Send stop_at: "sign" with it, or leave it out.',
  })
}

export const CompleteSignerInput = z
  .strictObject(walkOptions)
  .meta({
    id: 'CompleteSandboxSignerInput',
    examples: [
      {},
      { document_number: 'REVOKED001' },
      { fail_with: 'DOCUMENT_BLURRED' },
      { stop_at: 'review', keep_credential: true },
      { stop_at: 'sign', code: true },
    ],
  })
  .superRefine(requireSignToCode)
  .transform(optionsOf)

export const CompleteRequestInput = z
  .strictObject({
    signer_id: SignerId.optional().meta({
      description: 'The last one who is walked; without it the last signer of the request. Those before sign.',
    }),
    ...walkOptions,
  })
  .meta({
    id: 'CompleteSandboxRequestInput',
    examples: [{}, { signer_id: 'sgn_A1b2C3d4E5f6', stop_at: 'review' }, { stop_at: 'sign', code: true }],
  })
  .superRefine(requireSignToCode)
  .transform(({ signer_id, ...options }) => ({ signerId: signer_id, ...optionsOf(options) }))

export const SandboxSignerView = z
  .object({
    id: z.string().meta({ examples: ['sgn_A1b2C3d4E5f6'] }),
    signature_request_id: z.string().meta({ examples: ['sreq_7Yx4kP9nQ3mB2wR1'] }),
    status: z.enum(SIGNER_STATUSES).meta({ examples: ['signed'] }),
    at: z.string().meta({
      description: 'The step where the signer stands, what is waited for (`help`: no tries left), or how it ended.',
      examples: ['signed'],
    }),
    failure: z
      .object({ code: z.string(), message: z.string(), advice: z.string() })
      .nullable()
      .meta({ description: 'Why the newest identity check failed; null when it did not.', examples: [null] }),
    attempts: z.object({ used: z.int().meta({ examples: [1] }), allowed: z.int().meta({ examples: [3] }) }),
    signed_at: z.iso
      .datetime()
      .nullable()
      .meta({ examples: ['2025-01-15T11:02:44.000Z'] }),
    test_pin: z
      .string()
      .nullable()
      .meta({ description: 'The PIN that the sandbox chose, to go on in a browser; codes are in the outbox.', examples: ['490731'] }),
    test_code: z
      .string()
      .nullable()
      .meta({
        description: 'The code of the act of signing that is going on, where it was asked for with `code`; it stands in the outbox, too.',
        examples: [null],
      }),
  })
  .meta({ id: 'SandboxSigner' })

export const SandboxSignersView = z
  .object({
    data: z
      .array(SandboxSignerView)
      .meta({ description: 'Those who were walked, in their order; the last one is the one for whom the options held.' }),
  })
  .meta({ id: 'SandboxSigners' })

export function presentSandboxSigner({
  id,
  requestId,
  status,
  at,
  failure,
  attempts,
  signedAt,
  testPin,
  testCode,
}: Standing): z.input<typeof SandboxSignerView> {
  return {
    id,
    signature_request_id: requestId,
    status,
    at,
    failure,
    attempts,
    signed_at: signedAt?.toISOString() ?? null,
    test_pin: testPin,
    test_code: testCode,
  }
}

export function presentSandboxSigners(signers: readonly Standing[]): z.input<typeof SandboxSignersView> {
  return { data: signers.map(presentSandboxSigner) }
}
