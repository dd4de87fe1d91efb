// An endpoint's secret, and the headers with which a receiver verifies a delivery.

import { createHmac, randomBytes } from 'node:crypto'
import type { Context } from '../kernel/context'
import { openColumn, sealColumn } from '../kernel/sealed-columns'

type Keys = { secrets: Pick<Context['secrets'], 'key' | 'share'> }
type Needs = Keys & Pick<Context, 'integrity' | 'log'>
type Stored = Uint8Array<ArrayBuffer>

/** Standard Webhooks: 24 to 64 random bytes; ours are 32. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/** As `WebhookEndpoint.secret` stores it; bound to its endpoint. */
export function sealSecret({ secrets }: Keys, endpointId: string, secret: string): Stored {
  return sealColumn(secrets, 'webhookSecret', endpointId, Buffer.from(secret))
}

/** As `WebhookEndpoint.contact` stores it. */
export function sealContact({ secrets }: Keys, endpointId: string, address: string): Stored {
  return sealColumn(secrets, 'webhookContact', endpointId, Buffer.from(address))
}

export function openContact(context: Needs, endpointId: string, sealed: Uint8Array): string {
  return openColumn(context, 'webhookContact', endpointId, sealed).toString('utf8')
}

type Signed = { id: string; secret: Uint8Array; previousSecret: Uint8Array | null; previousUntil: Date | null }

/** The valid secrets, newest first: after a rotation the earlier one too, for a time. */
export function secretsOf(context: Needs, endpoint: Signed, now: Date): [string, ...string[]] {
  const read = (sealed: Uint8Array) => openColumn(context, 'webhookSecret', endpoint.id, sealed).toString('utf8')
  const previous = endpoint.previousSecret && endpoint.previousUntil && endpoint.previousUntil > now ? [read(endpoint.previousSecret)] : []
  return [read(endpoint.secret), ...previous]
}

/**
 * Two proofs side by side. `X-QSignHub-Signature` is over the body alone, keyed with the secret as a string: it cannot tell an old
 * delivery from a new one. The proof of Standard Webhooks is over id, time and body, keyed with the bytes after `whsec_`, once for each
 * valid secret.
 */
export function proofOf(event: string, body: string, secrets: readonly [string, ...string[]], now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${event}.${timestamp}.${body}`).digest('base64')}`
  })
  return {
    'webhook-id': event,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
    'x-qsignhub-signature': `sha256=${createHmac('sha256', secrets[0]).update(body, 'utf8').digest('hex')}`,
    'x-qsignhub-timestamp': timestamp,
  }
}
