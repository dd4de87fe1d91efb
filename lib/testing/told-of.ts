// For tests of foreign files: what validation says of each signature, in one line.

import { validateDocument } from '@/lib/validation/formats/document'

/** A signature of somebody whose authority publishes no status: all that such a one can be. */
export const GOOD_WITHOUT_STATUS = 'B-B intact whole INDETERMINATE NO_TIMESTAMP REVOCATION_UNKNOWN'

/** `anchor`: the authority that is trusted. */
export async function toldOf(bytes: Uint8Array, anchor: Uint8Array): Promise<string[]> {
  const { problem, signatures } = await validateDocument(bytes, { anchors: [anchor], now: new Date() })
  return problem
    ? [problem]
    : signatures.map(({ signerName, level, integrity, coversWholeDocument, indication, reasons }) =>
        [signerName, level, integrity && 'intact', coversWholeDocument && 'whole', indication, ...reasons].join(' '),
      )
}
