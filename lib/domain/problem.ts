// Problems: every expected "no" of the product, as a code with its HTTP status, title and the advice that the reference page shows.

type Entry = { status: number; title: string; advice: string }

/** One table; the error reference is made from it. Messages given with a Problem say the particulars of the case. */
export const PROBLEMS = {
  MALFORMED_REQUEST: { status: 400, title: 'Malformed request', advice: 'Check the syntax of the body and its Content-Type.' },
  IDEMPOTENCY_KEY_INVALID: { status: 400, title: 'Invalid idempotency key', advice: 'Send one key of 1 to 255 visible characters.' },
  INVALID_CURSOR: { status: 400, title: 'Invalid cursor', advice: 'Begin the list again without a cursor.' },
  UNAUTHENTICATED: { status: 401, title: 'Missing or invalid API key', advice: 'Send a valid key in X-API-Key.' },
  SESSION_ENDED: {
    status: 401,
    title: 'Your session has ended',
    advice: 'Open the link from your e-mail again; you continue where you left off.',
  },
  FORBIDDEN: { status: 403, title: 'Not allowed', advice: 'Use a key that carries the needed scope.' },
  OTHER_DEVICE_ACTIVE: { status: 409, title: 'Open on another device', advice: 'Continue there, or take over on this device.' },
  SANDBOX_ONLY: { status: 403, title: 'Only in test mode', advice: 'Use a test key; the sandbox does not exist for live keys.' },
  NOT_FOUND: { status: 404, title: 'Not found', advice: 'Check the id; ids of another account or mode are not visible.' },
  DOCUMENT_GONE: { status: 410, title: 'Document deleted', advice: 'Documents are kept for 90 days; upload it again if you need it.' },
  SIGNATURE_REQUEST_DELETED: {
    status: 410,
    title: 'Signature request deleted',
    advice: 'It was deleted for good and cannot be brought back.',
  },
  PLAN_REQUIRED: { status: 403, title: 'Not part of your plan', advice: 'Ask for a plan that includes it: business or enterprise.' },
  PROOF_NOT_QES: { status: 409, title: 'No identity proof at this level', advice: 'Identity proofs exist for qualified signatures only.' },
  PROOF_NOT_VERIFIED: {
    status: 409,
    title: 'Not identified yet',
    advice: 'Wait for the event signer.identification_succeeded and try again.',
  },
  PROOF_SAVED_IDENTITY: {
    status: 409,
    title: 'Signed with a saved identity',
    advice: 'The proof belongs to the request in which the identity was checked.',
  },
  PROOF_ANONYMISED: {
    status: 410,
    title: 'Identity data erased',
    advice: 'The data of an identity check is kept for 90 days; download the proof in that time.',
  },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed', advice: 'See the reference for the methods of this path.' },
  STATE_CONFLICT: { status: 409, title: 'Not possible in this state', advice: 'Read the current state and decide again.' },
  IDEMPOTENCY_IN_PROGRESS: { status: 409, title: 'Still in progress', advice: 'Wait and repeat the request with the same key.' },
  DOCUMENT_TOO_LARGE: { status: 413, title: 'File too large', advice: 'Send a file of at most 50 MB.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type', advice: 'Use the Content-Type that the reference names.' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'Idempotency key reused', advice: 'Use a new key for a new request.' },
  VALIDATION_FAILED: { status: 422, title: 'Validation failed', advice: 'Correct the fields named in errors.' },
  DOCUMENT_FORMAT_UNSUPPORTED: {
    status: 422,
    title: 'Format not supported',
    advice: 'Upload a PDF, DOCX, XLSX or XML file; convert other formats to PDF first.',
  },
  DOCUMENT_NOT_PDF: {
    status: 422,
    title: 'Not a PDF',
    advice: 'Fields and anchors need pages: leave them out, or convert the document to PDF.',
  },
  DOCUMENT_ENCRYPTED: { status: 422, title: 'Encrypted document', advice: 'Remove the password protection and upload the file again.' },
  DOCUMENT_DAMAGED: { status: 422, title: 'Damaged document', advice: 'Open the file, save it anew, and upload it again.' },
  DOCUMENT_LOCKED: { status: 422, title: 'Document does not allow signatures', advice: 'Ask the author for a version that may be signed.' },
  DOCUMENT_XFA: { status: 422, title: 'XFA form', advice: 'Print the form to PDF and upload that file.' },
  DOCUMENT_EXPIRED: { status: 422, title: 'Document retention has ended', advice: 'Upload the document again.' },
  QES_SIGNING_ORDER: { status: 422, title: 'Qualified signatures are sequential', advice: 'Omit signing_order or send "sequential".' },
  QES_FIELD_COUNT: {
    status: 422,
    title: 'One signature field per signer and document',
    advice: 'Send at most one field per signer and document.',
  },
  QES_AUTHENTICATION_MODE: {
    status: 422,
    title: 'No authentication mode at QES',
    advice: 'Omit signature_authentication_mode or send null.',
  },
  QES_IDENTITY_METHOD: {
    status: 422,
    title: 'Identity method not possible at QES',
    advice: 'Use identity_verification.method "video_id" or omit it.',
  },
  TOO_MANY_SIGNERS: {
    status: 422,
    title: 'More than 20 signers',
    advice: 'A request has at most 20 signers; split it into several requests.',
  },
  REMINDERS_USED: { status: 409, title: 'No reminders left', advice: 'A signer is reminded three times; write to them yourself.' },
  REMINDER_TOO_SOON: { status: 429, title: 'Reminded less than 24 hours ago', advice: 'Wait as long as Retry-After says.' },
  SIGNATURE_TYPE_UNAVAILABLE: { status: 422, title: 'Signature type not available', advice: 'Use signature_type "qes".' },
  FIELD_OUT_OF_PAGE: { status: 422, title: 'Field outside the page', advice: 'Give x, y, width, height in points inside the page.' },
  PHONE_INVALID: { status: 422, title: 'Invalid phone number', advice: 'Give a mobile number in E.164 form, such as +48500123456.' },
  PIN_WEAK: { status: 422, title: 'PIN too easy to guess', advice: 'Avoid repeats, sequences, dates and parts of your phone number.' },
  CODE_INVALID: { status: 422, title: 'Code not right', advice: 'Check the newest text message and type the six digits again.' },
  SIGNING_REFUSED: { status: 422, title: 'PIN or code not right', advice: 'Check both and try again.' },
  CREDENTIAL_LOCKED: { status: 423, title: 'PIN locked', advice: 'Verify your identity again to receive a new certificate.' },
  ACTIVATION_EXPIRED: { status: 409, title: 'This code has expired', advice: 'Ask for a new code.' },
  DOCUMENT_CHANGED: { status: 409, title: 'The document has changed', advice: 'Read the current version and accept it.' },
  NAME_NOT_ON_DOCUMENT: { status: 422, title: 'Name not on the document', advice: 'Choose names as your identity document shows them.' },
  VERIFICATION_ATTEMPTS_USED: { status: 409, title: 'No tries left', advice: 'The requester can allow another try.' },
  CHALLENGE_EXPIRED: { status: 409, title: 'Too late for this step', advice: 'Begin the step again.' },
  RESEND_TOO_SOON: { status: 429, title: 'A code is on its way', advice: 'Wait until the countdown ends, then ask for a new code.' },
  WEBHOOK_ADDRESS_REFUSED: {
    status: 422,
    title: 'Webhook address not allowed',
    advice: 'Give a public https address without user name; http://localhost is possible with a test key.',
  },
  WEBHOOK_LIMIT: {
    status: 409,
    title: 'Too many webhook endpoints',
    advice: 'An account has at most 20 in each mode; delete one that is no longer used.',
  },
  RATE_LIMITED: { status: 429, title: 'Too many requests', advice: 'Wait as long as Retry-After says.' },
  SEALING_DELAYED: {
    status: 503,
    title: 'Your signature is safe; we are finishing it',
    advice: 'Nothing to do: we write to you when it is finished.',
  },
  UNAVAILABLE: { status: 503, title: 'Temporarily unavailable', advice: 'Try again in a minute.' },
  INTERNAL_ERROR: { status: 500, title: 'Internal error', advice: 'Try again; if it stays, write to support with the request id.' },
} as const satisfies Record<string, Entry>

export type ProblemCode = keyof typeof PROBLEMS

/** `pointer` is a JSON Pointer (RFC 6901) into the request body. */
export type FieldError = { pointer: string; code: string; detail: string }

/** An expected refusal. `message` is shown to people: what happened and what to do; never a secret or personal data of others. */
export class Problem extends Error {
  override readonly name = 'Problem'
  /** By name: a server is built as several bundles, and each has its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'Problem'
  }
  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly extra: { errors?: readonly FieldError[]; triesLeft?: number; retryAfterSeconds?: number } = {},
  ) {
    super(message)
  }
  get status(): number {
    return PROBLEMS[this.code].status
  }
}
