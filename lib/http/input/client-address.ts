// The client's address, for limits and logs.

import { createHmac } from 'node:crypto'
import { macUnder } from '../../crypto/keyring'
import type { Origin } from '../../domain/caller'
import type { Context } from '../../operations/kernel/context'
import { CLIENT_ADDRESS } from '../node/client-address'

/** Personal data: counted by digest, logged under a key. */
export function addressOf(headers: Headers): string {
  return headers.get(CLIENT_ADDRESS) ?? 'direct'
}

/** As long as a browser's name is that is kept as evidence. */
const LONGEST_BROWSER = 400

/** Where an act comes from, for the levels that keep it as evidence. Never logged. */
export function originOf(headers: Headers): Origin {
  return { address: addressOf(headers), browser: (headers.get('user-agent') ?? '').slice(0, LONGEST_BROWSER) }
}

/**
 * What logs and limits name instead of the address: lines of one client can be put together, and whoever has the log alone cannot find the
 * address by trying all of them (decisions/0022).
 */
export function clientDigest({ secrets }: Pick<Context, 'secrets'>, headers: Headers): string {
  return macUnder(secrets.key('client address'), (key) => createHmac('sha256', key).update(addressOf(headers)).digest('hex')).slice(0, 16)
}
