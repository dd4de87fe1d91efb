// Clients that never finish what they send are answered 408 and cut off, whether it is a head or a body; who has sent all of it is not.

import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { endSlowClients } from './slow-clients'

let server: Server
let undo: () => void

beforeAll(async () => {
  undo = endSlowClients({ head: 50, request: 100 })
  server = createServer({ connectionsCheckingInterval: 10 }, (request, response) => {
    request.resume().on('end', () => response.end('whole'))
  })
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening)
  })
})
afterAll(() => {
  undo()
  server.close()
})

/** What came until the server closed the connection. */
function answerTo(sent: string): Promise<string> {
  return new Promise((resolve) => {
    let came = ''
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(sent))
    socket.on('data', (piece: Buffer) => (came += piece.toString('latin1'))).on('error', () => undefined)
    socket.on('close', () => {
      resolve(came)
    })
  })
}

const HEAD = 'POST / HTTP/1.1\r\nHost: x\r\n'

it('answers a whole request, and cuts off a head and a body that never end', async () => {
  expect(await answerTo(`${HEAD}Connection: close\r\nContent-Length: 1\r\n\r\nx`)).toMatch(/^HTTP\/1\.1 200 [^]*whole$/)
  expect(await answerTo(`${HEAD}X-Slow: `)).toMatch(/^HTTP\/1\.1 408 [^]*Connection: close/)
  expect(await answerTo(`${HEAD}Content-Length: 10\r\n\r\nx`)).toMatch(/^HTTP\/1\.1 408 /)
})
