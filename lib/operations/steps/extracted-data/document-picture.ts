// The photograph of the identity document, for the signer who compares it with what was read.

import { requirePermission } from '../../../domain/permissions'
import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { picturesOf } from '../../verification/picture-store'
import { checkRow } from '../../verification/verification-store'
import { standing } from '../../journey/standing'

/** JPEG; only at the step where the data are confirmed. */
export async function documentPicture(context: Context, caller: SignerCaller): Promise<Uint8Array> {
  requirePermission(caller, 'journey:write')
  const { place, signer } = await standing(context, context.db, caller.signerId, caller)
  const here = place.at === 'step' && place.step === 'extracted_data' && signer.verification
  const row = here ? await checkRow(context, context.db, here.id) : null
  const [picture] = row ? await picturesOf(context, row) : []
  if (!picture) throw new Problem('NOT_FOUND.no_picture')
  return picture.jpeg
}
