// Stands before every page: a content security policy with a fresh nonce, a request id, and no body larger than a page ever sends.

import { NextResponse, type NextRequest } from 'next/server'
import { newId } from './lib/domain/ids'

/** Uploads go to routes that stream and measure for themselves (the matcher below leaves them out). Bytes. */
const LARGEST_BODY = 256 * 1024

export function proxy(request: NextRequest): NextResponse {
  const requestId = newId('req')
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_BODY) {
    return new NextResponse(null, { status: 413, headers: { 'x-request-id': requestId } })
  }
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('x-request-id', requestId)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-request-id', requestId)
  response.headers.set('cache-control', 'no-store')
  if (process.env.BASE_URL?.startsWith('https:')) response.headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains')
  return response
}

/**
 * Scripts by nonce only; WebAssembly for the PDF viewer and the camera hints. Style attributes are set by the viewer and cannot carry a
 * nonce. Development needs eval and inline styles for its reloading.
 */
function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' ${development ? "'unsafe-eval'" : "'wasm-unsafe-eval'"}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    ...(development ? [] : ["style-src-attr 'unsafe-inline'"]),
    "img-src 'self' blob: data:",
    "media-src 'self' blob: mediastream:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    `connect-src 'self' blob: data:${development ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    // Qualified signatures are never made inside somebody else's page.
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Pages only: programs' routes set their own headers, and a body that passes through here would be copied. */
export const config = {
  matcher: ['/((?!v1/|api/|pki/|csc/|health(?:/live)?$|_next/static|_next/image|models/|mediapipe/|pdfjs/|favicon.ico).*)'],
}
