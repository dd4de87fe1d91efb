// Bodies that no page takes: the server behind sees a request without one, and answers at once.

import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { refusedBody, refusePageBodies } from './page-bodies'

const MOST = 1000
const PAGE = '/a-page-of-this-test'
const server = createServer((asked, response) => {
  const refused = refusedBody(new Headers(asked.headers as Record<string, string>))
  response.writeHead(refused ?? 200, { method: asked.method ?? '', connection: 'close' }).end()
})

beforeAll(async () => {
  refusePageBodies({ isPage: (path) => path === PAGE, most: MOST })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
})
afterAll(() => server.close())

/** Sends the head and the beginning of a body that never comes to its end. */
function ask(path: string, headers: Record<string, string>): Promise<string> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, method: 'POST', headers }, (answer: IncomingMessage) => {
      resolve(`${answer.statusCode ?? 0} ${String(answer.headers['method'])}`)
      sent.destroy()
    })
    sent.on('error', reject)
    sent.write('x')
  })
}

it('are refused by their announced length, and where none is announced', async () => {
  expect(await ask(PAGE, { 'content-length': String(MOST) })).toBe('200 POST')
  expect(await ask(PAGE, { 'content-length': String(MOST + 1) })).toBe('413 GET')
  expect(await ask(`${PAGE}?a=b`, { 'transfer-encoding': 'chunked' })).toBe('411 GET')
})

it('go to routes that read them piece by piece', async () => {
  expect(await ask('/v1/documents', { 'transfer-encoding': 'chunked' })).toBe('200 POST')
  expect(await ask('/v1/documents', { 'content-length': String(MOST + 1) })).toBe('200 POST')
})

it('are not refused because a client says so', async () => {
  expect(await ask(PAGE, { 'content-length': '1', 'x-qsignhub-refused': '413' })).toBe('200 POST')
})
