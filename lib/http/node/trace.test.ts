// A server is handed a TRACE request as OPTIONS with a mark; all other requests stay as they are.

import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { isTrace, translateTrace } from './trace'

test('a server is handed TRACE as a request that it can read', async () => {
  translateTrace()
  const server = createServer(({ method, headers }, response) => {
    const read = new Request('http://localhost/', { method: method ?? '', headers: headers as Record<string, string> })
    response.end(`${read.method} ${String(isTrace(read))}`)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const answer = (method: string) =>
    new Promise<string>((resolve, reject) => {
      send({ port, host: '127.0.0.1', method, path: '/v1/documents' }, (response) => {
        response.setEncoding('utf8').once('data', resolve)
      })
        .once('error', reject)
        .end()
    })
  expect(await Promise.all(['TRACE', 'OPTIONS', 'GET'].map(answer))).toEqual(['OPTIONS true', 'OPTIONS false', 'GET false'])
  server.close()
})
