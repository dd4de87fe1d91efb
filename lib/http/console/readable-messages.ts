// Whose messages of test mode a visitor may read. Links and codes stand in them: who reads them all can sign for everybody.

import { config, isLoopback, type Config } from '../../config'
import type { Context } from '../../operations/kernel/context'
import type { Whose } from '../../operations/messages/read-outbox'
import { consoleCaller } from './session'

type Needs = Pick<Config, 'host' | 'baseUrl' | 'trustedProxies'>

/** All of them for a developer at this machine, those of their account for whoever is signed in, and null for anybody else. */
export async function readableMessages(context: Context, headers: Headers): Promise<Whose | null> {
  if (isAtThisMachine(headers, config())) return 'all'
  const signedIn = await consoleCaller(context)
  return signedIn ? { tenantId: signedIn.caller.tenantId } : null
}

/**
 * Without sign-in only a browser of this machine is served. Nothing from outside reaches a process that listens here alone, but for two
 * ways: a proxy, which the settings, the address in links or the forwarded addresses give away, and a page whose own name was made to lead
 * here (DNS rebinding), which its `Host` gives away. A proxy on the same machine may forward no address and its own `Host`, so where one is
 * configured nobody counts as being here.
 */
export function isAtThisMachine(headers: Headers, { host, baseUrl, trustedProxies }: Needs): boolean {
  const forwarded = headers.get('x-forwarded-for')?.split(',') ?? []
  const asked = ['host', 'x-forwarded-host'].flatMap((name) => headers.get(name) ?? [])
  return (
    trustedProxies === 0 &&
    isLoopback(host) &&
    isLoopback(new URL(baseUrl).hostname) &&
    asked.length > 0 &&
    asked.every((name) => isLoopback(hostnameOf(name))) &&
    forwarded.every((address) => isLoopback(address.trim()))
  )
}

function hostnameOf(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
}
