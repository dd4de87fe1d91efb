// Who we are to an authenticator (WebAuthn): the origin of our pages, and the host that our passkeys belong to. Both come from the configured
// address alone, never from what a request says.

import type { Context } from '../../kernel/context'

export function relyingParty({ baseUrl }: Pick<Context, 'baseUrl'>): { id: string; origin: string } {
  const { hostname, origin } = new URL(baseUrl)
  return { id: hostname, origin }
}

/** COSE: ES256, EdDSA and RS256, which every authenticator has one of. Keys of other kinds are refused. */
export const ALGORITHMS = [-7, -8, -257]
/** How long a person may take over fingerprint or PIN. */
export const ANSWER_WITHIN_MS = 5 * 60_000
export const MOST_PASSKEYS = 10
