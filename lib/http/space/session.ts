// The cookie of the space: unreadable to scripts, bound to this host, and sent with no request that another site has caused.

import type { HolderCaller } from '../../domain/caller'
import type { Context } from '../../operations/kernel/context'
import { findSpaceSession, LONGEST_MS, type SpaceDevice } from '../../operations/space/entrance/space-session'
import { deviceOf } from '../journey/session'
import type { SpaceZone } from '../schemas/space'

const isSecure = (baseUrl: string): boolean => baseUrl.startsWith('https:')
/** `__Host-` makes browsers insist on Secure, path / and no domain; over http it cannot be used. */
const cookieName = (baseUrl: string): string => (isSecure(baseUrl) ? '__Host-qsh-space' : 'qsh-space')

export function spaceCookie(token: string | null, baseUrl: string): string {
  const life = token === null ? 0 : LONGEST_MS / 1000
  const parts = [`${cookieName(baseUrl)}=${token ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', `Max-Age=${life}`]
  return [...parts, ...(isSecure(baseUrl) ? ['Secure'] : [])].join('; ')
}

/** `cookies`: the header of the request. */
export async function spaceCaller(context: Context, cookies: string | null): Promise<HolderCaller | null> {
  const name = cookieName(context.baseUrl)
  for (const pair of (cookies ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (pair.slice(0, at).trim() === name) return findSpaceSession(context, pair.slice(at + 1).trim())
  }
  return null
}

const BROWSERS = {
  Edge: /\bEdg/,
  Opera: /\bOPR\//,
  Firefox: /\bFirefox\/|\bFxiOS\//,
  Chrome: /\bChrome\/|\bCriOS\//,
  Safari: /\bSafari\//,
} as const
const SYSTEMS = { Android: /Android/, iOS: /iPhone|iPad/, Windows: /Windows/, macOS: /Mac OS X/, Linux: /Linux|X11/ } as const

const firstOf = (known: Readonly<Record<string, RegExp>>, text: string): string | null =>
  Object.entries(known).find(([, pattern]) => pattern.test(text))?.[0] ?? null

/** Names from closed lists alone, so that no browser writes into a page of the person. */
export function spaceDevice(request: Request, zone: SpaceZone): SpaceDevice {
  const { kind, userAgent } = deviceOf(request)
  const place = { browser: firstOf(BROWSERS, userAgent), system: firstOf(SYSTEMS, userAgent), zone: zone ?? null }
  return { kind, place }
}
