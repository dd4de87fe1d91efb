// Why a signature is not, or not fully, valid: each code with its weight (EN 319 102-1, 5.1.3).

export const INDICATIONS = ['TOTAL-PASSED', 'TOTAL-FAILED', 'INDETERMINATE'] as const
export type Indication = (typeof INDICATIONS)[number]

type Weight = 'fail' | 'indeterminate' | 'warning'

const WEIGHTS = {
  BYTE_RANGE_INVALID: 'fail',
  BYTE_RANGE_NOT_CONTENTS: 'fail',
  SIGNATURE_MALFORMED: 'fail',
  FIELD_VALUE_SHARED: 'fail',
  REFERENCE_INVALID: 'fail',
  FILE_NOT_SIGNED: 'indeterminate',
  PART_SIGNED: 'indeterminate',
  SIGNED_DATA_NOT_FOUND: 'indeterminate',
  HASH_FAILURE: 'fail',
  SIGNATURE_FAILURE: 'fail',
  CONTENT_INSIDE_SIGNATURE: 'fail',
  SIGNING_CERTIFICATE_MISMATCH: 'fail',
  MODIFIED_AFTERWARDS: 'fail',
  REVOKED: 'fail',
  CERTIFICATE_EXPIRED: 'indeterminate',
  CERTIFICATE_NOT_YET_VALID: 'indeterminate',
  SIGNING_CERTIFICATE_ABSENT: 'indeterminate',
  NO_SIGNER_CERTIFICATE: 'indeterminate',
  CHAIN_UNTRUSTED: 'indeterminate',
  REVOCATION_UNKNOWN: 'indeterminate',
  NO_TIMESTAMP: 'warning',
  TIMESTAMP_INVALID: 'indeterminate',
  TIMESTAMP_UNTRUSTED: 'indeterminate',
  ALGORITHM_WEAK: 'indeterminate',
  ALGORITHM_UNSUPPORTED: 'indeterminate',
  FORMAT_UNSUPPORTED: 'indeterminate',
  SIGNING_TIME_ATTRIBUTE: 'warning',
} as const satisfies Record<string, Weight>

export type ReasonCode = keyof typeof WEIGHTS

export function indicationOf(codes: readonly ReasonCode[]): Indication {
  const weights = codes.map((code) => WEIGHTS[code])
  if (weights.includes('fail')) return 'TOTAL-FAILED'
  return weights.includes('indeterminate') ? 'INDETERMINATE' : 'TOTAL-PASSED'
}
