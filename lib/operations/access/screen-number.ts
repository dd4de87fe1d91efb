// The two digits that a screen shows which waits to go on: the person types them on the device that lets it.

import { createHmac } from 'node:crypto'
import { isMacUnder, macUnder } from '../../crypto/keyring'
import type { Context } from '../kernel/context'

type Needs = Pick<Context, 'secrets'>
type Screen = { signerId: string; sessionId: string }

/** Of a stranger's screen it is another number, 89 times in 90; a number of two screens opens neither. */
export function screenNumber(context: Needs, screen: Screen): string {
  return macUnder(context.secrets.key('screen number'), numberOf(screen))
}

export function isScreenNumber(context: Needs, screen: Screen, number: string): boolean {
  return isMacUnder(context.secrets.key('screen number'), number, numberOf(screen))
}

const numberOf =
  ({ signerId, sessionId }: Screen) =>
  (key: Uint8Array): string => {
    const mac = createHmac('sha256', key).update(`${signerId} ${sessionId}`).digest()
    return String(10 + (mac.readUInt32BE(0) % 90))
  }
