// The requester answers a signer, or writes first: through the API or in the console.

import type { OrganisationCaller } from '../../domain/caller'
import { isOn, isOpen } from '../../domain/conversation'
import { newId } from '../../domain/ids'
import { Problem } from '../../domain/problem'
import { lockedStanding } from '../journey/act-at'
import { doneBefore, markDone } from '../kernel/claim'
import type { Signer } from '../../generated/prisma/client'
import type { Context, Tx } from '../kernel/context'
import { append } from '../kernel/evidence'
import { saltedDigest } from '../kernel/profile'
import { requireSigner } from '../kernel/refuse-deleted'
import { contactOf } from '../kernel/tenant-contact'
import { addEntry, entriesOf, isSent, type Entry } from './entries'
import { requireMessage } from './message-text'

type Written = { requestId: string; signerId: string; text: string; sentAs?: string }

/** Answers the message. Whoever answers has read what came before. */
export async function writeToSigner(context: Context, caller: OrganisationCaller, written: Written): Promise<Entry> {
  const { requestId, signerId, text: typed, sentAs = null } = written
  const asked = await requireSigner(context, caller, { requestId, signerId })
  const done = doneBefore(context)
  const text = requireMessage(typed)
  return context.db.$transaction(
    async (tx) => {
      if (done !== null) return oneEntry(context, tx, asked, { id: done })
      const { row, request, state, signer, profile } = await lockedStanding(context, tx, signerId)
      if (!isOn(state, contactOf(context, request.tenant.contact))) throw new Problem('STATE_CONFLICT.conversation_off')
      if (!isOpen(signer)) throw new Problem('STATE_CONFLICT.conversation_signed')
      // Who was not invited yet has had no word from us; the first one is the invitation.
      if (!signer.invited) throw new Problem('STATE_CONFLICT.message_not_invited')
      if (sentAs !== null && (await isSent(context, tx, signerId, 'requester', sentAs))) {
        return oneEntry(context, tx, row, { by: 'requester', sentAs })
      }
      const id = newId('msg')
      const text_sha256 = saltedDigest(profile, text)
      await append(context, tx, requestId, [
        { by: caller, fact: { type: 'message_sent_to_signer', signer: signerId, message: id, text_sha256 } },
      ])
      await addEntry(context, tx, row, { id, by: 'requester', text, sentAs })
      await tx.$executeRaw`UPDATE "Conversation" SET "requesterRead" = "last", "requesterMailAt" = NULL WHERE "signerId" = ${signerId}`
      await markDone(context, tx, id)
      return oneEntry(context, tx, row, { id })
    },
    { timeout: 20_000 },
  )
}

async function oneEntry(
  context: Context,
  tx: Tx,
  signer: Pick<Signer, 'id' | 'profileKey'>,
  where: { id: string } | { by: 'requester'; sentAs: string },
): Promise<Entry> {
  const conversation = await tx.conversation.findUniqueOrThrow({ where: { signerId: signer.id } })
  const [found] = await entriesOf(context, tx, { signer, conversation }, { where })
  if (!found) throw new Error('a message that was written is there')
  return found.entry
}
