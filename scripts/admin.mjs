// npm run admin -- <command>: the operator's commands. A serving process carries them out, which is found by its socket in the data
// directory; where none serves, a process of this command's own does.
import { spawn } from 'node:child_process'
import { openSync, readdirSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

/** The folder of the sockets in the data directory (lib/control.ts). */
const CONTROL = 'control'
const LONGEST_ADDRESS = 100

/** Gives the order to a process that serves this data directory. Answers its exit status; null where no process does. */
export async function askServer(dataDir, argv, say) {
  const directory = path.join(dataDir, CONTROL)
  for (const name of namesIn(directory)) {
    const status = await ask(addressOf(directory, name), { argv, by: os.userInfo().username }, say)
    if (status !== null) return status
  }
  return null
}

/** Sockets have short paths only: a longer one is shortened as the server shortens it (lib/adapters/sockets/own-socket.ts). */
export function addressOf(directory, name) {
  const file = path.join(directory, name)
  return Buffer.byteLength(file) <= LONGEST_ADDRESS ? file : `/proc/self/fd/${openSync(directory, 'r')}/${name}`
}

function namesIn(directory) {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.sock'))
  } catch {
    return []
  }
}

function ask(address, order, say) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(address)
    let connected = false
    let status
    socket.once('connect', () => {
      connected = true
      socket.write(`${JSON.stringify(order)}\n`)
    })
    createInterface({ input: socket })
      .on('line', (line) => {
        const { said, status: end } = JSON.parse(line)
        if (said !== undefined) say(said)
        if (end !== undefined) status = end
      })
      // The interface repeats the errors of its socket, which are handled below.
      .on('error', () => undefined)
    socket.once('error', (error) => {
      // The file was left behind by a process that was killed; or it belongs to another user, who alone may open it.
      if (!connected && error.code !== 'EACCES') resolve(null)
      else reject(error)
    })
    socket.once('close', () => {
      if (status !== undefined) resolve(status)
      else if (connected) reject(new Error('The server ended before it had answered. Give the command again: it goes on where it was'))
    })
  })
}

async function main() {
  const argv = process.argv.slice(2)
  const dataDir = path.resolve(process.env.QSIGNHUB_DATA_DIR || '.data')
  const status = await askServer(dataDir, argv, (said) => console.log(said))
  if (status !== null) return status
  const { prepare, PRODUCT } = await import('./prepare.mjs')
  await prepare(PRODUCT.filter((step) => step !== 'build'))
  const alone = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', 'scripts/admin-alone.ts', ...argv], {
    stdio: 'inherit',
    // The log belongs to the server's output; the data directory keeps a trail of commands.
    env: { ...process.env, QSIGNHUB_DATA_DIR: dataDir, LOG_LEVEL: process.env.LOG_LEVEL || 'error' },
  })
  return new Promise((resolve) => alone.on('exit', (code) => resolve(code ?? 70)))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    process.exitCode = await main()
  } catch (error) {
    console.error(`The command failed: ${error.message}.`)
    process.exitCode = 70
  }
}
