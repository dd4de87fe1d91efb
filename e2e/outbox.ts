// Reads the outbox of test mode: the mailbox and the phone of one person, whatever others get at the same time. The server of the stories
// trusts a proxy, so it shows the outbox to who has signed in.

import type { RunningServer } from './server'
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

/** Signed in once for each server and key: the sign-in is limited. */
const sessions = new Map<string, Promise<string>>()

/** The cookie of a console that is signed in with the key of this server. */
function signedIn({ baseUrl, apiKey }: RunningServer): Promise<string> {
  const key = `${baseUrl} ${apiKey}`
  const session = sessions.get(key) ?? signIn(baseUrl, apiKey)
  sessions.set(key, session)
  return session
}

async function signIn(baseUrl: string, key: string): Promise<string> {
  const asked = await fetch(`${baseUrl}/api/auth/csrf`)
  const { csrfToken } = (await asked.json()) as { csrfToken: string }
  const answer = await fetch(`${baseUrl}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(asked) },
    body: new URLSearchParams({ key, csrfToken, json: 'true' }),
  })
  if (answer.status !== 200) throw new Error(`the sign-in answered ${answer.status}`)
  return cookiesOf(answer)
}

const cookiesOf = ({ headers }: Response): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

/** Newest first; `to`: a mail address or a phone number. */
async function outbox(product: RunningServer, to: string): Promise<Sent[]> {
  const headers = { cookie: await signedIn(product) }
  const response = await fetch(`${product.baseUrl}/api/outbox?to=${encodeURIComponent(to)}`, { headers })
  if (!response.ok) throw new Error(`the outbox answered ${response.status}`)
  return ((await response.json()) as { messages: Sent[] }).messages
}

/** The mails that this address has been sent so far. */
export async function mailsTo(product: RunningServer, address: string): Promise<Sent[]> {
  return (await outbox(product, address)).filter(({ channel }) => channel === 'email')
}

/** Waits for the newest message to this person that fits. */
function awaitMessage(product: RunningServer, to: string, fits: (sent: Sent) => boolean): Promise<Sent> {
  return until(`a message to ${to}`, async () => (await outbox(product, to)).find(fits), PATIENCE_MS, 200)
}

/** The six digits of the newest text message to this number, sent at or after `since`. */
export async function latestCode(product: RunningServer, phone: string, since: Date): Promise<string> {
  const sent = await awaitMessage(
    product,
    phone,
    ({ channel, text, created_at }) => channel === 'sms' && new Date(created_at) >= since && /#\d{6}\b/.test(text),
  )
  return /#(\d{6})\b/.exec(sent.text)?.[1] ?? ''
}

/** The signer's link in the newest mail to this address. */
export async function latestLink(product: RunningServer, address: string, since = new Date(0)): Promise<string> {
  const sent = await awaitMessage(
    product,
    address,
    ({ channel, text, created_at }) => channel === 'email' && new Date(created_at) >= since && /\/s\/\w+/.test(text),
  )
  return /https?:\/\/\S+\/s\/\w+/.exec(sent.text)?.[0] ?? ''
}

/** The link to the person's space in the newest mail to this address. */
export async function latestSpaceLink(product: RunningServer, address: string, since: Date): Promise<string> {
  const sent = await awaitMessage(
    product,
    address,
    ({ channel, text, created_at }) => channel === 'email' && new Date(created_at) >= since && /\/space\/open#\S+/.test(text),
  )
  return /https?:\/\/\S+\/space\/open#[\w-]+/.exec(sent.text)?.[0] ?? ''
}
