// One attempt of one delivery: signs the body, calls the receiver, and records the answer and the next attempt.

import { newId } from '../../../domain/ids'
import type { WebhookAnswer } from '../../../domain/ports'
import type { AttemptError, Prisma } from '../../../generated/prisma/client'
import { isWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { integrityFault } from '../../kernel/integrity'
import { bodyOf } from '../body'
import { nextAttempt } from './schedule'
import { proofOf, secretsOf } from '../secret'
import { switchOff } from '../switch-off'

export const toDeliver = { event: true, endpoint: true } as const satisfies Prisma.WebhookDeliveryInclude
export type ToDeliver = Prisma.WebhookDeliveryGetPayload<{ include: typeof toDeliver }>

/** An endpoint without one success in this time is switched off. */
const GIVEN_UP_MS = 5 * 24 * 3_600_000
const AGENT = 'QSignHub-Webhooks/1.0'
/** 410 Gone: the receiver wants no more events. */
const GONE = 410

type Result = {
  ok: boolean
  gone: boolean
  retryAfter: string | null
  status: number | null
  error: AttemptError | null
  response: string | null
}

/**
 * Answers whether the endpoint may get its next event: the receiver took this one, or it is not sent at all. A fault of the receiver is never
 * thrown.
 */
export async function attempt(context: Context, delivery: ToDeliver): Promise<boolean> {
  const { event, endpoint } = delivery
  if (!isOwn(context, delivery)) {
    await context.db.webhookDelivery.updateMany({
      where: { id: delivery.id, state: 'pending' },
      data: { state: 'failed', nextAttemptAt: null },
    })
    return true
  }
  const at = context.machineNow()
  const body = JSON.stringify(bodyOf(event))
  const answer = await context.webhooks.send({
    url: endpoint.url,
    mode: endpoint.mode,
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'accept-encoding': 'identity',
      'user-agent': AGENT,
      ...proofOf(event.id, body, secretsOf(context, endpoint, at), at),
      'x-qsignhub-event': event.type,
      'x-qsignhub-delivery': delivery.id,
    },
  })
  const result = resultOf(answer)
  await context.db.$transaction((tx) => record(context, tx, delivery, at, answer.latencyMs, result))
  context.log.info(
    {
      webhook_endpoint: endpoint.id,
      delivery: delivery.id,
      event_type: event.type,
      status: result.status,
      reason: result.error,
      ms: answer.latencyMs,
    },
    'webhook',
  )
  return result.ok
}

/** Whoever writes the database could have an event sent to an address of theirs, or another account's event to an endpoint. */
function isOwn(context: Context, { id, event, endpoint }: ToDeliver): boolean {
  if (!isWhole(context, 'webhookEndpoint', endpoint) || !isWhole(context, 'webhookEvent', event)) return false
  const place = `webhookDelivery ${id}`
  const isOfOne = event.tenantId === endpoint.tenantId && event.mode === endpoint.mode
  if (isOfOne) context.integrity.whole('delivery', place)
  else integrityFault(context, 'delivery', { place, what: 'its event is not of the account of its endpoint' })
  return isOfOne
}

function resultOf(answer: WebhookAnswer): Result {
  if ('error' in answer) return { ok: false, gone: false, retryAfter: null, status: null, error: answer.error, response: null }
  const { status, retryAfter, excerpt } = answer
  const ok = status >= 200 && status < 300
  const error = ok ? null : status >= 300 && status < 400 ? 'redirect_not_followed' : 'refused_by_receiver'
  return { ok, gone: status === GONE, retryAfter, status, error, response: excerpt === '' ? null : excerpt }
}

async function record(context: Context, tx: Tx, delivery: ToDeliver, at: Date, latencyMs: number, result: Result): Promise<void> {
  const { id, endpoint } = delivery
  const now = context.machineNow()
  const tries = delivery.tries + 1
  const next = result.ok || delivery.cause === 'ping' ? null : nextAttempt(tries, now, result.retryAfter)
  const state = result.ok ? 'succeeded' : next === null ? 'failed' : 'pending'
  // Only if this try was not recorded yet, and the delivery not cancelled or deleted meanwhile.
  const { count } = await tx.webhookDelivery.updateMany({
    where: { id, state: 'pending', tries: delivery.tries },
    data: { state, tries, nextAttemptAt: next },
  })
  if (count === 0) return
  const { status, error, response } = result
  await tx.webhookAttempt.create({ data: { id: newId('att'), deliveryId: id, number: tries, at, status, error, latencyMs, response } })
  if (result.ok) {
    await tx.webhookEndpoint.updateMany({ where: { id: endpoint.id, failingSince: { not: null } }, data: { failingSince: null } })
  } else if (result.gone) {
    await switchOff(context, tx, endpoint.id, 'gone')
  } else if (delivery.cause !== 'ping') {
    await noteFailure(context, tx, endpoint, at)
  }
}

async function noteFailure(context: Context, tx: Tx, { id }: ToDeliver['endpoint'], at: Date): Promise<void> {
  await tx.webhookEndpoint.updateMany({ where: { id, failingSince: null }, data: { failingSince: at } })
  const endpoint = await tx.webhookEndpoint.findUnique({ where: { id }, select: { failingSince: true } })
  if (endpoint?.failingSince && at.getTime() - endpoint.failingSince.getTime() >= GIVEN_UP_MS) await switchOff(context, tx, id, 'failing')
}
