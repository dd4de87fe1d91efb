// Completes one authorised signature: the value with its time-stamp, validation data and archive time-stamp, judged by our own validator.
// Never at a lower level than its policy asks.

import type { SignatureLevel } from '../../domain/policy'
import { Problem } from '../../domain/problem'
import type { Trust } from '../../domain/ports'
import type { Activation, Revision } from '../../generated/prisma/client'
import type { FinishedDocument } from '../../documents/sign'
import type { Context } from '../kernel/context'
import { outsideOf } from '../kernel/seal'
import { revisionBytes } from '../kernel/revisions'
import type { PreparedDocument } from './prepared-activation'
import { rememberedStamps } from './remembered-stamps'

export type SealedDocument = {
  sha256: string
  sizeBytes: number
  parts: readonly string[]
  ownBytes: number
  serial: string
  timestamp: string
}

type Sealing = {
  tenant: string
  activation: Activation
  base: Revision
  prepared: PreparedDocument
  signature: Uint8Array
  level: SignatureLevel
}

/** The new signature is not valid, or damages another one. It will not be better another time. */
export class SignatureInvalid extends Error {
  override readonly name = 'SignatureInvalid'
}

/**
 * Throws when the level cannot be reached now, when the file takes no other signature (a Problem), or when the new one does not validate. May
 * be called again with the same value.
 */
export async function sealDocument(
  context: Context,
  trust: Trust,
  { tenant, activation, base, prepared, signature, level }: Sealing,
): Promise<SealedDocument> {
  const finished = await context.documents.run('finish', {
    tenant,
    sha256: base.sha256,
    bytes: () => revisionBytes(context, base),
    given: { prepared, signature, chain: trust.chain, now: context.machineNow() },
    outside: outsideOf({ ...trust, stamp: rememberedStamps(context, activation, (digest) => trust.stamp(digest)) }),
  })
  const { serial, timestamp } = requireValid(finished, level)
  const { sha256, sizeBytes } = finished
  return { sha256, sizeBytes, ...(await storeParts(context, base, finished.parts)), serial, timestamp }
}

/** Parts that the new revision shares with the one before are not stored again. */
async function storeParts(
  context: Context,
  base: Revision,
  made: FinishedDocument['parts'],
): Promise<Pick<SealedDocument, 'parts' | 'ownBytes'>> {
  const parts: string[] = []
  let ownBytes = 0
  for (const part of made) {
    if (part === 'base') parts.push(...base.parts)
    else if ('stored' in part) parts.push(storedPart(base, part.stored))
    else {
      parts.push(await context.blobs.put(part.bytes))
      ownBytes += part.bytes.length
    }
  }
  return { parts, ownBytes }
}

function storedPart(base: Revision, name: string): string {
  if (!base.parts.includes(name)) throw new Error(`the container of revision ${base.id} does not hold the uploaded file`)
  return name
}

/**
 * The new signature must be valid, and the others undamaged. Signatures of others need not be trusted. A file whose signatures cannot be judged
 * together with the new one, or that suffers from it, takes none.
 */
export function requireValid(
  { report, name, harmed }: Pick<FinishedDocument, 'report' | 'name' | 'harmed'>,
  level: SignatureLevel,
): { serial: string; timestamp: string } {
  const ours = report.signatures.find((one) => one.field === name)
  if (!ours || harmed.length > 0) throw new Problem('DOCUMENT_DAMAGED.signatures_unreadable')
  if (!ours.valid || ours.level !== level || !ours.certificate || !ours.signedAt) {
    throw new SignatureInvalid(`a signature just made does not validate: ${ours.level ?? 'no level'}, ${ours.reasons.join(', ')}`)
  }
  return { serial: ours.certificate.serialHex, timestamp: ours.signedAt }
}
