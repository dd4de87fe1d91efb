// Every kind of route and the headers that say where its answers may be shown: by proxy.ts for pages, by next.config.mjs for all others.

import { NextRequest } from 'next/server'
import { expect, it } from 'vitest'
import { config, proxy } from '../../../proxy'
import { BESIDE_PAGES, framing, isPage } from './framing.mjs'

const PAGE =
  "default-src 'self'; script-src 'self' 'nonce' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce'; style-src-attr 'unsafe-inline'; " +
  "img-src 'self' blob: data:; media-src 'self' blob: mediastream:; font-src 'self' data:; worker-src 'self' blob:; " +
  "connect-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const PROGRAM = "default-src 'none'; frame-ancestors 'none'; sandbox"
const FILE = "frame-ancestors 'none'"

/** What a browser gets: the framework adds what next.config.mjs says, and proxy.ts has the last word where it is asked. */
async function answered(path: string): Promise<Record<string, string>> {
  const beside = BESIDE_PAGES.filter((prefix) => path === prefix || path.startsWith(`${prefix}/`)).map((prefix) => framing(prefix))
  const [matcher = ''] = config.matcher
  const headers = new Headers(Object.assign({}, ...beside) as Record<string, string>)
  if (new RegExp(`^${matcher}$`).test(path))
    for (const [name, value] of (await proxy(new NextRequest(`https://sign.example.com${path}`))).headers) headers.set(name, value)
  return Object.fromEntries(headers)
}

it.each([
  ['/', PAGE],
  ['/docs', PAGE],
  ['/console/requests/x/download', PAGE],
  ['/outbox', PAGE],
  ['/s/token', PAGE],
  ['/s/token/open', PAGE],
  ['/sign/sgn_1', PAGE],
  ['/r/token', PAGE],
  ['/nothing/here', PAGE],
  ['/healthz', PAGE],
  ['/sdk/index.js', PAGE],
  ['/llms.txt', PAGE],
  ['/favicon.icon', PAGE],
  ['/v1', PROGRAM],
  ['/v1/usage', PROGRAM],
  ['/v1/openapi.json', PROGRAM],
  ['/v1/files/token/contract.pdf', PROGRAM],
  ['/pki/root.pem', PROGRAM],
  ['/health', PROGRAM],
  ['/health/live', PROGRAM],
  ['/api/journey/sgn_1', PROGRAM],
  ['/api/journey/sgn_1/documents/doc_1', PROGRAM],
  ['/api/outbox', PROGRAM],
  ['/api/status/token', PROGRAM],
  ['/api/auth/session', PROGRAM],
  ['/_next/static/chunks/a.js', FILE],
  ['/_next/image', FILE],
  ['/models/a.bin', FILE],
  ['/mediapipe/a.wasm', FILE],
  ['/pdfjs/a.wasm', FILE],
  ['/favicon.ico', FILE],
])('%s is shown in nobody else’s page', async (path, policy) => {
  expect(isPage(path)).toBe(policy === PAGE)
  const { 'x-frame-options': frames, 'content-security-policy': sent = null } = await answered(path)
  expect([frames, sent?.replace(/'nonce-[A-Za-z0-9+/=]{40,}'/g, "'nonce'") ?? null]).toEqual(['DENY', policy])
})

it('answers a body that no page takes, and a link page that one address asks for too often', async () => {
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const sent = { 'x-qsignhub-client': '203.0.113.7', ...headers }
    return (await proxy(new NextRequest(`https://sign.example.com${path}`, { method: 'POST', headers: sent }))).status
  }
  expect([await ask('/docs'), await ask('/docs', { 'x-qsignhub-refused': '413' })]).toEqual([200, 413])
  const asked = await Promise.all(Array.from({ length: 601 }, () => ask('/s/token')))
  expect([new Set(asked.slice(0, 600)), asked.at(-1)]).toEqual([new Set([200]), 429])
  expect([await ask('/s/token', { 'x-qsignhub-client': '203.0.113.8' }), await ask('/r/token'), await ask('/docs')]).toEqual([
    200, 200, 200,
  ])
})

it('gives each page a nonce of its own, and its scripts the same', async () => {
  const pages = await Promise.all(['/docs', '/docs'].map(answered))
  const nonces = pages.map((page) => /'nonce-([^']+)'/.exec(page['content-security-policy'] ?? '')?.[1])
  expect(new Set(nonces).size).toBe(2)
})

it('lets a page reload itself in development, where nobody may frame it either', () => {
  const policy = framing('/docs', { nonce: 'x', development: true })['content-security-policy']
  expect(policy).toContain("'unsafe-eval'")
  expect(policy).toContain("frame-ancestors 'none'")
})
