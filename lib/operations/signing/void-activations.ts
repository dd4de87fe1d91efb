// Ends acts of signing that nobody has authorised: what a code was sent for is not going to be signed like that.

import { Prisma } from '../../generated/prisma/client'
import type { Tx } from '../kernel/context'

export async function voidActivations(tx: Tx, which: Prisma.ActivationWhereInput): Promise<void> {
  await tx.activation.updateMany({ where: { ...which, state: 'open' }, data: { state: 'void', challenge: Prisma.DbNull } })
}
