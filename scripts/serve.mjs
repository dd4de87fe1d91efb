// The server of what was built. Called by itself, as the stories call it, it serves until told to stop and starts no second server.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { requireStartable } from './startable.mjs'

const ROOT = path.resolve(import.meta.dirname, '..')

/** `called`: the directory in which npm was called. The data directory may be given relative to it. `built`: where the built server is. */
export function startServer(called, built = '.next/standalone') {
  // Absolute: the built server changes into .next/standalone, which the next build deletes.
  const dataDir = path.resolve(called, process.env.QSIGNHUB_DATA_DIR || '.data')
  // Megabytes for new objects. With Node's own 16, many objects of an answer are moved to old memory before they can be freed.
  return spawn(process.execPath, ['--max-semi-space-size=32', path.join(built, 'server.js')], {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: process.env.PORT || '3000',
      // Next listens where HOSTNAME says, which most shells and containers set to the machine's name.
      // This machine alone, unless told otherwise: the outbox of test mode is open to it.
      HOSTNAME: process.env.QSIGNHUB_HOST || '127.0.0.1',
      QSIGNHUB_DATA_DIR: dataDir,
      // Longer than clients and proxies keep an idle connection: they must be the ones to close it, or a request could meet the close.
      KEEP_ALIVE_TIMEOUT: process.env.KEEP_ALIVE_TIMEOUT || '65000',
      NEXT_MANUAL_SIG_HANDLE: 'true',
      NEXT_TELEMETRY_DISABLED: '1',
    },
  })
}

async function serve() {
  await requireStartable(process.cwd())
  const server = startServer(process.cwd(), process.argv[2])
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal))
  server.on('exit', (code, signal) => {
    if (signal) console.error(`The server was ended by ${signal}.`)
    process.exit(code ?? 1)
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await serve()
