// Addresses that cannot be decoded still lead to an answer; all others stay as they are.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { readableAddress, repairAddresses } from './readable-address'

test('only a path that cannot be decoded is changed', () => {
  for (const address of ['/', '/v1/documents/doc_1?name=%C5%81', '/s/%C5%81', '/v1/x?cursor=%ff', '*'])
    expect(readableAddress(address)).toBe(address)
  expect(readableAddress('/v1/documents/%ff?x=%20')).toBe('/v1/documents/%25ff?x=%20')
  expect(decodeURIComponent(readableAddress('/s/100%'))).toBe('/s/100%')
})

test('a server is handed the repaired address', async () => {
  repairAddresses()
  const server = createServer((request, response) => response.end(request.url))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/%ff`)
  expect(await answer.text()).toBe('/v1/%25ff')
  server.close()
})
