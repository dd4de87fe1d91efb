// A mail server of the tests' own on loopback: keeps what it is sent, or refuses every recipient.

import { createServer, type AddressInfo, type Socket } from 'node:net'

export type SmtpSink = { port: number; url: string; received: string[]; refuse: boolean; close(): Promise<void> }

/** `port` 0: any free port. */
export async function smtpSink(port = 0): Promise<SmtpSink> {
  const server = createServer((socket) => converse(socket, sink))
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  const sink: SmtpSink = {
    port: taken,
    url: `smtp://127.0.0.1:${taken}`,
    received: [],
    refuse: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
      }),
  }
  return sink
}

/** The receiving half of RFC 5321, as much of it as one message needs. */
function converse(socket: Socket, sink: SmtpSink): void {
  let body: string | null = null
  socket.write('220 test\r\n')
  socket.on('data', (chunk: Buffer) => {
    const text = chunk.toString()
    if (body !== null) {
      body += text
      if (!body.endsWith('\r\n.\r\n')) return
      sink.received.push(body)
      body = null
      socket.write('250 kept\r\n')
    } else if (text.startsWith('DATA')) {
      body = ''
      socket.write('354 go on\r\n')
    } else if (text.startsWith('RCPT') && sink.refuse) {
      socket.write('550 no such mailbox\r\n')
    } else if (text.startsWith('QUIT')) {
      socket.end('221 bye\r\n')
    } else {
      socket.write('250 ok\r\n')
    }
  })
}
