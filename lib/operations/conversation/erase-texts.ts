// What was written goes with the person: the entries stay, because the evidence names them, and say nothing any more; nobody is told of them.
import type { Prisma } from '../../generated/prisma/client'
import type { Tx } from '../kernel/context'

export async function eraseTexts(tx: Tx, signer: Prisma.SignerWhereInput): Promise<void> {
  await tx.conversationEntry.updateMany({ where: { signer }, data: { text: null } })
  await tx.conversation.updateMany({ where: { signer }, data: { signerMailAt: null, requesterMailAt: null } })
}
