// One process per data directory: PGlite does not lock it, and two processes on one directory lose committed rows in silence.

import { realpathSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sha256Hex } from '../../../crypto/algorithms'

class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse'
  constructor(directory: string) {
    super(
      `the database in ${directory} is in use by another process. Stop that one, choose another QSIGNHUB_DATA_DIR, or set DATABASE_URL: ` +
        'several processes may share a PostgreSQL',
    )
  }
}

/** The lock is a listening socket: it ends with its process, however that ends. Answers the function that releases it. */
export async function lockDirectory(directory: string): Promise<() => void> {
  const address = addressFor(realpathSync(/* turbopackIgnore: true */ directory))
  const server = await listen(address).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    if (!isFile(address) || (await answers(address))) throw new DirectoryInUse(directory)
    rmSync(/* turbopackIgnore: true */ address, { force: true })
    return listen(address)
  })
  return () => void server.close()
}

/** The address of the socket. On Linux it is in the abstract name space, which leaves no file behind. */
function addressFor(directory: string): string {
  const name = `qsignhub-${sha256Hex(directory).slice(0, 16)}`
  switch (process.platform) {
    case 'linux':
      return `\0${name}`
    case 'win32':
      return `\\\\.\\pipe\\${name}`
    default:
      return path.join(/* turbopackIgnore: true */ tmpdir(), `${name}.sock`)
  }
}

function isFile(address: string): boolean {
  return path.isAbsolute(address) && process.platform !== 'win32'
}

function listen(address: string): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(address, () => {
      server.unref()
      resolve(server)
    })
  })
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(address)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
