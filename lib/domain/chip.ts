// The chip of an identity document, read by an organisation's own app: what passive authentication says of it, and how large its files are.

const CHIP_RESULTS = [
  'authentic',
  'hash_differs',
  'signature_wrong',
  'signer_unknown',
  'signer_expired',
  'signer_not_for_documents',
  'algorithm_not_accepted',
] as const
export type ChipResult = (typeof CHIP_RESULTS)[number]

/** What becomes of a chip that could be read: its data count, a person decides, or the check has failed. */
export const CHIP_OUTCOMES = ['authenticated', 'referred', 'refused'] as const
export type ChipOutcome = (typeof CHIP_OUTCOMES)[number]

/** What can be wrong with a test chip. */
export const CHIP_FAULTS = ['data_changed', 'signature_wrong', 'signer_unknown', 'signer_expired'] as const
export type ChipFault = (typeof CHIP_FAULTS)[number]

/** The files of a chip: data groups 1 and 2, and the document security object. */
export type ChipFiles = { readonly dg1: Uint8Array; readonly dg2: Uint8Array; readonly sod: Uint8Array }

/** Bytes. Data group 1 has under a hundred, a security object a few thousand, a portrait 15 to 30 thousand. */
export const CHIP_LIMITS = { dg1: 256, dg2: 200 * 1024, sod: 64 * 1024 } as const
