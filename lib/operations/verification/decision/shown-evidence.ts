// What the person who decides about a referred check is shown, and its digest: a decision is bound to exactly this.

import type { Verification } from '../../../generated/prisma/client'
import type { Tx } from '../../kernel/context'
import { saltedDigest, type SignerProfile } from '../../kernel/profile'
import type { VerificationResult } from '../verification-store'

/** Salted, because what was read of the document is in it. Pictures are named by the digests of their bytes. */
export async function digestOfShown(
  tx: Tx,
  { id, documentType, country }: Pick<Verification, 'id' | 'documentType' | 'country'>,
  profile: Pick<SignerProfile, 'salt' | 'name'>,
  { verdict, names }: VerificationResult,
): Promise<string> {
  const of = { verificationId: id }
  const pictures = await tx.documentPicture.findMany({ where: of, orderBy: { side: 'asc' }, select: { side: true, blob: true } })
  const frames = await tx.frame.findMany({ where: of, orderBy: [{ nonce: 'asc' }, { seq: 'asc' }], select: { sha256: true } })
  return saltedDigest(profile, [
    { id, documentType, country, name: profile.name },
    { findings: verdict?.findings, mrz: verdict?.mrz, matchScore: verdict?.matchScore, names },
    pictures.map(({ side, blob }) => [side, blob]),
    frames.map(({ sha256 }) => sha256),
  ])
}
