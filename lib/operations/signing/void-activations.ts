// Ends open activations: the bytes for which their codes were sent will not be signed.

import { Prisma } from '../../generated/prisma/client'
import type { Tx } from '../kernel/context'

export async function voidActivations(tx: Tx, which: Prisma.ActivationWhereInput): Promise<void> {
  await tx.activation.updateMany({ where: { ...which, state: 'open' }, data: { state: 'void', challenge: Prisma.DbNull } })
}
