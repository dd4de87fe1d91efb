// What a passed identity check found out about a person, while it is kept; null before, and again after its retention.

import type { DocumentType } from '../../domain/capture'
import type { Context } from '../kernel/context'
import { openFrames, openPlan, openResult } from './verification-store'

export type VerifiedIdentity = {
  id: string
  attempt: number
  decidedAt: Date
  fullName: string
  documentType: DocumentType
  documentCountry: string
  documentNumber: string
  dateOfBirth: string | null
  documentExpiry: string | null
  matchScore: number
}

export async function verifiedIdentity(context: Context, signerId: string): Promise<VerifiedIdentity | null> {
  const row = await passedVerification(context, signerId)
  const verdict = row && openResult(context, row)?.verdict
  if (!row?.decidedAt || !verdict?.mrz) return null
  const { mrz, matchScore } = verdict
  return {
    id: row.id,
    attempt: row.attempt,
    decidedAt: row.decidedAt,
    fullName: [...mrz.givenNames, mrz.surname].join(' '),
    documentType: row.documentType,
    documentCountry: row.country,
    documentNumber: mrz.documentNumber,
    dateOfBirth: mrz.dateOfBirth,
    documentExpiry: mrz.expiry,
    matchScore: row.matchScore ?? matchScore ?? 0,
  }
}

/** The rectified pictures of the document and one still of the selfie, as JPEG: the pictures of the evidence archive. */
export async function identityPictures(context: Context, signerId: string): Promise<{ name: string; bytes: Uint8Array }[]> {
  const row = await passedVerification(context, signerId)
  const result = row && openResult(context, row)
  if (!row || !result) return []
  const sides = result.sides.flatMap(({ side, image }) =>
    image === null ? [] : [{ name: `document-${side}.jpg`, bytes: Buffer.from(image, 'base64') }],
  )
  const neutral = openPlan(context, row).challenges.find(({ kind }) => kind === 'neutral')
  const frames = neutral ? await openFrames(context, context.db, row, [neutral.nonce]) : []
  const still = frames[Math.floor(frames.length / 2)]
  return [...sides, ...(still ? [{ name: 'selfie.jpg', bytes: still.jpeg }] : [])]
}

async function passedVerification(context: Context, signerId: string) {
  return context.db.verification.findFirst({
    where: { signerId, status: { in: ['passed', 'confirmed'] }, key: { not: null } },
    orderBy: { attempt: 'desc' },
  })
}
