// What a passed identity check found out about a person, while it is kept; null before, and again after its retention. The evidence says
// that it has passed: whoever can write the database sets the status of a row.

import type { DocumentType } from '../../domain/capture'
import type { SignerState } from '../../domain/signer-state'
import type { Verification } from '../../generated/prisma/client'
import type { Context } from '../kernel/context'
import { filmOf, framesOf } from './frame-store'
import { picturesOf } from './picture-store'
import { checkRow, openPlan, openResult } from './verification-store'

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

export async function verifiedIdentity(context: Context, signer: SignerState): Promise<VerifiedIdentity | null> {
  const row = await passedVerification(context, signer)
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
    matchScore: matchScore ?? 0,
  }
}

/** The rectified pictures of the document and one still of the selfie, as JPEG: the pictures of the evidence archive. */
export async function identityPictures(context: Context, signer: SignerState): Promise<{ name: string; bytes: Uint8Array }[]> {
  const row = await passedVerification(context, signer)
  return row ? picturesOfCheck(context, row) : []
}

export async function picturesOfCheck(context: Context, row: Verification): Promise<{ name: string; bytes: Uint8Array }[]> {
  const sides = (await picturesOf(context, row)).map(({ side, jpeg }) => ({ name: `document-${side}.jpg`, bytes: jpeg }))
  const neutral = openPlan(context, row).challenges.find(({ kind }) => kind === 'neutral')
  const frames = neutral ? await framesOf(context.db, row, [neutral.nonce]) : []
  const middle = Math.floor(frames.length / 2)
  const [still] = await filmOf(context, row, frames.slice(middle, middle + 1)).read()
  return [...sides, ...(still ? [{ name: 'selfie.jpg', bytes: still.jpeg }] : [])]
}

async function passedVerification(context: Context, { verification }: SignerState): Promise<Verification | null> {
  if (verification?.status !== 'passed' && verification?.status !== 'confirmed') return null
  const row = await checkRow(context, context.db, verification.id)
  return row.key ? row : null
}
