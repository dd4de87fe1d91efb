// A correction of the signer's details stands in their conversation: which details, never what they were or are.

import { isOn } from '../../domain/conversation'
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
  { row, request, state }: Pick<Journey, 'row' | 'request' | 'state'>,
  fields: readonly CorrectableField[],
): Promise<void> {
  if (!isOn(state, contactOf(context, request.tenant.contact))) return
  await addEntry(context, tx, row, { id: newId('msg'), by: 'signer', text: null, fields })
}
