// A correction of the signer's details stands in their conversation: which details, never what they were or are.

import type { CorrectableField } from '../../domain/steps'
import { newId } from '../../domain/ids'
import type { Journey } from '../journey/standing'
import type { Context, Tx } from '../kernel/context'
import { contactOf } from '../kernel/tenant-contact'
import { addEntry } from './entries'

/** In the transaction of the correction. */
export async function noteCorrection(
  context: Context,
  tx: Tx,
  { row, request }: Pick<Journey, 'row' | 'request'>,
  fields: readonly CorrectableField[],
): Promise<void> {
  if (!contactOf(context, request.tenant.contact).conversation) return
  await addEntry(context, tx, row, { id: newId('msg'), by: 'signer', text: null, fields })
}
