// The two digits that a screen shows which waits to go on: the person types them on the device that lets it.

import { createHmac } from 'node:crypto'
import type { Context } from '../kernel/context'

/** Of a stranger's screen it is another number, 89 times in 90; a number of two screens opens neither. */
export function screenNumber(context: Pick<Context, 'secrets'>, { signerId, sessionId }: { signerId: string; sessionId: string }): string {
  const mac = createHmac('sha256', context.secrets.key('screen number')).update(`${signerId} ${sessionId}`).digest()
  return String(10 + (mac.readUInt32BE(0) % 90))
}
