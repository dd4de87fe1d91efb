// The signer writes to the requester: into the conversation, or by mail where the organisation has none.

import type { SignerCaller } from '../../domain/caller'
import { isOn, isOpen } from '../../domain/conversation'
import { newId } from '../../domain/ids'
import { requirePermission } from '../../domain/permissions'
import { Problem } from '../../domain/problem'
import { lockedStanding, requireActiveSession } from '../journey/act-at'
import type { Journey } from '../journey/standing'
import type { Context, Tx } from '../kernel/context'
import { append } from '../kernel/evidence'
import { post } from '../kernel/outbox'
import { saltedDigest } from '../kernel/profile'
import { contactOf, type Reach } from '../kernel/tenant-contact'
import { writtenBySignerMail } from '../messages/written-by-signer'
import { letterTo } from '../messages/letter'
import { addEntry, isSent } from './entries'
import { requireMessage } from './message-text'

/** `sentAs`: what the page calls the message, so that a repetition writes it once. */
export type Written = { text: string; sentAs: string }

/**
 * From wherever the signer is until they have signed; by the session that acts, which the fact names. That somebody wrote with the link
 * decides nothing: it is a message, not an act.
 */
export async function writeToRequester(context: Context, caller: SignerCaller, { text: typed, sentAs }: Written): Promise<void> {
  const text = requireMessage(typed)
  await context.db.$transaction(
    async (tx) => {
      const journey = await lockedStanding(context, tx, caller.signerId, caller)
      if (!isOpen(journey.signer)) throw new Problem('STATE_CONFLICT.conversation_signed')
      if (journey.place.at !== 'closed') {
        requirePermission(caller, 'journey:write')
        await requireActiveSession(context, tx, caller)
      }
      if (await isSent(context, tx, journey.row.id, 'signer', sentAs)) return
      const contact = contactOf(context, journey.request.tenant.contact)
      const id = isOn(journey.state, contact) ? newId('msg') : null
      await append(context, tx, journey.request.id, [
        {
          by: caller,
          fact: {
            type: 'message_sent_to_requester',
            signer: journey.row.id,
            message: id,
            text_sha256: saltedDigest(journey.profile, text),
          },
        },
      ])
      if (id !== null) await addEntry(context, tx, journey.row, { id, by: 'signer', text, sentAs })
      else await mail(context, tx, journey, { reach: contact.reach, text })
    },
    { timeout: 20_000 },
  )
}

/** To the address that signers are shown. It can be answered at the signer's address, which the mail names. */
async function mail(context: Context, tx: Tx, { row, request, mode }: Journey, { reach, text }: { reach: Reach | null; text: string }) {
  if (reach === null) throw new Problem('STATE_CONFLICT.conversation_off')
  const letter = await letterTo(context, tx, row.id)
  const { tenantId, id: requestId } = request
  const written = writtenBySignerMail(letter, text)
  await post(context, tx, { tenantId, mode, requestId, channel: 'email', template: 'written_by_signer', to: reach.email, ...written })
}
