// The query as a request carried it, through a real server, whatever its client says in a header of that name.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { keepQueries, queryOf } from './sent-query'

it.each([
  [
    '/?__proto__=x&a=1&a=2',
    [
      ['__proto__', 'x'],
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  ['/?', []],
  ['/', []],
  ['/?a=%C5%BC+%26', [['a', 'ż &']]],
])('the query of %s, as it was sent', async (address, pairs) => {
  keepQueries()
  const server = createServer((request, response) => {
    const seen = new Request('http://localhost/', { headers: request.headers as Record<string, string> })
    response.end(JSON.stringify([...queryOf(seen)]))
  })
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening)
  })
  const { port } = server.address() as AddressInfo
  expect(await (await fetch(`http://127.0.0.1:${port}${address}`, { headers: { 'x-qsignhub-query': 'forged=1' } })).json()).toEqual(pairs)
  server.closeAllConnections()
  server.close()
})

it('the query in the address, where a request came through no server', () => {
  expect([...queryOf(new Request('http://localhost/v1?b=2'))]).toEqual([['b', '2']])
  expect([...queryOf(new Request('http://localhost/v1'))]).toEqual([])
})
