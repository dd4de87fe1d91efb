// The JSON of an event, as webhooks send it and the API shows it.

import type { WebhookEvent } from '../../generated/prisma/client'
import type { WebhookEventType } from './event-types'
import { API_VERSION } from './publish'
import type { WebhookData } from './events-of'

export type WebhookBody = {
  id: string
  type: WebhookEventType
  created_at: string
  api_version: string
  livemode: boolean
  data: WebhookData
}

export function bodyOf({ id, type, mode, payload }: Pick<WebhookEvent, 'id' | 'type' | 'mode' | 'payload'>): WebhookBody {
  // A safe cast: only `publish` and the ping write this column.
  const { created_at, data } = payload as unknown as { created_at: string; data: WebhookData }
  return { id, type: type as WebhookEventType, created_at, api_version: API_VERSION, livemode: mode === 'live', data }
}
