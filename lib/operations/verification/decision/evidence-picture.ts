// The pictures of a referred check, for the person who decides: each side of the document, a still of each step of the selfie, and its film. Every
// look is logged, and the first of each person at each picture becomes part of the evidence.

import { askerOf, type OrganisationCaller } from '../../../domain/caller'
import type { SelfieChallenge } from '../../../domain/capture'
import { requirePermission } from '../../../domain/permissions'
import { Problem } from '../../../domain/problem'
import type { Verification } from '../../../generated/prisma/client'
import type { Area } from '../../../identity/document/quality'
import type { Context } from '../../kernel/context'
import { append, loadEvents } from '../../kernel/evidence'
import type { File } from '../../kernel/file'
import { lockRequest } from '../../kernel/lock-request'
import { filmOf, framesOf } from '../frame-store'
import { picturesOf } from '../picture-store'
import { selfieClip } from '../selfie-clip'
import { openPlan, type VerificationResult } from '../verification-store'
import { referredCheck, type OfSigner } from './referred-check'

/** `portrait`: where on the picture the portrait is, in parts of its width and height. */
export type EvidencePicture = { name: string; challenge: SelfieChallenge | null; portrait: Area | null }

/** The film of the whole selfie: somebody who moves is judged by the movement. */
const CLIP = 'selfie-clip'
const nameOfStill = (index: number): string => `selfie-${index + 1}`

/** Which pictures there are, in the order in which they are looked at. */
export async function kept(context: Context, row: Verification, { sides }: VerificationResult): Promise<readonly EvidencePicture[]> {
  const documents = await context.db.documentPicture.findMany({ where: { verificationId: row.id }, orderBy: { side: 'asc' } })
  const { challenges } = openPlan(context, row)
  const filmed = await context.db.frame.groupBy({ by: ['nonce'], where: { verificationId: row.id } })
  return [
    ...documents
      .filter(({ side }) => side !== 'selfie')
      .map(({ side }) => ({
        name: `document-${side}`,
        challenge: null,
        portrait: sides.find((one) => one.side === side)?.portraitArea ?? null,
      })),
    ...challenges.flatMap(({ nonce, kind }, index) =>
      filmed.some((one) => one.nonce === nonce) ? [{ name: nameOfStill(index), challenge: kind, portrait: null }] : [],
    ),
    ...documents.filter(({ side }) => side === 'selfie').map(() => ({ name: CLIP, challenge: null, portrait: null })),
  ]
}

/** JPEG; the film is Motion JPEG in AVI. */
export async function getEvidencePicture(
  context: Context,
  caller: OrganisationCaller,
  { picture, ...signer }: OfSigner & { picture: string },
): Promise<File> {
  requirePermission(caller, 'verifications:read')
  const { row } = await referredCheck(context, context.db, caller, signer)
  const film = picture === CLIP
  const bytes = film ? await selfieClip(context, row) : row.key ? await pictureOf(context, row, picture) : null
  if (!bytes) throw new Problem('NOT_FOUND.no_picture')
  await recordLook(context, caller, signer, { verification: row.id, picture })
  return film ? { name: `${picture}.avi`, mimeType: 'video/x-msvideo', bytes } : { name: `${picture}.jpg`, mimeType: 'image/jpeg', bytes }
}

async function pictureOf(context: Context, row: Verification, name: string): Promise<Uint8Array | null> {
  const document = (await picturesOf(context, row)).find(({ side }) => `document-${side}` === name)
  if (document) return document.jpeg
  const challenge = openPlan(context, row).challenges.find((_, index) => nameOfStill(index) === name)
  const frames = challenge ? await framesOf(context.db, row, [challenge.nonce]) : []
  // The middle of a step shows what was asked for.
  const middle = Math.floor(frames.length / 2)
  const [still] = await filmOf(context, row, frames.slice(middle, middle + 1)).read()
  return still?.jpeg ?? null
}

async function recordLook(
  context: Context,
  caller: OrganisationCaller,
  { requestId, signerId }: OfSigner,
  look: { verification: string; picture: string },
): Promise<void> {
  const by = askerOf(caller)
  context.log.info({ tenant_id: caller.tenantId, request: requestId, signer: signerId, by, ...look }, 'a picture of a check was looked at')
  await context.db.$transaction(async (tx) => {
    await lockRequest(tx, requestId)
    const before = (await loadEvents(context, tx, requestId)).some(
      ({ caller: who, fact }) =>
        who === by &&
        fact.type === 'verification_evidence_viewed' &&
        fact.verification === look.verification &&
        fact.picture === look.picture,
    )
    if (before) return
    await append(context, tx, requestId, [{ by: caller, fact: { type: 'verification_evidence_viewed', signer: signerId, ...look } }])
  })
}
