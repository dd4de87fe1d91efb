// What the API answers to a reminder: how many were sent, how many are left, and when the next one may be.

import { z } from 'zod'
import { REMINDER_CHANNELS } from '../../domain/event'
import type { Reminded } from '../../operations/requests/remind-signer'

export const Reminder = z
  .object({
    signer_id: z.string().meta({ examples: ['sgn_A1b2C3d4E5f6'] }),
    channel: z.enum(REMINDER_CHANNELS),
    reminders_sent: z
      .number()
      .int()
      .meta({ description: 'This one included.', examples: [1] }),
    reminders_left: z
      .number()
      .int()
      .meta({ examples: [2] }),
    reminded_at: z.iso.datetime().meta({ examples: ['2025-01-16T10:34:22.000Z'] }),
    next_reminder_at: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'From when another is possible; null when none is left.', examples: ['2025-01-17T10:34:22.000Z'] }),
  })
  .meta({ id: 'Reminder' })

export function presentReminder({ signerId, channel, sent, left, remindedAt, nextAt }: Reminded): z.input<typeof Reminder> {
  return {
    signer_id: signerId,
    channel,
    reminders_sent: sent,
    reminders_left: left,
    reminded_at: remindedAt.toISOString(),
    next_reminder_at: nextAt?.toISOString() ?? null,
  }
}
