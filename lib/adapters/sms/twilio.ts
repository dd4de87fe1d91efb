// Text messages through Twilio's HTTP API (Programmable Messaging, 2010-04-01).

import type { TextGateway } from '../../domain/ports'
import { GatewayRefused } from './gateway-refused'

/** `from`: a number in E.164 form, an alphanumeric sender, or a messaging service (`MG…`). */
export function twilioGateway(settings: { url: string; accountSid: string; authToken: string; from: string }): TextGateway {
  const { accountSid, authToken, from } = settings
  const address = `${settings.url.replace(/\/$/, '')}/2010-04-01/Accounts/${accountSid}/Messages.json`
  const sender: Record<string, string> = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from }
  return {
    async send({ to, body }) {
      const response = await fetch(address, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
        body: new URLSearchParams({ To: to, Body: body, ...sender }),
        signal: AbortSignal.timeout(15_000),
        redirect: 'error',
      })
      await response.body?.cancel()
      if (!response.ok) throw new GatewayRefused('twilio', response.status)
    },
  }
}
