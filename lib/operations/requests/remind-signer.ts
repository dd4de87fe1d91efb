// Reminds the signer whose turn it is, by mail, text message or both: three times, and never twice within 24 hours.

import { Problem } from '../../domain/problem'
import type { SignerState } from '../../domain/signer-state'
import type { ApiCaller, Context, Tx } from '../kernel/context'
import { append } from '../kernel/evidence'
import { lockedStanding } from '../journey/act-at'
import type { Journey } from '../journey/standing'
import { reminderMail } from '../messages/invitation'
import { letterTo, send } from '../messages/letter'
import { post } from '../kernel/outbox'
import { saltedDigest } from '../kernel/profile'
import { at } from './request-rules'
import { reminderText } from '../messages/text-messages'
import { countUse } from '../usage/count-use'
import { requireSigner } from '../kernel/refuse-deleted'

export type Channel = 'email' | 'sms' | 'both'
export type Reminder = { requestId: string; signerId: string; channel: Channel; message: string | null }
export type Reminded = { signerId: string; channel: Channel; sent: number; left: number; remindedAt: Date; nextAt: Date | null }

const MOST_REMINDERS = 3
const APART_MS = 24 * 3_600_000

export async function remindSigner(
  context: Context,
  caller: ApiCaller,
  { requestId, signerId, channel, message }: Reminder,
): Promise<Reminded> {
  await requireSigner(context, caller, { requestId, signerId })
  return context.db.$transaction(
    async (tx) => {
      const journey = await lockedStanding(context, tx, signerId)
      const now = context.now()
      refuseUnlessActing(journey)
      refuseTooMany(journey.signer, now)
      await tell(context, tx, journey, channel, message)
      const digest = message === null ? {} : { message_sha256: saltedDigest(journey.profile, message) }
      await append(context, tx, requestId, [
        { actor: 'requester', fact: { type: 'signer_reminded', signer: signerId, channel, ...digest } },
      ])
      await countUse(context, tx, caller, 'reminders_sent')
      const sent = journey.signer.reminders + 1
      return {
        signerId,
        channel,
        sent,
        left: MOST_REMINDERS - sent,
        remindedAt: now,
        nextAt: sent < MOST_REMINDERS ? new Date(now.getTime() + APART_MS) : null,
      }
    },
    { timeout: 20_000 },
  )
}

/** Nobody is pressed to do what they cannot do. */
function refuseUnlessActing({ place }: Journey): void {
  if (place.at === 'step' || (place.at === 'waiting' && place.for === 'checking')) return
  throw new Problem('STATE_CONFLICT', whyNot(place))
}

function whyNot(place: Exclude<Journey['place'], { at: 'step' }>): string {
  if (place.at === 'waiting') {
    switch (place.for) {
      case 'turn':
        return "It is not this signer's turn yet. Remind the one who signs before."
      case 'help':
        return 'This signer has no tries left for the identity check. Allow another try; a reminder does not help them.'
      case 'checking':
      case 'seal':
        return 'This signer has done their part; we are finishing it. There is nothing to remind them of.'
    }
  }
  switch (place.because) {
    case 'signed':
      return 'This signer has signed already.'
    case 'refused':
      return 'This signer has refused to sign.'
    case 'refused_by_other':
      return 'Another signer has refused to sign, so the request has ended.'
    case 'expired':
      return 'This request has expired. Create a new one.'
    case 'cancelled':
      return 'This request was cancelled.'
  }
}

function refuseTooMany({ reminders, remindedAt }: SignerState, now: Date): void {
  if (reminders >= MOST_REMINDERS)
    throw new Problem('REMINDERS_USED', `This signer was reminded ${MOST_REMINDERS} times, and more are not possible.`)
  if (remindedAt === undefined) return
  const next = new Date(Date.parse(remindedAt) + APART_MS)
  if (now >= next) return
  throw new Problem(
    'REMINDER_TOO_SOON',
    `This signer was reminded less than 24 hours ago. The next reminder is possible from ${next.toISOString()}.`,
    {
      retryAfterSeconds: Math.ceil((next.getTime() - now.getTime()) / 1000),
    },
  )
}

async function tell(
  context: Context,
  tx: Tx,
  { row, profile, request, mode }: Journey,
  channel: Channel,
  message: string | null,
): Promise<void> {
  if (channel === 'sms' && message !== null) {
    throw at(
      'VALIDATION_FAILED',
      '/message',
      'A text message has no room for words of your own. Use the channel "email" or "both", or leave the message out.',
    )
  }
  const letter = await letterTo(context, tx, row.id)
  if (channel !== 'sms') await send(context, tx, letter, 'reminder', reminderMail(letter, { message }))
  if (channel === 'email') return
  if (profile.phone === null) {
    throw at(
      'VALIDATION_FAILED',
      '/channel',
      'No phone number of this signer is known, so no text message can reach them. Use the channel "email".',
    )
  }
  await post(context, tx, {
    tenantId: row.tenantId,
    mode,
    requestId: request.id,
    signerId: row.id,
    channel: 'sms',
    template: 'reminder',
    to: profile.phone,
    text: reminderText({ language: letter.language, url: letter.url, requester: request.tenant.name, expiresAt: request.expiresAt }),
  })
}
