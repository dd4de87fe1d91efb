// Reminds the signer whose turn it is, by mail, text message or both: three times, and never twice within 24 hours.

import type { ReminderChannel } from '../../domain/event'
import { Problem } from '../../domain/problem'
import type { SignerState } from '../../domain/signer-state'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context, Tx } from '../kernel/context'
import { append } from '../kernel/evidence'
import { lockedStanding } from '../journey/act-at'
import type { Journey } from '../journey/standing'
import { reminderMail } from '../messages/invitation'
import { letterTo, send } from '../messages/letter'
import { saltedDigest } from '../kernel/profile'
import { requireReminderAllowed } from '../messages/message-caps'
import { sendText } from '../messages/send-text'
import { shortDay } from '../../wording/time'
import { reminderText } from '../messages/text-messages'
import { countUse } from '../usage/count-use'
import { requireSigner } from '../kernel/refuse-deleted'

export type Reminder = { requestId: string; signerId: string; channel: ReminderChannel; message: string | null }
export type Reminded = { signerId: string; channel: ReminderChannel; sent: number; left: number; remindedAt: Date; nextAt: Date | null }

const MOST_REMINDERS = 3
const APART_MS = 24 * 3_600_000

export async function remindSigner(
  context: Context,
  caller: OrganisationCaller,
  { requestId, signerId, channel, message }: Reminder,
): Promise<Reminded> {
  await requireSigner(context, caller, { requestId, signerId })
  return context.db.$transaction(
    async (tx) => {
      const journey = await lockedStanding(context, tx, signerId)
      const now = context.now()
      refuseUnlessActing(journey)
      refuseTooMany(journey.signer, now)
      await tell(context, tx, journey, { channel, message })
      const digest = message === null ? {} : { message_sha256: saltedDigest(journey.profile, message) }
      await append(context, tx, requestId, [{ by: caller, fact: { type: 'signer_reminded', signer: signerId, channel, ...digest } }])
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

/** Only a signer who can act now is reminded. */
function refuseUnlessActing({ place }: Journey): void {
  if (place.at === 'step' || (place.at === 'waiting' && place.for === 'checking')) return
  const why = place.at === 'closed' ? place.because : place.for === 'checking' ? 'seal' : place.for
  throw new Problem(`STATE_CONFLICT.remind_${why}`)
}

function refuseTooMany({ reminders, remindedAt }: SignerState, now: Date): void {
  if (reminders >= MOST_REMINDERS) throw new Problem('REMINDERS_USED.used', { most: MOST_REMINDERS })
  if (remindedAt === undefined) return
  const next = new Date(Date.parse(remindedAt) + APART_MS)
  if (now >= next) return
  throw new Problem(
    'REMINDER_TOO_SOON.wait',
    { time: next.toISOString() },
    {
      retryAfterSeconds: Math.ceil((next.getTime() - now.getTime()) / 1000),
    },
  )
}

async function tell(
  context: Context,
  tx: Tx,
  journey: Journey,
  { channel, message }: Pick<Reminder, 'channel' | 'message'>,
): Promise<void> {
  if (channel === 'sms' && message !== null) {
    throw new Problem('VALIDATION_FAILED.no_room').at(['message'])
  }
  const letter = await letterTo(context, tx, journey.row.id)
  if (channel !== 'sms') {
    await requireReminderAllowed(context, tx, letter)
    await send(context, tx, letter, 'reminder', reminderMail(letter, { message }))
  }
  if (channel === 'email') return
  if (journey.profile.phone === null) {
    throw new Problem('VALIDATION_FAILED.no_phone').at(['channel'])
  }
  const { language, locale, zone, url, expiresAt } = letter
  const until = shortDay(expiresAt, locale, zone)
  const text = reminderText({ language, url, requester: letter.requester.name, until })
  await sendText(context, tx, journey, { template: 'reminder', to: journey.profile.phone, text })
}
