// npm run dev: the product with reloading, on the same data directory as npm start.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { prepare, PRODUCT } from './prepare.mjs'
import { requireStartable } from './startable.mjs'

const called = process.cwd()
await prepare(PRODUCT.filter((step) => step !== 'build'))
await requireStartable(called)
const port = process.env.PORT || '3000'
const server = spawn(
  process.execPath,
  ['node_modules/next/dist/bin/next', 'dev', '--port', port, '--hostname', process.env.QSIGNHUB_HOST || '127.0.0.1'],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      PORT: port,
      QSIGNHUB_DATA_DIR: path.resolve(called, process.env.QSIGNHUB_DATA_DIR || '.data'),
      NEXT_MANUAL_SIG_HANDLE: 'true',
      NEXT_TELEMETRY_DISABLED: '1',
    },
  },
)
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => process.exit(code ?? 0))
