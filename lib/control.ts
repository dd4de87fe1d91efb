// Lets the operator's commands into a serving process, which alone holds the embedded database: a socket in the data directory, which its
// owner alone may open.

import { rmSync } from 'node:fs'
import net from 'node:net'
import { createInterface } from 'node:readline'
import { listenInDirectory, othersIn } from './adapters/sockets/own-socket'
import { obey, STATUS, type Order } from './admin/obey'
import type { Installation } from './context'

/** A command is a few names and options. */
const LONGEST_ORDER = 16 * 1024
/** The folder of the sockets in the data directory; scripts/admin.mjs looks there. */
const CONTROL = 'control'

/** Answers a function that closes it. */
export async function openControl(opened: Installation): Promise<() => void> {
  for (const { file, answers } of await othersIn(opened.config.dataDir, CONTROL)) if (!answers) rmSync(file, { force: true })
  const { close } = await listenInDirectory(opened.config.dataDir, CONTROL, (socket) => serve(opened, socket))
  return close
}

/** One order on one line; answers in lines, each a JSON object with what is said or, as the last, the exit status. */
function serve(opened: Installation, socket: net.Socket): void {
  let received = 0
  socket.on('data', (piece: Buffer) => {
    received += piece.length
    if (received > LONGEST_ORDER) socket.destroy()
  })
  const send = (line: object): void => void (socket.writable && socket.write(`${JSON.stringify(line)}\n`))
  const lines = createInterface({ input: socket })
  // The operator may leave: what was begun goes on, and nobody listens. The interface repeats the errors of its socket.
  for (const one of [socket, lines]) one.on('error', () => socket.destroy())
  lines.once('line', (line) => {
    void obey(opened, orderOf(line), (said) => send({ said }))
      .catch(() => STATUS.failed)
      .then((status) => socket.end(`${JSON.stringify({ status })}\n`))
  })
}

/** An order that cannot be read is one without a command. */
function orderOf(line: string): Order {
  try {
    const { argv, by } = JSON.parse(line) as Partial<Order>
    return { argv: Array.isArray(argv) ? argv.map(String) : [], by: String(by) }
  } catch {
    return { argv: [], by: '' }
  }
}
