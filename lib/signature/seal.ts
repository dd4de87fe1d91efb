// Seals a PDF of the platform's own, such as the audit trail: an invisible signature raised to B-LTA.

import { sign, type Signer } from './pades'
import type { Trust } from './level'
import { memorySource } from './pdf/source'

/** The sealed file. `sealer` holds the platform's certificate and key. */
export async function sealPdf(
  pdf: Uint8Array,
  sealer: Signer,
  { trust, now, reason }: { trust: Trust; now: Date; reason: string },
): Promise<Buffer> {
  const tails = await sign(memorySource(pdf), { field: 'Seal', level: 'B-LTA', trust, signer: sealer, now, reason })
  return Buffer.concat([pdf, ...tails])
}
