// What no client of ours sends, to the running product: names of other hosts, requests that a proxy and a server could read differently, heads
// and bodies that are too large, and the inner doors of the framework.

import { connect } from 'node:net'
import { expect } from '@playwright/test'
import { test } from './described/accounts'
import { signIn } from './sign-in'

/** The status of what is written to a connection byte for byte. */
function raw(baseUrl: string, request: string): Promise<number> {
  const { hostname, port } = new URL(baseUrl)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(request))
    let answer = ''
    socket.on('data', (piece: Buffer) => (answer += piece.toString('latin1')))
    socket.on('error', reject)
    socket.on('close', () => {
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0))
    })
  })
}

test('two lengths of one body, and a head without end, are refused', async ({ accounts: { baseUrl } }) => {
  const head = 'POST /v1/documents HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n'
  expect(await raw(baseUrl, `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`)).toBe(400)
  expect(await raw(baseUrl, `${head}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`)).toBe(400)
  expect(await raw(baseUrl, `${head}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`)).toBe(431)
})

test('no host that a request names gets into what is answered', async ({ accounts: { baseUrl, apiKey } }) => {
  for (const [name, value] of Object.entries({ 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' })) {
    for (const address of ['/v1/signature-requests', '/v1/nothing', '/console', '/s/x']) {
      const answer = await fetch(`${baseUrl}${address}`, { headers: { 'x-api-key': apiKey, [name]: value }, redirect: 'manual' })
      const said = `${await answer.text()} ${answer.headers.get('location') ?? ''}`
      expect(said, `${name} at ${address}`).not.toContain('evil.example')
    }
  }
})

test('the sign-in leads nobody elsewhere', async ({ accounts: { baseUrl, apiKey }, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: baseUrl })
  const { csrfToken } = (await (await request.get('/api/auth/csrf')).json()) as { csrfToken: string }
  const form = { key: apiKey, csrfToken, json: 'true', callbackUrl: 'https://evil.example/' }
  const answer = await request.post('/api/auth/callback/credentials', { form })
  expect(await answer.text()).not.toContain('evil.example')
  await request.dispose()
})

test('the inner doors of the framework are shut', async ({ accounts: { baseUrl } }) => {
  const status = async (address: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${baseUrl}${address}`, { headers, redirect: 'manual' })
    await answer.arrayBuffer()
    return answer.status
  }
  // A header that made older versions leave out what stands before every page.
  expect(await status('/console', { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' })).toBe(307)
  for (const source of ['/favicon.ico', 'https://evil.example/a.png', '//evil.example/a.png'])
    expect(await status(`/_next/image?url=${encodeURIComponent(source)}&w=640&q=75`), source).toBe(404)
  for (const path of [
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/_next/static/..%2f..%2fserver.js',
    '/pdfjs/..%2f..%2f.env',
  ])
    expect([400, 404], path).toContain(await status(path))
})

test('a session ends with the sign-out, and its cookie opens nothing any more', async ({ accounts: { baseUrl, apiKey }, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: baseUrl })
  const token = async () => ((await (await request.get('/api/auth/csrf')).json()) as { csrfToken: string }).csrfToken
  await signIn(request, apiKey)
  const { cookies } = await request.storageState()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  // Not there for whoever is signed in, and nobody's business for everybody else.
  const ask = async () => (await fetch(`${baseUrl}/api/console/requests/sreq_0000000000000000`, { headers: { cookie } })).status
  expect(await ask()).toBe(404)
  const answer = await request.post('/api/auth/signout', { form: { csrfToken: await token(), json: 'true' } })
  expect(answer.headers()['clear-site-data']).toBe('"cache", "storage"')
  expect(await ask()).toBe(401)
  // Nor does asking for the session with it bring it back.
  await fetch(`${baseUrl}/api/auth/session`, { headers: { cookie } })
  expect(await ask()).toBe(401)
  await request.dispose()
})
