// Reads the outbox of test mode: the mailbox and the phone of one person, whatever others get at the same time.

import { PATIENCE_MS, until } from './until'

type Sent = {
  id: string
  channel: 'email' | 'sms'
  to: string
  subject: string | null
  text: string
  html: string | null
  created_at: string
}

/** Newest first; `to`: a mail address or a phone number. */
async function outbox(baseUrl: string, to?: string): Promise<Sent[]> {
  const response = await fetch(`${baseUrl}/api/outbox${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`)
  if (!response.ok) throw new Error(`the outbox answered ${response.status}`)
  return ((await response.json()) as { messages: Sent[] }).messages
}

/** Waits for the newest message to this person that fits. */
function awaitMessage(baseUrl: string, to: string, fits: (sent: Sent) => boolean): Promise<Sent> {
  return until(`a message to ${to}`, async () => (await outbox(baseUrl, to)).find(fits), PATIENCE_MS, 200)
}

/** The six digits of the newest text message to this number, sent at or after `since`. */
export async function latestCode(baseUrl: string, phone: string, since: Date): Promise<string> {
  const sent = await awaitMessage(
    baseUrl,
    phone,
    ({ channel, text, created_at }) => channel === 'sms' && new Date(created_at) >= since && /#\d{6}\b/.test(text),
  )
  return /#(\d{6})\b/.exec(sent.text)?.[1] ?? ''
}

/** The signer's link in the newest mail to this address. */
export async function latestLink(baseUrl: string, address: string, since = new Date(0)): Promise<string> {
  const sent = await awaitMessage(
    baseUrl,
    address,
    ({ channel, text, created_at }) => channel === 'email' && new Date(created_at) >= since && /\/s\/\w+/.test(text),
  )
  return /https?:\/\/\S+\/s\/\w+/.exec(sent.text)?.[0] ?? ''
}
