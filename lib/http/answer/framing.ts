// In whose page an answer may be shown, and what may run in it: decided here for every route, by its address.

/** What a page's policy is made of. Development needs eval and inline styles for its reloading. */
export type Page = { nonce: string; development: boolean }

/**
 * Addresses below which proxy.ts is passed by, since a body would be copied on its way through: next.config.ts gives these their headers. Every
 * other address is a page.
 */
export const BESIDE_PAGES = [
  '/v1',
  '/pki',
  '/health',
  '/api',
  '/api/journey',
  '/csc',
  '/_next',
  '/models',
  '/mediapipe',
  '/pdfjs',
  '/favicon.ico',
] as const

/** A page about to be signed inside somebody else's page is the classic way to make people sign what they do not see. */
const NOWHERE = "frame-ancestors 'none'"

/** `page` is what the policy of a page is made of; nothing else has one. */
export function framing(path: string, page?: Page): Record<string, string> {
  const policy = page ? pagePolicy(page) : policyBeside(path)
  return { 'x-frame-options': 'DENY', ...(policy === null ? {} : { 'content-security-policy': policy }) }
}

function policyBeside(path: string): string | null {
  // Answers for programs are never shown as a page.
  if (/^\/(?:v1|pki|health)(?:\/|$)/.test(path)) return `default-src 'none'; ${NOWHERE}; sandbox`
  if (/^\/api\/journey(?:\/|$)/.test(path)) return NOWHERE
  return null
}

/**
 * Scripts by nonce only; WebAssembly for the PDF viewer and the camera hints. Style attributes are set by the viewer and cannot carry a nonce.
 */
function pagePolicy({ nonce, development }: Page): string {
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
    NOWHERE,
  ].join('; ')
}
