// How many text messages and reminders may go out, by the machine's clock: they cost money, and may be used to annoy somebody. A test clock
// that is moved moves none of these hours.

import type { Mode } from '../../domain/event'
import { Problem } from '../../domain/problem'
import type { Context, Tx } from '../kernel/context'
import { countUse, secondsLeft, type Limit } from '../kernel/limits'

/**
 * Every text message. Codes have an allowance of their own: without one nobody signs, whatever else went to their phone. So have those that
 * prove a certificate of before, because whoever has the link may ask for them.
 */
const TEXTS = {
  signing_code: 'code',
  phone_code: 'code',
  holder_code: 'holder_code',
  space_code: 'holder_code',
  contact_replaced: 'notice',
  device_taken_over: 'notice',
  handover: 'notice',
  reminder: 'notice',
} as const

export type TextTemplate = keyof typeof TEXTS
type Sort = (typeof TEXTS)[TextTemplate] | 'own_code'

const HOUR_MS = 3_600_000
type Cap = Limit & { says: 'number' | 'address' | 'account' }
const cap = (name: string, count: number, says: Cap['says']): Cap => ({ name, count, windowMs: HOUR_MS, says })

/**
 * `ofOne`: from one organisation to one number or address. It is asked first, and is well below `ofAll`, what all organisations together may
 * send there: so none uses up what another one needs.
 */
const TO_NUMBER: { readonly [S in Sort]: { ofOne: Cap; ofAll: Cap } } = {
  code: { ofOne: cap('codes-tenant-number', 20, 'number'), ofAll: cap('codes-number', 80, 'number') },
  // To a session of the person themselves: whoever else has the link cannot use these up.
  own_code: { ofOne: cap('own-codes-tenant-number', 40, 'number'), ofAll: cap('own-codes-number', 160, 'number') },
  holder_code: { ofOne: cap('holder-codes-tenant-number', 10, 'number'), ofAll: cap('holder-codes-number', 40, 'number') },
  notice: { ofOne: cap('notices-tenant-number', 8, 'number'), ofAll: cap('notices-number', 32, 'number') },
}
const TO_ADDRESS = { ofOne: cap('reminders-tenant-address', 6, 'address'), ofAll: cap('reminders-address', 24, 'address') }
/** Of one organisation, to whomever. */
const TEXTS_OF_TENANT = cap('texts-tenant', 1000, 'account')
const REMINDERS_OF_TENANT = cap('reminders-tenant', 1000, 'account')

/** Test mode sends nothing to anybody, so it must not count against what does. */
type Sending = { tenantId: string; mode: Mode; to: string }

/** `own`: a session of the person themselves has asked for it. */
type Asked = { template: TextTemplate; own?: boolean | undefined }

/** Counts a text message in the transaction that posts it. Throws RATE_LIMITED, which says when the next one may go. */
export async function requireTextAllowed(context: Context, tx: Tx, { template, own = false, ...sending }: Sending & Asked): Promise<void> {
  const sort = TEXTS[template]
  await requireAll(context, tx, sending, { ...TO_NUMBER[sort === 'code' && own ? 'own_code' : sort], ofTenant: TEXTS_OF_TENANT })
}

/** The same for a mail that reminds. */
export async function requireReminderAllowed(context: Context, tx: Tx, { to, ...sending }: Sending): Promise<void> {
  await requireAll(context, tx, { ...sending, to: to.toLowerCase() }, { ...TO_ADDRESS, ofTenant: REMINDERS_OF_TENANT })
}

async function requireAll(
  { machineNow }: Context,
  db: Tx,
  { tenantId, mode, to }: Sending,
  { ofOne, ofTenant, ofAll }: { ofOne: Cap; ofTenant: Cap; ofAll: Cap },
): Promise<void> {
  const counted = [
    [ofOne, [mode, tenantId, to]],
    [ofTenant, [mode, tenantId]],
    [ofAll, [mode, to]],
  ] as const
  for (const [limit, subject] of counted) {
    if ((await countUse({ machineNow, db }, JSON.stringify(subject), limit)) <= limit.count) continue
    const seconds = secondsLeft(machineNow(), limit.windowMs)
    throw new Problem(`RATE_LIMITED.messages_${limit.says}`, { minutes: Math.ceil(seconds / 60) }, { retryAfterSeconds: seconds })
  }
}
