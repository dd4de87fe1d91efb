import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { CLIENT_ADDRESS, clientOf, nameClients } from './client-address'

it.each([
  ['no proxy: what the client writes counts for nothing', '203.0.113.7', 0, '198.51.100.1'],
  ['one proxy: what it appended', '203.0.113.7', 1, '203.0.113.7'],
  ['one proxy: not what the client wrote before', '6.6.6.6, 203.0.113.7', 1, '203.0.113.7'],
  ['two proxies: what the first of them appended', '6.6.6.6, 203.0.113.7, 10.0.0.2', 2, '203.0.113.7'],
  ['two proxies, but the client came by one alone: the earliest there is', '203.0.113.7', 2, '203.0.113.7'],
  ['one proxy, but the client came directly', undefined, 1, '198.51.100.1'],
  ['an address with its port', '203.0.113.7:51034', 1, '203.0.113.7'],
  ['IPv6: the network of a subscriber', '2001:db8::1', 1, '2001:db8:0:0::/64'],
  ['IPv6 written whole, with port and zone', '[2001:0DB8:0000:0000:1:2:3:4%eth0]:443', 1, '2001:db8:0:0::/64'],
  ['IPv4 written as IPv6', '::ffff:203.0.113.7', 1, '203.0.113.7'],
  ['a header that came several times', ['6.6.6.6', '203.0.113.7'], 1, '203.0.113.7'],
] as const)('%s', (_, forwarded, proxies, expected) => {
  expect(clientOf(forwarded as string | string[] | undefined, '198.51.100.1', proxies)).toBe(expected)
})

it('through a real server, whatever its client says', async () => {
  nameClients(0)
  const server = createServer((request, response) => {
    response.end(request.headers[CLIENT_ADDRESS])
  })
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening)
  })
  const { port } = server.address() as AddressInfo
  const headers = { 'x-forwarded-for': '203.0.113.7', [CLIENT_ADDRESS]: '203.0.113.8' }
  expect(await (await fetch(`http://127.0.0.1:${port}/`, { headers })).text()).toBe('127.0.0.1')
  server.closeAllConnections()
  server.close()
})
