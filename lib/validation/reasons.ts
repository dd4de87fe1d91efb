// Why a signature is not, or not fully, valid: each code with the indication and sub-indication that EN 319 102-1 gives it (5.1.3), in the
// order of its building blocks: format, certificate, digest and signature value, path and status, constraints.

export const INDICATIONS = ['TOTAL-PASSED', 'TOTAL-FAILED', 'INDETERMINATE'] as const
export type Indication = (typeof INDICATIONS)[number]

/** Those of table 5 and 6 of the standard that can be told here. */
export const SUB_INDICATIONS = [
  'FORMAT_FAILURE',
  'HASH_FAILURE',
  'SIG_CRYPTO_FAILURE',
  'REVOKED',
  'EXPIRED',
  'NOT_YET_VALID',
  'SIG_CONSTRAINTS_FAILURE',
  'CHAIN_CONSTRAINTS_FAILURE',
  'CRYPTO_CONSTRAINTS_FAILURE',
  'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'TIMESTAMP_ORDER_FAILURE',
  'NO_SIGNING_CERTIFICATE_FOUND',
  'NO_CERTIFICATE_CHAIN_FOUND',
  'REVOKED_NO_POE',
  'REVOKED_CA_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
  'OUT_OF_BOUNDS_NO_POE',
  'NO_POE',
  'TRY_LATER',
  'SIGNED_DATA_NOT_FOUND',
] as const
export type SubIndication = (typeof SUB_INDICATIONS)[number]

type Verdict = readonly ['fail' | 'indeterminate', SubIndication] | readonly ['warning', null]

const VERDICTS = {
  BYTE_RANGE_INVALID: ['fail', 'FORMAT_FAILURE'],
  BYTE_RANGE_NOT_CONTENTS: ['fail', 'FORMAT_FAILURE'],
  SIGNATURE_MALFORMED: ['fail', 'FORMAT_FAILURE'],
  FIELD_VALUE_SHARED: ['fail', 'FORMAT_FAILURE'],
  REFERENCE_INVALID: ['fail', 'FORMAT_FAILURE'],
  CONTENT_INSIDE_SIGNATURE: ['fail', 'FORMAT_FAILURE'],
  HASH_FAILURE: ['fail', 'HASH_FAILURE'],
  SIGNATURE_FAILURE: ['fail', 'SIG_CRYPTO_FAILURE'],
  MODIFIED_AFTERWARDS: ['fail', 'FORMAT_FAILURE'],
  // It cannot have been made before there was a certificate.
  SIGNED_BEFORE_ISSUANCE: ['fail', 'NOT_YET_VALID'],
  // 5.3.4: a time-stamp over the content is older than the signature.
  SIGNED_AFTER_REVOCATION: ['fail', 'REVOKED'],
  SIGNED_AFTER_EXPIRY: ['fail', 'EXPIRED'],
  // A certificate that the signature does not name may be anybody's for the same key.
  SIGNING_CERTIFICATE_MISMATCH: ['indeterminate', 'NO_SIGNING_CERTIFICATE_FOUND'],
  NO_SIGNER_CERTIFICATE: ['indeterminate', 'NO_SIGNING_CERTIFICATE_FOUND'],
  SIGNED_DATA_NOT_FOUND: ['indeterminate', 'SIGNED_DATA_NOT_FOUND'],
  // What it was a signature of is not said any more.
  SIGNATURE_UNREACHED: ['indeterminate', 'SIGNED_DATA_NOT_FOUND'],
  FORMAT_UNSUPPORTED: ['indeterminate', 'SIG_CONSTRAINTS_FAILURE'],
  ALGORITHM_UNSUPPORTED: ['indeterminate', 'CRYPTO_CONSTRAINTS_FAILURE'],
  CHAIN_UNTRUSTED: ['indeterminate', 'NO_CERTIFICATE_CHAIN_FOUND'],
  CHAIN_CONSTRAINTS: ['indeterminate', 'CHAIN_CONSTRAINTS_FAILURE'],
  // 5.5.4: nothing proves that the signature was there before the revocation, or before the certificate ended.
  REVOKED: ['indeterminate', 'REVOKED_NO_POE'],
  ISSUER_REVOKED: ['indeterminate', 'REVOKED_CA_NO_POE'],
  EXPIRED_NOT_REVOKED: ['indeterminate', 'OUT_OF_BOUNDS_NOT_REVOKED'],
  CERTIFICATE_EXPIRED: ['indeterminate', 'OUT_OF_BOUNDS_NO_POE'],
  CERTIFICATE_NOT_YET_VALID: ['indeterminate', 'OUT_OF_BOUNDS_NO_POE'],
  REVOCATION_UNKNOWN: ['indeterminate', 'TRY_LATER'],
  TIMESTAMP_INVALID: ['indeterminate', 'NO_POE'],
  TIMESTAMP_UNSUPPORTED: ['indeterminate', 'NO_POE'],
  TIMESTAMP_UNTRUSTED: ['indeterminate', 'NO_POE'],
  TIMESTAMP_WEAK: ['indeterminate', 'NO_POE'],
  TIMESTAMP_ORDER: ['indeterminate', 'TIMESTAMP_ORDER_FAILURE'],
  ALGORITHM_WEAK: ['indeterminate', 'CRYPTO_CONSTRAINTS_FAILURE'],
  ALGORITHM_OUTDATED: ['indeterminate', 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'],
  SIGNING_CERTIFICATE_ABSENT: ['indeterminate', 'SIG_CONSTRAINTS_FAILURE'],
  FILE_NOT_SIGNED: ['indeterminate', 'SIG_CONSTRAINTS_FAILURE'],
  PART_SIGNED: ['indeterminate', 'SIG_CONSTRAINTS_FAILURE'],
  NO_TIMESTAMP: ['warning', null],
  TIMESTAMP_DISREGARDED: ['warning', null],
  SIGNING_TIME_ATTRIBUTE: ['warning', null],
} as const satisfies Record<string, Verdict>

export type ReasonCode = keyof typeof VERDICTS

const IN_ORDER = Object.keys(VERDICTS) as ReasonCode[]

/** A failure outweighs what is not proven; of several the first of the table has its name in the verdict. */
export function verdictOf(codes: Iterable<ReasonCode>): { indication: Indication; subIndication: SubIndication | null } {
  const found = new Set(codes)
  const first = (weight: Verdict[0]) => IN_ORDER.find((code) => found.has(code) && VERDICTS[code][0] === weight)
  const failed = first('fail')
  if (failed) return { indication: 'TOTAL-FAILED', subIndication: VERDICTS[failed][1] }
  const open = first('indeterminate')
  return open ? { indication: 'INDETERMINATE', subIndication: VERDICTS[open][1] } : { indication: 'TOTAL-PASSED', subIndication: null }
}
