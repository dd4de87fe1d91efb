// Deletes the texts that signers have accepted and that name somebody: the request for a certificate has its holder's name, the acceptance of
// documents their titles. Their digests stay in the evidence.

import type { Context, Tx } from '../kernel/context'

type Naming = 'certificate_requested' | 'documents_approved'

/** Namesakes who ask for alike certificates have one text between them: it goes with the last of them. */
export async function forgetTexts(
  context: Pick<Context, 'blobs'>,
  tx: Tx,
  signers: readonly string[],
  of: readonly Naming[],
): Promise<void> {
  const events = await tx.event.findMany({
    where: { signerId: { in: [...signers] }, type: { in: [...of] } },
    select: { type: true, fact: true },
  })
  for (const { type, fact } of events) {
    const { sha256 } = (fact as { text: { sha256: string } }).text
    if (!(await isOfAnother(tx, signers, { type, sha256 }))) await context.blobs.delete(sha256)
  }
}

/** Of somebody who is neither deleted nor erased. */
async function isOfAnother(tx: Tx, signers: readonly string[], { type, sha256 }: { type: string; sha256: string }): Promise<boolean> {
  // The documents name their request: no other one has them.
  if (type !== 'certificate_requested') return false
  const [other] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Event" e JOIN "Signer" s ON s."id" = e."signerId"
    WHERE e."type" = 'certificate_requested' AND e."fact" -> 'text' ->> 'sha256' = ${sha256} AND NOT e."signerId" = ANY(${[...signers]})
      AND s."profileKey" IS NOT NULL AND s."holder" <> '' LIMIT 1`
  return other !== undefined
}
