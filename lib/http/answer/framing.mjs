// Decides for every route, by its address, who may frame its answers and what may run in them. Plain JavaScript, because next.config.mjs
// reads it before anything is compiled.

/**
 * The inputs of a page's content security policy. Development needs eval and inline styles for reloading.
 * @typedef {{ nonce: string, development: boolean }} Page
 */

/**
 * Prefixes of addresses that do not pass through proxy.ts, which would copy their bodies: next.config.mjs sets their headers. All other
 * addresses are pages.
 */
export const BESIDE_PAGES = ['/v1', '/pki', '/health', '/api', '/csc', '/_next', '/models', '/mediapipe', '/pdfjs', '/favicon.ico']

/**
 * Whether an address passes through proxy.ts.
 * @param {string} path
 */
export function isPage(path) {
  return !BESIDE_PAGES.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))
}

/** Clickjacking: inside a stranger's page people could be made to sign what they do not see. */
const NOWHERE = "frame-ancestors 'none'"

/**
 * `page`: the inputs of the policy, for pages only.
 * @param {string} path
 * @param {Page} [page]
 * @returns {Record<string, string>}
 */
export function framing(path, page) {
  const policy = page ? pagePolicy(page) : policyBeside(path)
  return { 'x-frame-options': 'DENY', 'content-security-policy': policy }
}

/** @param {string} path */
function policyBeside(path) {
  // Answers for programs, and for the scripts of pages, are never shown as a page.
  return /^\/(?:v1|pki|health|api)(?:\/|$)/.test(path) ? `default-src 'none'; ${NOWHERE}; sandbox` : NOWHERE
}

/**
 * Scripts by nonce only; WebAssembly for the PDF viewer and the camera hints. Style attributes are set by the viewer and cannot carry a nonce.
 * @param {Page} page
 */
function pagePolicy({ nonce, development }) {
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
    "base-uri 'none'",
    "form-action 'self'",
    NOWHERE,
  ].join('; ')
}
