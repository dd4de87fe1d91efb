// Text messages through any HTTP gateway: one POST of JSON per message, a bearer token, an idempotency key.

import type { TextGateway } from '../../domain/ports'
import { GatewayRefused } from './gateway-refused'

/** The body is `{"id", "to", "from", "text"}`; any 2xx means accepted. The same `id` again is the same message sent again. */
export function genericGateway({ url, token, from }: { url: string; token: string | null; from: string | null }): TextGateway {
  return {
    async send({ to, body }, messageId) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': messageId,
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ id: messageId, to, from, text: body }),
        signal: AbortSignal.timeout(15_000),
        redirect: 'error',
      })
      await response.body?.cancel()
      if (!response.ok) throw new GatewayRefused('configured', response.status)
    },
  }
}
