// The client's address, for limits.

import { CLIENT_ADDRESS } from '../node/client-address'

/** Personal data: counted by digest, never logged. */
export function addressOf(headers: Headers): string {
  return headers.get(CLIENT_ADDRESS) ?? 'direct'
}
