// Completes one authorised signature: the value with its time-stamp, validation data and archive time-stamp, judged by our own validator.
// Never at a lower level than its policy asks.

import { sha256Hex } from '../../crypto/algorithms'
import type { SignatureLevel } from '../../domain/policy'
import type { Trust } from '../../domain/ports'
import type { Revision } from '../../generated/prisma/client'
import { hashed } from '../../signature/digest'
import { finishSignature, type FinishedSignature } from '../../signature/forms'
import type { Source } from '../../signature/pdf/source'
import { validateDocument } from '../../validation/formats/document'
import type { SignatureReport } from '../../validation/signature'
import type { Context } from '../kernel/context'
import { withBlobs } from '../kernel/stored-bytes'
import type { PreparedDocument } from './prepared-activation'

export type SealedDocument = { sha256: string; sizeBytes: number; parts: readonly string[]; serial: string; timestamp: string }

/** Throws when the level cannot be reached now, or when the new signature does not validate; may be called again with the same value. */
export function sealDocument(
  context: Context,
  trust: Trust,
  { base, prepared, signature, level }: { base: Revision; prepared: PreparedDocument; signature: Uint8Array; level: SignatureLevel },
): Promise<SealedDocument> {
  return withBlobs(context, base.parts, async (source) => {
    const { whole, pieces, name } = await finishSignature(source, prepared, signature, trust)
    const parts = await storeParts(context, base, pieces)
    const sha256 = (await hashed(whole, 'sha256')).digest('hex')
    const { serial, timestamp } = await requireValid(context, trust.chain, whole, { name, level })
    return { sha256, sizeBytes: whole.size, parts, serial, timestamp }
  })
}

/** Parts that the new revision shares with the one before are not stored again. */
async function storeParts(context: Context, base: Revision, pieces: FinishedSignature['pieces']): Promise<string[]> {
  const parts: string[] = []
  for (const piece of pieces) {
    if (piece === 'base') parts.push(...base.parts)
    else if (piece.stored) parts.push(storedPart(base, piece.bytes))
    else parts.push(await context.blobs.put(piece.bytes))
  }
  return parts
}

function storedPart(base: Revision, bytes: Uint8Array): string {
  const name = sha256Hex(bytes)
  if (!base.parts.includes(name)) throw new Error(`the container of revision ${base.id} does not hold the uploaded file`)
  return name
}

/** Whether the new signature damaged another one. A PDF may hold signatures that were bad before; our containers and XML hold only ours. */
function suffered({ format, changes, integrity }: SignatureReport): boolean {
  return format === 'CAdES' || format === 'XAdES' ? !integrity : changes.forbidden.length > 0
}

/** The new signature must be valid, and the others undamaged. Signatures of others need not be trusted. */
async function requireValid(
  context: Context,
  chain: readonly Uint8Array[],
  whole: Source,
  { name, level }: { name: string; level: SignatureLevel },
): Promise<{ serial: string; timestamp: string }> {
  const root = chain.at(-1)
  const report = await validateDocument(whole, { anchors: root ? [root] : [], now: context.machineNow() })
  const ours = report.signatures.find((one) => one.field === name)
  const broken = report.signatures.filter((one) => one.field !== name && suffered(one))
  if (!ours?.valid || ours.level !== level || !ours.certificate || !ours.signedAt || broken.length > 0) {
    const reasons = [...(ours?.reasons ?? [report.problem ?? 'NO_SIGNATURE']), ...broken.map(({ field }) => `damages ${field}`)]
    throw new Error(`a signature just made does not validate: ${ours?.level ?? 'no level'}, ${reasons.join(', ')}`)
  }
  return { serial: ours.certificate.serialHex, timestamp: ours.signedAt }
}
