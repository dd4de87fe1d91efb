// How many text messages and reminders may go out, by the machine's clock: they cost money, and may be used to annoy somebody. A test clock
// that is moved moves none of these hours.

import { Problem } from '../../domain/problem'
import type { Context, Tx } from '../kernel/context'
import { countUse, secondsLeft, type Limit } from '../kernel/limits'

const HOUR_MS = 3_600_000
type Cap = Limit & { says: 'number' | 'address' | 'account' }

/** To one number or address, whoever sends. */
const TO_NUMBER: Cap = { name: 'texts-number', count: 30, windowMs: HOUR_MS, says: 'number' }
const TO_ADDRESS: Cap = { name: 'reminders-address', count: 10, windowMs: HOUR_MS, says: 'address' }
/** Of one organisation, to whomever. */
const TEXTS_OF_TENANT: Cap = { name: 'texts-tenant', count: 1000, windowMs: HOUR_MS, says: 'account' }
const REMINDERS_OF_TENANT: Cap = { name: 'reminders-tenant', count: 1000, windowMs: HOUR_MS, says: 'account' }

type Sending = { tenantId: string; to: string }

/** Counts a text message in the transaction that posts it. Throws RATE_LIMITED, which says when the next one may go. */
export async function requireTextAllowed(context: Context, tx: Tx, { tenantId, to }: Sending): Promise<void> {
  await requireAll(context, tx, [
    [TO_NUMBER, to],
    [TEXTS_OF_TENANT, tenantId],
  ])
}

/** The same for a mail that reminds. */
export async function requireReminderAllowed(context: Context, tx: Tx, { tenantId, to }: Sending): Promise<void> {
  await requireAll(context, tx, [
    [TO_ADDRESS, to.toLowerCase()],
    [REMINDERS_OF_TENANT, tenantId],
  ])
}

async function requireAll({ machineNow }: Context, db: Tx, counted: readonly [Cap, string][]): Promise<void> {
  for (const [cap, subject] of counted) {
    if ((await countUse({ machineNow, db }, subject, cap)) <= cap.count) continue
    const seconds = secondsLeft(machineNow(), cap.windowMs)
    throw new Problem(`RATE_LIMITED.messages_${cap.says}`, { minutes: Math.ceil(seconds / 60) }, { retryAfterSeconds: seconds })
  }
}
