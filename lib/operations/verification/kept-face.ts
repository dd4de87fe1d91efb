// The portrait of a check as numbers, kept beside the certificate that was made after it, so that a later selfie of its holder can be compared.
// No picture is kept. Each has a key of its own, and nothing that a backup still holds of it can be read once its row is deleted.

import { randomBytes } from 'node:crypto'
import { seal } from '../../crypto/envelope'
import { portraitOf } from '../../identity/check'
import type { Embedding } from '../../identity/face/embedding'
import { templateBytes, templateFrom } from '../../identity/face/template'
import type { Journey } from '../journey/standing'
import type { Context, Tx } from '../kernel/context'
import { openSealed } from '../kernel/integrity'
import { openColumn, sealColumn } from '../kernel/sealed-columns'
import { checkRow, openResult } from './verification-store'

/** The first version of the consent to the comparison of faces that says so (messages/en/legal/biometric-consent.md). */
const CONSENT_SINCE = [1, 5] as const

/** Whether this version of the consent lets the portrait be kept. */
export function isCovered(version: string | undefined): boolean {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number)
  return major > CONSENT_SINCE[0] || (major === CONSENT_SINCE[0] && minor >= CONSENT_SINCE[1])
}

/** `until`: the end of the certificate. Nothing is kept of whoever did not agree to exactly this, or was compared by a person. */
export async function keepFace(
  context: Context,
  tx: Tx,
  { signer }: Pick<Journey, 'signer'>,
  { credential, until }: { credential: string; until: Date },
): Promise<void> {
  if (signer.uncompared || !isCovered(signer.faceConsent) || !signer.verification) return
  const result = openResult(context, await checkRow(context, tx, signer.verification.id))
  const portrait = result && portraitOf({ sides: result.sides, chip: result.chip ?? null })
  if (!portrait) return
  const key = randomBytes(32)
  const face = new Uint8Array(seal(key, templateBytes(portrait), label(credential)))
  const row = { id: credential, key: sealColumn(context.secrets, 'faceKey', credential, key), face }
  await tx.keptFace.create({ data: { ...row, madeAt: context.machineNow(), purgeAt: until } })
}

/** Null where none was kept, or it was shredded. */
export async function keptFace(context: Context, db: Tx, credential: string): Promise<Embedding | null> {
  const row = await db.keptFace.findUnique({ where: { id: credential } })
  return row && templateFrom(openSealed(context, openColumn(context, 'faceKey', row.id, row.key), row.face, label(row.id)))
}

export async function hasKeptFace(db: Tx, credential: string): Promise<boolean> {
  return (await db.keptFace.count({ where: { id: credential } })) > 0
}

/** Answers how many there were. */
export async function shredFaces(db: Tx, credentials: readonly string[]): Promise<number> {
  return (await db.keptFace.deleteMany({ where: { id: { in: [...credentials] } } })).count
}

const label = (credential: string): string => `face of ${credential}`
