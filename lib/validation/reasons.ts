// Why a signature is not, or not fully, valid: each code with its weight (EN 319 102-1, 5.1.3) and words for people.

export type Indication = 'TOTAL-PASSED' | 'TOTAL-FAILED' | 'INDETERMINATE'

type Weight = 'fail' | 'indeterminate' | 'warning'

const table = {
  BYTE_RANGE_INVALID: ['fail', 'The signature does not cover the document from its beginning.'],
  BYTE_RANGE_NOT_CONTENTS: ['fail', 'The part left out of the signature is not the signature itself.'],
  SIGNATURE_MALFORMED: ['fail', 'The signature cannot be read.'],
  FIELD_VALUE_SHARED: ['fail', 'Two fields claim the same signature.'],
  REFERENCE_INVALID: ['fail', 'The signature does not say clearly what it is over.'],
  FILE_NOT_SIGNED: ['indeterminate', 'There is content beside the signed one that this signature does not cover.'],
  HASH_FAILURE: ['fail', 'The document was changed after it was signed.'],
  SIGNATURE_FAILURE: ['fail', 'The signature was not made with the key of its certificate.'],
  CONTENT_INSIDE_SIGNATURE: ['fail', 'The signature carries content of its own instead of signing the document.'],
  SIGNING_CERTIFICATE_MISMATCH: ['fail', 'The signature names another certificate than the one it comes with.'],
  MODIFIED_AFTERWARDS: ['fail', 'The document was changed after it was signed, in a way that signatures do not allow.'],
  REVOKED: ['fail', 'The certificate had been revoked when the document was signed.'],
  CERTIFICATE_EXPIRED: ['indeterminate', 'The certificate had expired when the document was signed.'],
  CERTIFICATE_NOT_YET_VALID: ['indeterminate', 'The certificate was not yet valid when the document was signed.'],
  SIGNING_CERTIFICATE_ABSENT: ['indeterminate', 'The signature does not name its certificate.'],
  NO_SIGNER_CERTIFICATE: ['indeterminate', 'The signer\u2019s certificate is missing.'],
  CHAIN_UNTRUSTED: ['indeterminate', 'The certificate was not issued by an authority that is trusted here.'],
  REVOCATION_UNKNOWN: ['indeterminate', 'Nothing proves that the certificate had not been revoked.'],
  NO_TIMESTAMP: ['warning', 'No trusted time-stamp proves when the document was signed.'],
  TIMESTAMP_INVALID: ['indeterminate', 'The time-stamp does not belong to this signature or is broken.'],
  TIMESTAMP_UNTRUSTED: ['indeterminate', 'The time-stamp comes from an authority that is not trusted here.'],
  ALGORITHM_WEAK: ['indeterminate', 'The signature uses an algorithm that is no longer secure.'],
  ALGORITHM_UNSUPPORTED: ['indeterminate', 'The signature uses an algorithm that is not known here.'],
  FORMAT_UNSUPPORTED: ['indeterminate', 'The signature has a form that is not known here.'],
  SIGNING_TIME_ATTRIBUTE: ['warning', 'The signature claims its time in a place that PAdES does not allow.'],
} as const satisfies Record<string, readonly [Weight, string]>

export type ReasonCode = keyof typeof table
export type Reason = { code: ReasonCode; text: string }

export const reason = (code: ReasonCode): Reason => ({ code, text: table[code][1] })

export function indicationOf(codes: readonly ReasonCode[]): Indication {
  const weights = codes.map((code) => table[code][0])
  if (weights.includes('fail')) return 'TOTAL-FAILED'
  return weights.includes('indeterminate') ? 'INDETERMINATE' : 'TOTAL-PASSED'
}
