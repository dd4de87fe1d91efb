// Problems: every expected refusal of the product, as a code with its HTTP status; messages/<language>/problems.json has the words.

import type { FieldWords, Messages, ProblemParameters } from '../generated/messages'

/** One table, with exactly the codes that have words; the error reference is made from it. */
export const PROBLEMS = {
  MALFORMED_REQUEST: 400,
  IDEMPOTENCY_KEY_INVALID: 400,
  INVALID_CURSOR: 400,
  UNAUTHENTICATED: 401,
  SESSION_ENDED: 401,
  FORBIDDEN: 403,
  OTHER_DEVICE_ACTIVE: 409,
  SCREEN_CODE_WRONG: 422,
  SCREEN_NUMBER_WRONG: 422,
  SANDBOX_ONLY: 403,
  NOT_FOUND: 404,
  DOCUMENT_GONE: 410,
  SIGNATURE_REQUEST_DELETED: 410,
  PLAN_REQUIRED: 403,
  CONTACT_MISSING: 403,
  PROOF_NOT_QES: 409,
  PROOF_NOT_VERIFIED: 409,
  PROOF_SAVED_IDENTITY: 409,
  PROOF_ANONYMISED: 410,
  METHOD_NOT_ALLOWED: 405,
  STATE_CONFLICT: 409,
  READING_IN_PROGRESS: 409,
  IDEMPOTENCY_IN_PROGRESS: 409,
  DOCUMENT_TOO_LARGE: 413,
  STORAGE_FULL: 507,
  UNSUPPORTED_MEDIA_TYPE: 415,
  IDEMPOTENCY_KEY_REUSED: 422,
  VALIDATION_FAILED: 422,
  DOCUMENT_FORMAT_UNSUPPORTED: 422,
  DOCUMENT_NOT_PDF: 422,
  DOCUMENT_ENCRYPTED: 422,
  DOCUMENT_DAMAGED: 422,
  CHIP_UNREADABLE: 422,
  DOCUMENT_LOCKED: 422,
  DOCUMENT_XFA: 422,
  DOCUMENT_ACTIVE_CONTENT: 422,
  DOCUMENT_EXPIRED: 422,
  QES_SIGNING_ORDER: 422,
  QES_FIELD_COUNT: 422,
  QES_AUTHENTICATION_MODE: 422,
  QES_IDENTITY_METHOD: 422,
  NOT_AT_THIS_LEVEL: 422,
  TOO_MANY_SIGNERS: 422,
  REMINDERS_USED: 409,
  REMINDER_TOO_SOON: 429,
  FIELD_OUT_OF_PAGE: 422,
  ANCHOR_NOT_FOUND: 422,
  ANCHOR_AMBIGUOUS: 422,
  PHONE_INVALID: 422,
  PIN_WEAK: 422,
  CODE_INVALID: 422,
  SIGNING_REFUSED: 422,
  CREDENTIAL_LOCKED: 423,
  ACTIVATION_EXPIRED: 409,
  SIGNATURE_FAILED: 409,
  DOCUMENT_CHANGED: 409,
  NAME_NOT_ON_DOCUMENT: 422,
  VERIFICATION_ATTEMPTS_USED: 409,
  CHALLENGE_EXPIRED: 409,
  RESEND_TOO_SOON: 429,
  WEBHOOK_ADDRESS_REFUSED: 422,
  WEBHOOK_LIMIT: 409,
  RATE_LIMITED: 429,
  SEALING_DELAYED: 503,
  UNAVAILABLE: 503,
  INTEGRITY_FAULT: 500,
  INTERNAL_ERROR: 500,
} as const satisfies Record<keyof Messages['problems'], number>

export type ProblemCode = keyof typeof PROBLEMS
/** A code and its case: `NOT_FOUND.document`. */
export type ProblemCase = keyof ProblemParameters
/** Cases that need no parameter. */
type PlainCase = { [Case in ProblemCase]: Record<never, never> extends ProblemParameters[Case] ? Case : never }[ProblemCase]

/** Names and indexes from the outermost field inwards, such as `['signers', 0, 'phone']`. */
export type FieldPath = readonly (string | number)[]
/**
 * `path` names a member of the operation's input in the operation's own names; http translates it into the caller's. `detail` says what
 * is wrong with this field, where the problem as a whole does not; `text` is a sentence of the parser.
 */
export type FieldError = { path: FieldPath; code: string; detail?: FieldWords | { text: string } }
/** `namesField`: the message begins with the first field at fault and what is wrong with it. */
type Extra = { errors?: readonly FieldError[]; triesLeft?: number; retryAfterSeconds?: number; namesField?: boolean }
type Arguments =
  | [says: PlainCase, parameters?: Record<never, never>, extra?: Extra]
  | { [Case in ProblemCase]: [says: Case, parameters: ProblemParameters[Case], extra?: Extra] }[ProblemCase]

/** An expected refusal. Its parameters become part of a text for people, so they are never a secret or personal data of others. */
export class Problem extends Error {
  override readonly name = 'Problem'
  /** Compared by name: a server is built as several bundles, each with its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'Problem'
  }
  readonly says: ProblemCase
  readonly parameters: Readonly<Record<string, string | number>>
  readonly extra: Extra
  constructor(...[says, parameters = {}, extra = {}]: Arguments) {
    super(says)
    this.says = says
    this.parameters = parameters
    this.extra = extra
  }
  get code(): ProblemCode {
    return this.says.slice(0, this.says.indexOf('.')) as ProblemCode
  }
  get status(): number {
    return PROBLEMS[this.code]
  }
  /** The same problem, with the field of the input that caused it. */
  at(path: FieldPath, code: string = this.code, { namesField = false }: { namesField?: boolean } = {}): Problem {
    return this.with({ errors: [{ path, code }], namesField })
  }
  /** The same problem, with other names for the fields at fault. */
  withPaths(renamed: (path: FieldPath) => FieldPath): Problem {
    return this.with({ errors: (this.extra.errors ?? []).map((error) => ({ ...error, path: renamed(error.path) })) })
  }
  private with(extra: Extra): Problem {
    return new Problem(...([this.says, this.parameters, { ...this.extra, ...extra }] as Arguments))
  }
}
