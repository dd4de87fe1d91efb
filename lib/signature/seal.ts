// Seals a PDF of the platform's own, such as the audit trail: an invisible signature raised to B-LTA.

import type { Der } from '../crypto/der'
import { sign } from './pades'
import type { Trust } from './level'
import { memorySource } from './pdf/source'

/** The sealed file. `sealer` holds the platform's certificate and key, both of the trust service. */
export async function sealPdf(
  pdf: Uint8Array,
  sealer: { certificate: Der; sign(toBeSigned: Uint8Array): Promise<Uint8Array> },
  { trust, now, reason }: { trust: Trust; now: Date; reason: string },
): Promise<Buffer> {
  const signer = { ...sealer, chain: trust.chain }
  const tails = await sign(memorySource(pdf), { field: 'Seal', level: 'B-LTA', trust, signer, now, reason })
  return Buffer.concat([pdf, ...tails])
}
