// The mail to whoever looks after a webhook endpoint: it was switched off, why, and how to switch it on again.

import { written } from './layout'
import type { Written } from './letter'

type Told = {
  requester: { name: string; color: string | null }
  endpointId: string
  /** Never the whole address: its path and query may hold a secret. */
  host: string
  mode: 'test' | 'live'
  because: 'gone' | 'failing'
  failingSince: Date | null
  baseUrl: string
}

export function webhookDisabledMail({ requester, endpointId, host, mode, because, failingSince, baseUrl }: Told): Written {
  const since = failingSince ? ` since ${failingSince.toISOString().slice(0, 10)}` : ''
  return written(
    { qualified: true, requester, baseUrl, requestId: endpointId },
    {
      subject: `Webhook endpoint switched off: ${host}`,
      heading: 'A webhook endpoint was switched off',
      blocks: [
        {
          kind: 'text',
          text:
            because === 'gone'
              ? `The receiver at ${host} answered 410 Gone, which means that it wants no more events. So we have stopped sending them (${mode} mode).`
              : `The receiver at ${host} has not accepted one event${since}. So we have stopped sending them (${mode} mode).`,
        },
        { kind: 'text', text: 'Nothing is lost for 30 days: events are kept and can be sent again.' },
        {
          kind: 'list',
          title: 'To go on',
          items: [
            `Read in GET /v1/webhook-endpoints/${endpointId}/deliveries what the receiver answered, and repair it.`,
            `Switch it on: PATCH /v1/webhook-endpoints/${endpointId} with {"enabled": true}.`,
            `Send again what it has missed: POST /v1/webhook-endpoints/${endpointId}/replay with from and to.`,
          ],
        },
      ],
      reason: 'You receive this mail because your address was given as the contact of this endpoint.',
      footer: [`Reference: ${endpointId}, account ${requester.name}, at ${baseUrl}`],
    },
  )
}
