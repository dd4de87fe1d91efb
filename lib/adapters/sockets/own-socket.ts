// Sockets of this installation's processes: files in a folder that its owner alone may enter, so that no other user of the machine can take
// their names. Each process has one of its own, which ends with the process, however that ends.

import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, openSync, readdirSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'

/** A socket's file. `address` leads to it where the path is too long for a socket. */
type Place = { file: string; address: string }
const SUFFIX = '.sock'
/** What a socket's address may have at least everywhere: sun_path has 104 octets on macOS and 108 on Linux. */
const LONGEST_ADDRESS = 100

/** Listens in a folder of the data directory, under a name that nobody else has. */
export async function listenInDirectory(
  dataDir: string,
  folder: string,
  serve: (socket: net.Socket) => void,
): Promise<{ file: string; close: () => void }> {
  const directory = path.join(/* turbopackIgnore: true */ dataDir, folder)
  mkdirSync(/* turbopackIgnore: true */ directory, { recursive: true, mode: 0o700 })
  chmodSync(/* turbopackIgnore: true */ directory, 0o700)
  const { file, address } = placeOf(directory, `${randomBytes(8).toString('hex')}${SUFFIX}`)
  const server = net.createServer(serve)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  server.unref()
  return { file, close: () => void server.close() }
}

/** The sockets of other processes. One that does not answer was left behind by a process that was killed. */
export async function othersIn(dataDir: string, folder: string, own?: string): Promise<{ file: string; answers: boolean }[]> {
  const directory = path.join(/* turbopackIgnore: true */ dataDir, folder)
  const places = namesIn(directory).map((name) => placeOf(directory, name))
  return Promise.all(
    places.filter(({ file }) => file !== own).map(async ({ file, address }) => ({ file, answers: await answers(address) })),
  )
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(/* turbopackIgnore: true */ directory).filter((name) => name.endsWith(SUFFIX))
  } catch {
    return []
  }
}

function placeOf(directory: string, name: string): Place {
  if (process.platform === 'win32') return { file: name, address: `\\\\.\\pipe\\qsignhub-${name}` }
  const file = path.join(/* turbopackIgnore: true */ directory, name)
  if (Buffer.byteLength(file) <= LONGEST_ADDRESS) return { file, address: file }
  if (process.platform !== 'linux') throw new Error(`the path of the data directory is too long for a socket: ${directory}`)
  return { file, address: `/proc/self/fd/${descriptorOf(directory)}/${name}` }
}

/** Open for as long as the process: a few folders. */
const descriptors = new Map<string, number>()
function descriptorOf(directory: string): number {
  const known = descriptors.get(directory) ?? openSync(/* turbopackIgnore: true */ directory, 'r')
  descriptors.set(directory, known)
  return known
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
