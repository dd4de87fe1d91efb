// Sends the current link again, to the address on file and nowhere else. The visitor is not told whether there is such a link.

import type { Context } from '../kernel/context'
import { append } from '../kernel/evidence'
import { lockedStanding } from '../journey/act-at'
import { standing } from '../journey/standing'
import { withinLimit } from '../kernel/limits'
import { Problem } from '../../domain/problem'
import { atTimeOf } from '../kernel/request-clock'
import { findByToken } from './find-by-token'
import { newLinkMail } from '../messages/invitation'
import { letterTo, send } from '../messages/letter'
import { isSessionOf } from './session'

const MAILS = { name: 'new-link', count: 3, windowMs: 3_600_000 }

/** By a link, dead or alive. */
export async function requestNewLink(machine: Context, token: string): Promise<void> {
  const found = await findByToken(machine, machine.db, token)
  if (found) await mailLink(machine, found.signerId)
}

/** By the cookie of a session, which may be over: that is where somebody stands who went to fetch their passport. */
export async function requestNewLinkFrom(context: Context, signerId: string, sessionToken: string): Promise<void> {
  if (await isSessionOf(context, signerId, sessionToken)) await mailLink(context, signerId)
}

async function mailLink(machine: Context, signerId: string): Promise<void> {
  if (!(await withinLimit(machine, signerId, MAILS))) return
  const context = await atTimeOf(machine, machine.db, { signer: signerId })
  try {
    const { place } = await standing(context, context.db, signerId)
    if (place.at === 'closed') return
  } catch (error) {
    if (error instanceof Problem) return
    throw error
  }
  await context.db.$transaction(async (tx) => {
    const journey = await lockedStanding(context, tx, signerId)
    await append(context, tx, journey.request.id, [
      {
        by: { kind: 'link', signerId },
        fact: { type: 'link_renewed', signer: signerId, link: journey.row.linkVersion, because: 'asked_by_signer' },
      },
    ])
    const letter = await letterTo(context, tx, signerId)
    await send(context, tx, letter, 'new_link', newLinkMail(letter))
  })
}
