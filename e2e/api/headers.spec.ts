// The security headers of every answer: on pages, on answers for programs, on files, with a key and without, found and not found.

import { expect } from '@playwright/test'
import { test } from '../journeys/product'

const PAGES = ['/', '/docs', '/docs/errors', '/console', '/outbox', '/s/nobody', '/sign/sgn_0000000000000000', '/r/nobody', '/nothing/here']
const FOR_PROGRAMS = [
  '/v1/openapi.json',
  '/v1/usage',
  '/v1/nothing',
  '/pki/root.pem',
  '/health',
  '/health/live',
  '/api/journey/sgn_0000000000000000',
  '/api/outbox',
  '/api/auth/session',
]
const OTHERS = ['/favicon.ico']

/** On every answer, whatever it is. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()',
  // Said over TLS only (RFC 6797, section 7.2).
  'strict-transport-security': null,
  'x-powered-by': null,
}

function expectHeaders(address: string, headers: Headers, expected: Record<string, string | null>): void {
  expect(Object.fromEntries(Object.keys(expected).map((name) => [name, headers.get(name)])), address).toEqual(expected)
}

/** The directives of the policy, without the nonce, which is another one in each answer. */
function policyOf(headers: Headers): Record<string, string> {
  const text = (headers.get('content-security-policy') ?? '').replace(/'nonce-[A-Za-z0-9+/=]{20,}'/g, "'nonce'")
  return Object.fromEntries(text.split('; ').map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')]))
}

test('every answer forbids framing, guessing of types and sending the referrer', async ({ product }) => {
  for (const address of [...PAGES, ...FOR_PROGRAMS, ...OTHERS]) {
    for (const key of ['', product.apiKey]) {
      const response = await fetch(`${product.baseUrl}${address}`, { headers: key === '' ? {} : { 'x-api-key': key }, redirect: 'manual' })
      expect(response.status, address).toBeLessThan(500)
      expectHeaders(address, response.headers, ALWAYS)
      await response.arrayBuffer()
    }
  }
})

test('a page runs its own scripts alone, and no other page can frame it', async ({ product }) => {
  const nonces = new Set<string>()
  for (const address of PAGES) {
    const { headers } = await fetch(`${product.baseUrl}${address}`, { redirect: 'manual' })
    nonces.add(/'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? '')
    expect(policyOf(headers), address).toMatchObject({
      'default-src': "'self'",
      'script-src': "'self' 'nonce' 'strict-dynamic' 'wasm-unsafe-eval'",
      'style-src': "'self' 'nonce'",
      'object-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
    })
    expect(headers.get('cache-control'), address).toMatch(/\bno-store\b/)
    expect(headers.get('x-request-id'), address).toMatch(/^req_/)
  }
  expect(nonces.size, 'a nonce is used once').toBe(PAGES.length)
})

test('a browser that shows an answer for programs runs nothing in it', async ({ product }) => {
  for (const address of FOR_PROGRAMS) {
    const { headers } = await fetch(`${product.baseUrl}${address}`)
    expectHeaders(address, headers, { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox" })
  }
})

test('behind a proxy that speaks TLS, browsers are told to stay there', async ({ product }) => {
  for (const address of ['/docs', '/v1/usage', '/pki/root.pem']) {
    const { headers } = await fetch(`${product.baseUrl}${address}`, { headers: { 'x-forwarded-proto': 'https' } })
    expectHeaders(address, headers, { 'strict-transport-security': 'max-age=63072000; includeSubDomains' })
  }
})
