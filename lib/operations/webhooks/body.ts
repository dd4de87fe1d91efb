// An event as it goes over the wire: what webhooks send and the API shows.

import type { WebhookEvent } from '../../generated/prisma/client'
import type { WebhookEventType } from './event-types'
import { API_VERSION } from './publish'
import type { WebhookData } from './told-of'

export type WebhookBody = {
  id: string
  type: WebhookEventType
  created_at: string
  api_version: string
  livemode: boolean
  data: WebhookData
}

export function bodyOf({ id, type, mode, payload }: Pick<WebhookEvent, 'id' | 'type' | 'mode' | 'payload'>): WebhookBody {
  // Written by `publish` and the ping only.
  const { created_at, data } = payload as unknown as { created_at: string; data: WebhookData }
  return { id, type: type as WebhookEventType, created_at, api_version: API_VERSION, livemode: mode === 'live', data }
}
