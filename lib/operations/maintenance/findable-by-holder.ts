// Signers of versions without spaces: the sweep writes the HMAC of their mail address beside them, once, so that their space finds them.

import type { Context } from '../kernel/context'
import { holderOfAddress } from '../kernel/holder'
import { unlessChanged } from '../kernel/integrity'
import { openProfile } from '../kernel/profile'
import { AT_ONCE, inRounds } from '../kernel/sweeping'

/** Nobody's: of a signer whose profile was changed outside of the product, so that the sweep does not come to it again and again. */
const NOBODYS = ''

/** Answers whether more may be left. */
export function findableByHolder(context: Context): Promise<boolean> {
  const due = () =>
    context.db.signer.findMany({
      where: { holder: null, profileKey: { not: null } },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: AT_ONCE,
    })
  return inRounds(context, due, async (id) => {
    const row = await context.db.signer.findUniqueOrThrow({ where: { id } })
    const profile = await unlessChanged(async () => openProfile(context, row))
    const holder = profile ? holderOfAddress(context, profile.email) : NOBODYS
    await context.db.signer.updateMany({ where: { id, holder: null, profileKey: { not: null } }, data: { holder } })
  })
}
