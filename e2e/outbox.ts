// Reads the outbox of test mode: the mailbox and the phone of everybody who takes part.
export type Sent = { id: string; channel: 'email' | 'sms'; to: string; subject: string | null; text: string; html: string | null; created_at: string }

export async function outbox(baseUrl: string): Promise<Sent[]> {
  const response = await fetch(`${baseUrl}/api/outbox`)
  if (!response.ok) throw new Error(`the outbox answered ${response.status}`)
  return ((await response.json()) as { messages: Sent[] }).messages
}

/** Waits for the newest message that fits; `after` leaves out what was there before. Newest first. */
export async function awaitMessage(baseUrl: string, fits: (sent: Sent) => boolean, withinMs = 20_000): Promise<Sent> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const found = (await outbox(baseUrl)).find(fits)
    if (found) return found
    if (Date.now() > deadline) throw new Error('the message did not come in time')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** The six digits of the newest text message to this number, sent at or after `since`. */
export async function latestCode(baseUrl: string, phone: string, since: Date): Promise<string> {
  const sent = await awaitMessage(baseUrl, (m) => m.channel === 'sms' && m.to === phone && new Date(m.created_at) >= since && /#\d{6}\b/.test(m.text))
  return /#(\d{6})\b/.exec(sent.text)?.[1] ?? ''
}

/** The signer's link in the newest mail to this address. */
export async function latestLink(baseUrl: string, address: string, since = new Date(0)): Promise<string> {
  const sent = await awaitMessage(baseUrl, (m) => m.channel === 'email' && m.to === address && new Date(m.created_at) >= since && /\/s\/\w+/.test(m.text))
  return /https?:\/\/\S+\/s\/\w+/.exec(sent.text)?.[0] ?? ''
}
