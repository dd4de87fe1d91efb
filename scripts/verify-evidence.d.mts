// Types of the offline verifier, for its tests; the program itself is one file of plain JavaScript.
export function verifyEvidence(
  zip: Buffer,
  options?: { root?: string | Buffer },
): { problems: string[]; warnings: string[]; notes: string[] }
export const STAMPED_FACTS: readonly string[]
