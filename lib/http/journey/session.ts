// The cookie of the journey: one per signer, so that several journeys may be open in one browser; unreadable to scripts, bound to this host.

import type { Device } from '../../operations/access/session'

/** Longer than the session: a browser that comes back within a day is known as the one that was there (`SignerState.own`), and no more. */
const LIVES_SECONDS = 86_400

/** `__Host-` makes browsers insist on Secure, path / and no domain; it cannot be used on plain http (a first try on localhost). */
function cookieName(signerId: string, baseUrl: string): string {
  return isSecure(baseUrl) ? `__Host-qsh-${signerId}` : `qsh-${signerId}`
}

export function sessionCookie(signerId: string, token: string, baseUrl: string): string {
  const parts = [`${cookieName(signerId, baseUrl)}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${LIVES_SECONDS}`]
  return [...parts, ...(isSecure(baseUrl) ? ['Secure'] : [])].join('; ')
}

export function sessionTokenOf({ headers }: { headers: Pick<Headers, 'get'> }, signerId: string, baseUrl: string): string | undefined {
  const name = cookieName(signerId, baseUrl)
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return undefined
}

export function deviceOf(request: Request): Device {
  const userAgent = (request.headers.get('user-agent') ?? '').slice(0, 400)
  const phone = request.headers.get('sec-ch-ua-mobile') === '?1' || /Mobi|Android|iPhone|iPad/i.test(userAgent)
  return { kind: phone ? 'phone' : 'desk', userAgent }
}

const isSecure = (baseUrl: string) => baseUrl.startsWith('https:')
