// Hands the journey from the active screen to a phone: a code for ten minutes, shown as a QR code and, on wish, sent as a text message.

import { randomBytes } from 'node:crypto'
import { newId } from '../../domain/ids'
import { requirePermission } from '../../domain/permissions'
import { Problem } from '../../domain/problem'
import type { SignerCaller } from '../../domain/caller'
import { bound } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { requireActiveSession } from '../journey/act-at'
import { standing } from '../journey/standing'
import { requireWithinLimit, withinLimit } from '../kernel/limits'
import { hashToken } from '../kernel/links'
import { maskPhone } from '../kernel/profile'
import { sendText } from '../messages/send-text'
import { handoverText } from '../messages/text-messages'

const CODE_LIVES_MS = 10 * 60_000
const CODES = { name: 'handover', count: 60, windowMs: 3_600_000 }
const TEXTS = { name: 'handover-text', count: 3, windowMs: 3_600_000 }

export type HandedOver = { url: string; expiresAt: Date; textedTo: string | null }

/** A second call makes a new code; the one before stays valid until it expires, for a phone that has just scanned it. */
export async function handOver(context: Context, caller: SignerCaller, { textMessage }: { textMessage: boolean }): Promise<HandedOver> {
  requirePermission(caller, 'journey:write')
  await requireWithinLimit(context, caller.sessionId, CODES)
  const journey = await standing(context, context.db, caller.signerId)
  const { place, row, profile, request, language } = journey
  if (place.at === 'closed') throw new Problem('STATE_CONFLICT.nothing_to_continue')
  const code = randomBytes(24).toString('base64url')
  const now = context.machineNow()
  const expiresAt = new Date(now.getTime() + CODE_LIVES_MS)
  const url = `${context.baseUrl}/s/${code}`
  const to = textMessage && profile.phone && (await withinLimit(context, row.id, TEXTS)) ? profile.phone : null
  await context.db.$transaction(async (tx) => {
    await requireActiveSession(context, tx, caller)
    const handover = { id: newId('ses'), hash: hashToken(code), signerId: row.id, createdAt: now, expiresAt, usedAt: null }
    await tx.handover.create({ data: bound(context.secrets, 'handover', handover) })
    if (!to) return
    const text = handoverText({ language, url, requester: request.tenant.name })
    await sendText(context, tx, journey, { template: 'handover', to, text })
  })
  return { url, expiresAt, textedTo: to ? maskPhone(to) : null }
}
