// The outcomes of the sandbox that are followed to everybody who learns of them; the other test documents: lib/operations/sandbox/sandbox.slow.test.ts.

/** What is shown of one request of one signer in the end. */
export type Outcome = {
  /** The signer's address, or the number of the document that they show. */
  of: string
  story: string
  request: 'completed' | 'pending' | 'expired'
  signer: 'signed' | 'verification_failed' | 'expired'
  /** What the identity verification answers, in part. */
  verification: { verification_status: string; failure: { code: string; match_score: number | null } | null; [more: string]: unknown }
  /** The status of the signer's certificate in the API and at the OCSP responder; null: there is no certificate. */
  certificate: 'good' | 'revoked' | null
  /** What the receiver is told, in the order in which it happened: event, state, and why. */
  events: readonly string[]
  /** What a person reads on the status page. */
  page: readonly string[]
}

export const SIGNER = { name: 'Anna Maria Kowalska', phone: '+48500123456' }

type Shown = Pick<Outcome, 'of' | 'story'>

function signs(
  shown: Shown,
  { country, certificate }: { country: string; certificate: 'good' | 'revoked' },
  page: readonly string[] = [],
): Outcome {
  const identity = { full_name: 'ANNA MARIA KOWALSKA', document_type: 'national_id', document_country: country, match_score: 0.98 }
  return {
    ...shown,
    request: 'completed',
    signer: 'signed',
    certificate,
    verification: { verification_status: 'verified', identity, liveness_check: true, failure: null, attempts: { used: 1, allowed: 3 } },
    events: [
      'signature_request.created: pending',
      'signer.verification_completed: verified',
      'signer.identification_succeeded: verified',
      'signer.signed: signed',
      'signature_request.completed: completed',
    ],
    page: ['Signed by everyone', 'Everyone has signed and received the signed documents by e-mail.', ...page],
  }
}

function fails(shown: Shown, failure: { code: string; match_score: number | null }): Outcome {
  return {
    ...shown,
    request: 'pending',
    signer: 'verification_failed',
    certificate: null,
    verification: { verification_status: 'failed', identity: null, failure, attempts: { used: 3, allowed: 3 } },
    events: [
      'signature_request.created: pending',
      `signer.verification_failed: pending_verification, ${failure.code}, 2 left`,
      `signer.verification_failed: pending_verification, ${failure.code}, 1 left`,
      `signer.verification_failed: verification_failed, ${failure.code}, 0 left`,
      `signer.identification_failed: verification_failed, ${failure.code}, 0 left`,
    ],
    // The page that is shared says that help is needed, and never what a check has found.
    page: [`${SIGNER.name} needs help`, 'It goes on when the requester has helped.'],
  }
}

export const OUTCOMES: readonly Outcome[] = [
  signs({ of: 'sign.success@qsignhub-test.io', story: 'signs by itself' }, { country: 'PL', certificate: 'good' }),
  fails(
    { of: 'sign.fail@qsignhub-test.io', story: 'fails every try, and everybody reads that help is needed' },
    { code: 'FACE_MISMATCH', match_score: 0.07 },
  ),
  {
    of: 'sign.timeout@qsignhub-test.io',
    story: 'does nothing until the time is over',
    request: 'expired',
    signer: 'expired',
    certificate: null,
    verification: { verification_status: 'pending', identity: null, failure: null, attempts: { used: 0, allowed: 3 } },
    events: ['signature_request.created: pending', 'signature_request.expired: expired'],
    page: ['Expired', 'The time to sign is over.', 'Did not sign in time', 'Test clock moved ahead', 'Expired before everyone had signed'],
  },
  signs({ of: 'REVOKED001', story: 'signs, and then the certificate is revoked' }, { country: 'DE', certificate: 'revoked' }, [
    'The certificate was revoked on',
    'What was signed before stays signed.',
    'Certificate revoked',
  ]),
]
