// Stands before every page: a content security policy with a fresh nonce, a request id, no body larger than a page ever sends, no act that no
// page posts, and the limits of link pages.

import { NextResponse, type NextRequest } from 'next/server'
import { newId } from './lib/domain/ids'
import type { ProblemCode } from './lib/domain/problem'
import { framing } from './lib/http/answer/framing.mjs'
import { secondsToWaitHere } from './lib/http/input/route-limits'
import { refusedBody } from './lib/http/node/page-bodies'
import { refusedAct } from './lib/http/node/strange-acts'
import { languageOfPage } from './lib/wording/readers-language'

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const requestId = newId('req')
  const nonce = btoa(crypto.randomUUID())
  const { pathname } = request.nextUrl
  const framed = framing(pathname, { nonce, development: process.env.NODE_ENV === 'development' })
  const refused = { ...framing(pathname), 'x-request-id': requestId }
  const status = refusedBody(request.headers)
  if (status !== null) return new NextResponse(null, { status, headers: refused })
  const wait = secondsToWaitHere(request, new Date())
  if (wait !== null) return new NextResponse(null, { status: 429, headers: { ...refused, 'retry-after': String(wait) } })
  const strange = await refusedAct(request)
  if (strange !== null) {
    const error = { code: strange === 403 ? 'FORBIDDEN' : 'MALFORMED_REQUEST', request_id: requestId } satisfies {
      code: ProblemCode
      request_id: string
    }
    return NextResponse.json({ error }, { status: strange, headers: refused })
  }
  const headers = new Headers(request.headers)
  // The layout of all pages asks it: requesters' pages are English.
  headers.set('x-page', pathname)
  // The framework finds the nonce for its own scripts in the policy.
  for (const [name, value] of Object.entries({ ...framed, 'x-nonce': nonce, 'x-request-id': requestId })) headers.set(name, value)
  const response = NextResponse.next({ request: { headers } })
  for (const [name, value] of Object.entries({ ...framed, 'x-request-id': requestId, 'cache-control': 'no-store' }))
    response.headers.set(name, value)
  // Whom a link is for, and so the language of its page, is known to the page alone.
  if (!pathname.startsWith('/s/')) response.headers.set('content-language', languageOfPage(pathname, headers))
  if (process.env.BASE_URL?.startsWith('https:')) response.headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains')
  return response
}

/** Pages only: everything but what BESIDE_PAGES names, which next.config.mjs serves. Next reads this as a literal. */
export const config = {
  matcher: ['/((?!v1(?:/|$)|api/|pki/|csc/|health(?:/live)?$|_next/static|_next/image|models/|mediapipe/|pdfjs/|favicon\\.ico$).*)'],
}
