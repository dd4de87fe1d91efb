// Invites a signer: mails the personal link, unless the requester delivers it, and records that. The first signer is invited when the
// request is created, each next one when it is their turn.

import { JOB } from '../../domain/caller'
import { requestFrom, statusOf, turn } from '../../domain/request'
import type { Context, Tx } from '../kernel/context'
import { append, loadEvents } from '../kernel/evidence'
import { invitationMail } from '../messages/invitation'
import { letterTo, send, type Letter } from '../messages/letter'
import { openProfile } from '../kernel/profile'
import { lockRequest } from '../kernel/lock-request'

/** Call it in the transaction of the event that makes it this signer's turn. */
export async function invite(context: Context, tx: Tx, signerId: string): Promise<void> {
  const letter = await letterTo(context, tx, signerId)
  const { delivery } = await tx.signatureRequest.findUniqueOrThrow({ where: { id: letter.requestId }, select: { delivery: true } })
  if (delivery === 'email') await mail(context, tx, letter)
  await append(context, tx, letter.requestId, [
    {
      by: JOB,
      fact: { type: 'signer_invited', signer: signerId, channel: delivery === 'email' ? 'email' : 'api', link: letter.linkVersion },
    },
  ])
}

async function mail(context: Context, tx: Tx, letter: Letter): Promise<void> {
  const signed = requestFrom(await loadEvents(context, tx, letter.requestId))
    .signers.filter(({ signedAt }) => signedAt !== undefined)
    .map(({ id }) => id)
  const before = await tx.signer.findMany({ where: { requestId: letter.requestId, id: { in: signed } }, orderBy: { position: 'asc' } })
  const names = before.filter(({ profileKey }) => profileKey !== null).map((signer) => openProfile(context, signer).name)
  await send(context, tx, letter, 'invitation', invitationMail(letter, { before: names }))
}

/** Invites the signers whose turn it is and who were not invited yet; safe to repeat. Answers who was invited. */
export async function inviteNext(context: Context, tx: Tx, requestId: string): Promise<readonly string[]> {
  await lockRequest(tx, requestId)
  const state = requestFrom(await loadEvents(context, tx, requestId))
  const open = ['pending', 'in_progress'].includes(statusOf(state, context.now()))
  const acting = open ? turn(state) : []
  const next = acting.filter((id) => state.signers.some((signer) => signer.id === id && !signer.invited))
  for (const id of next) await invite(context, tx, id)
  return next
}
