// A server that answers while the body is arriving: its connections can be used again, none is reset, and no client holds one for ever.

import { createServer, type IncomingMessage, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dropUnreadBodies } from './unread-body'

const MEGABYTE = 1024 * 1024
/** By path: what the server reads of the body before it answers. */
const READS: Readonly<Record<string, (request: IncomingMessage) => Promise<void>>> = {
  '/nothing': () => Promise.resolve(),
  '/one-piece': async (request) => {
    const pieces = request[Symbol.asyncIterator]()
    await pieces.next()
  },
  '/in-another-stream': (request) =>
    new Promise((resolve) => {
      request.once('data', () => {
        resolve()
      })
    }),
}

let server: Server
let stop: () => void
const open: Socket[] = []

beforeAll(async () => {
  stop = dropUnreadBodies({ bytes: 8 * MEGABYTE, milliseconds: 500 })
  server = createServer((request, response) => {
    const before = READS[request.url ?? ''] ?? (() => Promise.resolve())
    void before(request).then(() => response.end(`answered ${request.url ?? ''}`))
  })
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening)
  })
})
afterAll(() => {
  stop()
  for (const socket of open) socket.destroy()
  server.close()
})

/** A connection by hand: what came so far, and whether it was closed or reset. */
function connected(): { socket: Socket; came: () => string; until: (text: string) => Promise<void>; closed: Promise<string> } {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  open.push(socket)
  let came = ''
  let reset = false
  socket.on('data', (piece: Buffer) => (came += piece.toString('latin1'))).on('error', () => (reset = true))
  const closed = new Promise<string>((resolve) => {
    socket.on('close', () => {
      resolve(reset ? 'reset' : 'closed')
    })
  })
  const until = (text: string) => expect.poll(() => came, { timeout: 60_000, interval: 5 }).toContain(text)
  return { socket, came: () => came, until, closed }
}

const head = (path: string, more: string) => `POST ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n\r\n`
const next = (number: number) => `GET /next-${number} HTTP/1.1\r\nHost: x\r\n\r\n`
const pieceOf = (size: number) => Buffer.concat([Buffer.from(`${size.toString(16)}\r\n`), Buffer.alloc(size, 'x'), Buffer.from('\r\n')])

describe.each(Object.keys(READS))('an answer after the server has read %s', (path) => {
  it.each([2_000, 150_000, 3 * MEGABYTE])(
    'of a body of %i bytes is followed by the next answers, whether the body was announced or in chunks',
    async (size) => {
      for (const chunked of [false, true]) {
        const { socket, until, came } = connected()
        socket.write(head(path, chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${size}`))
        socket.write(chunked ? Buffer.concat([pieceOf(size), Buffer.from('0\r\n\r\n')]) : Buffer.alloc(size, 'x'))
        await until(`answered ${path}`)
        for (const number of [1, 2, 3]) {
          socket.write(next(number))
          await until(`answered /next-${number}`)
        }
        expect(came().match(/HTTP\/1\.1 200 OK/g)).toHaveLength(4)
      }
    },
  )

  it('arrives whole on a connection that is to be closed, which is not reset while the body arrives', async () => {
    const { socket, until, came, closed } = connected()
    socket.write(head(path, `Connection: close\r\nContent-Length: ${3 * MEGABYTE}`))
    socket.write(Buffer.alloc(MEGABYTE, 'x'))
    await until(`answered ${path}`)
    socket.write(Buffer.alloc(2 * MEGABYTE, 'x'))
    expect(await closed).toBe('closed')
    expect(came()).toContain(`answered ${path}`)
  })

  it('is the last on its connection where the body has no end', async () => {
    const { socket, until, closed } = connected()
    socket.write(head(path, 'Transfer-Encoding: chunked'))
    const more = (): void => {
      while (!socket.destroyed && socket.write(pieceOf(64 * 1024))) continue
    }
    socket.on('drain', more)
    more()
    await until(`answered ${path}`)
    await closed
  })

  it('is the last on its connection where the body never comes', async () => {
    const { socket, until, closed } = connected()
    socket.write(head(path, 'Content-Length: 1000000'))
    socket.write(Buffer.alloc(1000, 'x'))
    await until(`answered ${path}`)
    await closed
  })
})

it('a connection whose requests are read to their end is left alone', async () => {
  const { socket, until } = connected()
  for (const number of [1, 2]) {
    socket.write(head(`/whole-${number}`, 'Content-Length: 0'))
    await until(`answered /whole-${number}`)
  }
})
