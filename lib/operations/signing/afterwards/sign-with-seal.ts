// Signs for a person with the seal, after their click: the documents as they are now.

import { Prisma, type Activation } from '../../../generated/prisma/client'
import { wording } from '../../../wording/wording'
import { documentsToSign } from '../../journey/revision-to-sign'
import type { Journey } from '../../journey/standing'
import { requireWhole } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { markOfSeal } from '../mark'
import { openPrepared, sealPrepared } from '../prepared-activation'
import { areThese, octetsOf, prepareNewest, signaturesOf } from './sign-newest'

/**
 * The act with a signature on the newest bytes of each document. Asked again for the same bytes, the same one: its time-stamps are kept beside
 * it, and authorities bill each.
 */
export async function signWithSeal(context: Context, journey: Journey, activation: Activation): Promise<Activation> {
  const { mode, language, profile, request } = journey
  const documents = await documentsToSign(context, context.db, journey)
  const { nonce, documents: known } = openPrepared(context, activation)
  if (areThese(known, documents)) return activation
  const sealer = await context.trust(mode).sealer()
  // The time in a signature must be real: time-stamps and certificates know no test clock.
  const now = context.machineNow()
  const reason = wording(language, 'mark')('reason', { name: profile.name, requester: request.tenant.name })
  const prepared = await prepareNewest(context, journey, documents, {
    certificate: sealer.certificate,
    now,
    mark: (field) => markOfSeal(context, journey, now, field),
    onBehalf: { claimedName: profile.name, reason },
  })
  const values: Uint8Array[] = []
  for (const octets of octetsOf(prepared)) values.push(await sealer.sign(octets))
  await context.db.activation.updateMany({
    where: { id: activation.id, state: 'authorised' },
    data: {
      prepared: sealPrepared(context, activation.id, { nonce, documents: prepared }),
      signatures: signaturesOf(prepared, values),
      stamps: Prisma.DbNull,
    },
  })
  // Another process may have written its own meanwhile: what is prepared and its signatures are of one row.
  return requireWhole(context, 'activation', await context.db.activation.findUniqueOrThrow({ where: { id: activation.id } }))
}
