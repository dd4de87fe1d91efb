// Why a certificate of the signer spares them the check of identity no more. Only who has proven to hold it is told, or who made it here.

import { z } from 'zod'
import { isPresent } from '../../../domain/steps'
import { LOST_BECAUSE } from '../../credentials/usable-credentials'
import { ownLost } from '../../journey/own-credentials'
import type { Journey } from '../../journey/standing'
import type { Context } from '../../kernel/context'

export const lostShown = {
  lost: z
    .object({ because: z.enum(LOST_BECAUSE), at: z.date().nullable() })
    .nullable()
    .default(null),
}

/** Where the signer says whether their details are right. */
export async function viewedLost(context: Context, journey: Journey) {
  const { signer } = journey
  return lostOf(context, journey, isPresent(signer) ? signer.proven : [])
}

/** Before the check of identity: of a certificate that was made in this request, because of others the signer has read it with their details. */
export async function viewedOwnLost(context: Context, journey: Journey) {
  const own = journey.signer.certificate
  return lostOf(context, journey, own ? [own.credential] : [])
}

async function lostOf(context: Context, journey: Journey, known: readonly string[]) {
  if (known.length === 0) return null
  return (await ownLost(context, context.db, journey)).find(({ row }) => known.includes(row.id))?.lost ?? null
}
