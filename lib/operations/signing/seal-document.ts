// Completes one authorised signature: CMS and time-stamp, validation data and document time-stamp, judged by our own validator. Never lower than B-LTA.

import { createHash } from 'node:crypto'
import type { Revision } from '../../generated/prisma/client'
import { finish } from '../../signature/pades'
import { memorySource, withTails, type Source } from '../../signature/pdf/source'
import { validatePdf } from '../../validation/validate'
import type { Trust } from '../../domain/ports'
import type { Context } from '../context'
import { readRevision } from '../revisions'
import type { PreparedDocument } from './prepared-activation'
import { signatureTrust } from './signature-trust'

export type SealedDocument = { sha256: string; sizeBytes: number; parts: readonly string[]; serial: string; timestamp: string }

/** Throws when a level cannot be reached now, or when what was made does not validate; may be called again with the same value. */
export async function sealDocument(context: Context, trust: Trust, base: Revision, { prepared }: PreparedDocument, signature: Uint8Array): Promise<SealedDocument> {
  const service = signatureTrust(trust)
  const source = memorySource(await readRevision(context, base))
  const [signed, archived] = await finish(source, prepared, signature, service)
  const whole = withTails(source, [signed, archived])
  const { serial, timestamp } = requireValid(context, service.chain, whole, prepared.field)
  const parts = [...base.parts, await context.blobs.put(signed), await context.blobs.put(archived)]
  return { sha256: digestOf(whole), sizeBytes: whole.size, parts, serial, timestamp }
}

/** Ours must be perfect; others in the file must not have suffered. A foreign signature need not be trusted by us. */
function requireValid(context: Context, chain: readonly Uint8Array[], whole: Source, field: string): { serial: string; timestamp: string } {
  const root = chain.at(-1)
  const report = validatePdf(whole, { anchors: root ? [root] : [], now: context.now() })
  const ours = report.signatures.find((one) => one.field === field)
  const broken = report.signatures.filter((one) => one.field !== field && one.changes.forbidden.length > 0)
  if (!ours?.valid || ours.level !== 'B-LTA' || !ours.certificate || !ours.signedAt || broken.length > 0) {
    const reasons = [...(ours?.reasons.map(({ code }) => code) ?? [report.problem ?? 'NO_SIGNATURE']), ...broken.map(({ field: name }) => `damages ${name}`)]
    throw new Error(`a signature just made does not validate: ${ours?.level ?? 'no level'}, ${reasons.join(', ')}`)
  }
  return { serial: ours.certificate.serialHex, timestamp: ours.signedAt }
}

function digestOf(source: Source): string {
  const hash = createHash('sha256')
  source.feed(hash, 0, source.size)
  return hash.digest('hex')
}
