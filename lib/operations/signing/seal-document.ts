// Completes one authorised signature: the value with its time-stamp, validation data and archive time-stamp, judged by our own validator. Never lower than B-LTA.

import type { Trust } from '../../domain/ports'
import type { Revision } from '../../generated/prisma/client'
import type { Source } from '../../signature/pdf/source'
import { validateDocument } from '../../validation/formats/document'
import type { SignatureReport } from '../../validation/signature'
import type { Context } from '../kernel/context'
import { withBlobs } from '../kernel/stored-bytes'
import type { PreparedDocument } from './prepared-activation'
import { finishSignature } from './signature-forms'

export type SealedDocument = { sha256: string; sizeBytes: number; parts: readonly string[]; serial: string; timestamp: string }

/** Throws when a level cannot be reached now, or when what was made does not validate; may be called again with the same value. */
export function sealDocument(
  context: Context,
  trust: Trust,
  base: Revision,
  one: PreparedDocument,
  signature: Uint8Array,
): Promise<SealedDocument> {
  return withBlobs(context, base.parts, async (source) => {
    const { whole, parts, sha256, name } = await finishSignature(context, base, source, one, signature, trust)
    const { serial, timestamp } = await requireValid(context, trust.chain, whole, name)
    return { sha256, sizeBytes: whole.size, parts, serial, timestamp }
  })
}

/** In a PDF there may be signatures that were bad already; in a container and in XML of ours there are only ours. */
function suffered({ format, changes, integrity }: SignatureReport): boolean {
  return format === 'CAdES' || format === 'XAdES' ? !integrity : changes.forbidden.length > 0
}

/** Ours must be perfect; others in the file must not have suffered. A foreign signature need not be trusted by us. */
async function requireValid(
  context: Context,
  chain: readonly Uint8Array[],
  whole: Source,
  name: string,
): Promise<{ serial: string; timestamp: string }> {
  const root = chain.at(-1)
  const report = await validateDocument(whole, { anchors: root ? [root] : [], now: context.machineNow() })
  const ours = report.signatures.find((one) => one.field === name)
  const broken = report.signatures.filter((one) => one.field !== name && suffered(one))
  if (!ours?.valid || ours.level !== 'B-LTA' || !ours.certificate || !ours.signedAt || broken.length > 0) {
    const reasons = [
      ...(ours?.reasons.map(({ code }) => code) ?? [report.problem ?? 'NO_SIGNATURE']),
      ...broken.map(({ field }) => `damages ${field}`),
    ]
    throw new Error(`a signature just made does not validate: ${ours?.level ?? 'no level'}, ${reasons.join(', ')}`)
  }
  return { serial: ours.certificate.serialHex, timestamp: ours.signedAt }
}
