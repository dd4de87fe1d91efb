// Finishes a signature, and judges the whole document with it by our own validator; seals a PDF of the platform's own.

import { sha256Hex } from '../crypto/algorithms'
import type { Der } from '../crypto/der'
import { hashed } from '../signature/digest'
import { finishSignature, type FinishedSignature, type FormName, type PreparedSignature } from '../signature/forms'
import type { Source } from '../signature/pdf/source'
import { sealPdf, sealXml } from '../signature/seal'
import { validateDocument } from '../validation/formats/document'
import { harmedBy } from '../validation/harm'
import type { ValidationReport } from '../validation/validate'
import type { Outside } from './protocol'

type Finishing = {
  prepared: PreparedSignature
  /** What the key gave. */
  signature: Uint8Array
  /** CA certificates from which chains are built; the last one is the root, and the trust anchor of the report. */
  chain: readonly Der[]
  now: Date
}
/** `base`: all bytes of the document as it was. `stored`: the digest of bytes that are a part of the base. */
type FinishedPart = 'base' | { bytes: Uint8Array } | { stored: string }
/** `parts` make the document, in this order. `name` tells the new signature from the others in the report; `harmed` are those it damaged. */
export type FinishedDocument = {
  parts: readonly FinishedPart[]
  sha256: string
  sizeBytes: number
  name: string
  report: ValidationReport
  harmed: readonly string[]
}

export async function finish(source: Source, { prepared, signature, chain, now }: Finishing, outside: Outside): Promise<FinishedDocument> {
  const { whole, pieces, name } = await finishSignature(source, prepared, signature, { ...outside, chain })
  const sha256 = (await hashed(whole, 'sha256')).digest('hex')
  const context = { anchors: chain.slice(-1), now }
  const report = await validateDocument(whole, context)
  const harmed = await harmedBy(report, new Set([name]), () => validateDocument(source, context))
  return { parts: pieces.map(partOf), sha256, sizeBytes: whole.size, name, report, harmed }
}

function partOf(piece: FinishedSignature['pieces'][number]): FinishedPart {
  if (piece === 'base') return piece
  return piece.stored ? { stored: sha256Hex(piece.bytes) } : { bytes: piece.bytes }
}

export type SealForm = Extract<FormName, 'PAdES' | 'XAdES'>
/** `certificate` is the platform's; its key is asked outside. `reason`: of a PDF. */
type Sealing = { form: SealForm; certificate: Der; chain: readonly Der[]; now: Date; reason: string }

export function seal(
  source: Source,
  { form, certificate, chain, now, reason }: Sealing,
  { sign, ...outside }: Outside,
): Promise<Uint8Array> {
  const sealer = { certificate, sign }
  const trust = { ...outside, chain }
  if (form === 'XAdES') return sealXml(source, sealer, { trust, now })
  return sealPdf(source.read(0, source.size), sealer, { trust, now, reason })
}
