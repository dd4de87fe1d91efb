// Cross-site request forgery: what changes something comes from our own pages, or from no browser at all.

import { Problem } from '../../domain/problem'

/** Browsers name the origin of a request. A client that names none is not a browser, so no other site can have caused the request. */
export function requireSameOrigin(request: Request, baseUrl: string): void {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) {
    if (site === 'same-origin') return
    throw refused()
  }
  const origin = request.headers.get('origin')
  if (origin === null) {
    if (/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) return
    throw refused()
  }
  if (origin === new URL(baseUrl).origin || (URL.canParse(origin) && new URL(origin).host === request.headers.get('host'))) return
  throw refused()
}

/**
 * For a GET that leaves a trace in the evidence, such as a download: a link on another site must not make one. The cookie goes along with
 * such a link (SameSite=Lax), and no `Origin` comes with a GET, so what the browser says of the site decides. One that says nothing is
 * older than 2023, or no browser.
 */
export function requireOwnPage(request: Request): void {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') throw refused()
}

function refused(): Problem {
  return new Problem('FORBIDDEN.other_page')
}
