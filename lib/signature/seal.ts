// Seals a file of the platform's own, such as the audit trail: a signature raised to B-LTA, invisible in a PDF, last in the root of XML.

import type { Der } from '../crypto/der'
import { sign } from './pades'
import type { Trust } from './level'
import { memorySource, type Source } from './pdf/source'
import { finishXades, prepareXades } from './xades/xades'

/** The platform's certificate and key, both of the trust service. */
type Sealer = { certificate: Der; sign(toBeSigned: Uint8Array): Promise<Uint8Array> }

export async function sealPdf(
  pdf: Uint8Array,
  sealer: Sealer,
  { trust, now, reason }: { trust: Trust; now: Date; reason: string },
): Promise<Buffer> {
  const signer = { ...sealer, chain: trust.chain }
  const tails = await sign(memorySource(pdf), { field: 'Seal', level: 'B-LTA', trust, signer, now, reason })
  return Buffer.concat([pdf, ...tails])
}

export async function sealXml(
  xml: Source,
  { certificate, sign: seal }: Sealer,
  { trust, now }: { trust: Trust; now: Date },
): Promise<Buffer> {
  const prepared = await prepareXades(xml, { id: 'seal', mimeType: 'application/xml', certificate, chain: trust.chain, now })
  return finishXades(xml, prepared, await seal(Buffer.from(prepared.toSign, 'base64')), trust)
}
