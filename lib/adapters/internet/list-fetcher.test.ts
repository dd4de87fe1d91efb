// How lists are fetched: from servers on loopback, through a resolver and a connector of the test's own, which see every name and connection.

import { createServer, type RequestListener, type Server } from 'node:http'
import { connect as connectTcp, type AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { listFetcher } from './list-fetcher'

const opened: Server[] = []
afterEach(() => {
  for (const server of opened.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function fetcher(
  answer: RequestListener,
  names: Record<string, string[]> = {},
  setting: { timeout?: number; largest?: number; loopback?: boolean } = {},
) {
  const server = createServer(answer)
  opened.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const connections: string[] = []
  const fetch = listFetcher({
    loopback: false,
    ...setting,
    resolve: async (name) => names[name] ?? ['93.184.216.34'],
    connect: (to) => {
      connections.push(`${to.address}:${to.port} ${to.serverName ?? 'plain'}`)
      return new Promise((resolve, reject) => {
        const socket = connectTcp({ host: '127.0.0.1', port }, () => resolve(socket))
        socket.once('error', reject)
      })
    },
  })
  return { fetch, connections }
}

it('answers the body, whole, over TLS and plainly', async () => {
  const { fetch, connections } = await fetcher((request, response) => response.end(`list at ${request.url} of ${request.headers.host}`))
  expect((await fetch('https://tl.example.org/list.xml?a=1')).toString()).toBe('list at /list.xml?a=1 of tl.example.org')
  expect((await fetch('http://tl.example.org/list.xml')).toString()).toContain('list at')
  expect(connections).toEqual(['93.184.216.34:443 tl.example.org', '93.184.216.34:80 plain'])
})

it('follows few redirects, each of which is checked like the first address', async () => {
  const { fetch, connections } = await fetcher(
    (request, response) => {
      const at = Number(/\d+/.exec(request.url ?? '')?.[0])
      if (at === 0) return response.end('here')
      if (at === 7) return response.writeHead(302, { location: 'https://inside.example.org/0' }).end()
      response.writeHead(301, { location: at > 4 ? `/${at - 1}` : `https://other.example.org/${at - 1}` }).end()
    },
    { 'inside.example.org': ['10.0.0.1'] },
  )
  expect((await fetch('https://tl.example.org/3')).toString()).toBe('here')
  expect(connections).toHaveLength(4)
  await expect(fetch('https://tl.example.org/6')).rejects.toThrow('too many redirects')
  await expect(fetch('https://tl.example.org/7')).rejects.toThrow('address_refused')
})

it.each([
  ['https://inside.example.org/'],
  ['https://127.0.0.1/'],
  ['https://[::1]/'],
  ['http://169.254.169.254/latest'],
  ['https://tl.example.org:5432/'],
  ['https://user@tl.example.org/'],
  ['file:///etc/passwd'],
])('does not call %s', async (address) => {
  const { fetch, connections } = await fetcher((_, response) => response.end(), { 'inside.example.org': ['93.184.216.34', '10.0.0.1'] })
  await expect(fetch(address)).rejects.toThrow(/may not be called|address_refused/)
  expect(connections).toEqual([])
})

it.each<[string, RequestListener, RegExp, { timeout?: number; largest?: number }?]>([
  ['is not found', (_, response) => response.writeHead(404).end(), /the answer was 404/],
  ['is too large', (_, response) => response.end(Buffer.alloc(2000)), /larger than/, { largest: 1000 }],
  [
    'breaks off',
    (_, response) => response.writeHead(200, { 'content-length': '10' }).write('abc', () => response.destroy()),
    /aborted|too early/,
  ],
  ['never comes', () => undefined, /timeout/i, { timeout: 50 }],
  ['never ends', (_, response) => void response.writeHead(200).write('abc'), /timeout|aborted/i, { timeout: 50 }],
])('fails where the list %s', async (_, answer, told, setting) => {
  const { fetch } = await fetcher(answer, {}, setting)
  await expect(fetch('https://tl.example.org/')).rejects.toThrow(told)
})
