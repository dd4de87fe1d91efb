// Starts the product as `npm start` does once it is built, on a data directory and port of the caller's, and stops or kills it.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { copyInstallation, ownDatabase, removeInstallation } from './installation'
import { folderNow, preparedIn, scratch } from './run'

export { ownDatabase }

/** A product that answers, and a key to its API. */
export type RunningServer = { baseUrl: string; apiKey: string }

export type ServerProcess = RunningServer & {
  /** The process group that the server and whatever it starts belong to. */
  readonly group: number
  output(): string
  stop(): Promise<void>
  /** Sends SIGKILL to the server itself: it can flush nothing and answer nobody. */
  kill(): Promise<void>
}

/** A server that one story has to itself. Address and key stay when it is started again. */
export type OwnServer = ServerProcess & {
  readonly dataDirectory: string
  /** After `stop` or `kill`: on the same directory and port. */
  start(): Promise<void>
  /** Stops it and removes its directory. */
  end(): Promise<void>
}

const ROOT = path.resolve(import.meta.dirname, '..')
const READY_WITHIN_MS = 600_000

/** For a story that kills its server or measures it; any other takes the `product` that all share. */
export async function ownServer(options: { env?: Record<string, string>; built?: string } = {}): Promise<OwnServer> {
  const dataDirectory = path.join(scratch('own'), 'data')
  await copyInstallation(preparedIn(folderNow()), dataDirectory)
  const started = { ...options, dataDirectory, port: await freePort() }
  let now = await startServer(started)
  return {
    baseUrl: now.baseUrl,
    apiKey: now.apiKey,
    dataDirectory,
    get group() {
      return now.group
    },
    output: () => now.output(),
    stop: () => now.stop(),
    kill: () => now.kill(),
    start: async () => {
      now = await startServer(started)
    },
    end: async () => {
      await now.stop()
      await removeInstallation(dataDirectory)
    },
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/** The server runs under the keeper, which ends it should this process die first. */
/** `built`: a copy of the built server, instead of the one of this clone. */
export async function startServer(options: {
  dataDirectory: string
  port?: number
  env?: Record<string, string>
  built?: string
}): Promise<ServerProcess> {
  const port = options.port ?? (await freePort())
  const baseUrl = `http://localhost:${port}`
  const child = spawn(process.execPath, ['e2e/keeper.mjs', 'scripts/serve.mjs', ...(options.built === undefined ? [] : [options.built])], {
    cwd: ROOT,
    env: {
      ...productEnvironment(),
      ...(await ownDatabase(options.dataDirectory)),
      PORT: String(port),
      BASE_URL: baseUrl,
      // Stories stand for several clients by the address that a proxy would write.
      TRUSTED_PROXIES: '1',
      QSIGNHUB_DATA_DIR: options.dataDirectory,
      ...options.env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const apiKey = await ready(child, baseUrl, options.dataDirectory, () => output).catch((error: unknown) => {
    if (child.exitCode === null) signalGroup(child, 'SIGKILL')
    throw error
  })
  return {
    baseUrl,
    apiKey,
    group: child.pid ?? 0,
    output: () => output,
    stop: () => ended(child, () => signalGroup(child, 'SIGTERM')),
    kill: () => ended(child, () => signalGroup(child, 'SIGKILL')),
  }
}

/** Without the variables of the stories: the product refuses what it does not know in its own name space. */
export function productEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('QSIGNHUB_E2E_'))) as NodeJS.ProcessEnv
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined) process.kill(-child.pid, signal)
}

async function ended(child: ChildProcess, act: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  act()
  await exit
}

/** Answers the test key, once the server knows it. It is not printed where nobody sits at a terminal. */
async function ready(child: ChildProcess, baseUrl: string, dataDirectory: string, output: () => string): Promise<string> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended while starting:\n${output()}`)
    const keyFile = path.join(dataDirectory, 'secrets', 'test-api-key')
    const key = existsSync(keyFile) ? readFileSync(keyFile, 'utf8').trim() : ''
    const health = await fetch(`${baseUrl}/health`).catch(() => null)
    const known = health?.ok && key ? await fetch(`${baseUrl}/v1/usage`, { headers: { 'x-api-key': key } }).catch(() => null) : null
    if (known?.ok) return key
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`the server was not ready in time:\n${output()}`)
}

/** Downloads the installation's CA certificates for the judges. */
export async function fetchPki(baseUrl: string, directory: string): Promise<{ baseUrl: string; directory: string; root: string }> {
  const root = path.join(directory, 'root.pem')
  writeFileSync(root, await (await fetch(`${baseUrl}/pki/root.pem`)).text())
  const issuing = Buffer.from(await (await fetch(`${baseUrl}/pki/issuing.cer`)).arrayBuffer())
  writeFileSync(path.join(directory, 'issuing.cer'), issuing)
  execFileSync('openssl', [
    'x509',
    '-inform',
    'DER',
    '-in',
    path.join(directory, 'issuing.cer'),
    '-out',
    path.join(directory, 'issuing.pem'),
  ])
  return { baseUrl, directory, root }
}
