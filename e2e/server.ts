// Starts the product as a user would (`npm start`'s own script) on a data directory and port of the caller's, and stops or kills it.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import pg from 'pg'

export type RunningServer = {
  baseUrl: string
  apiKey: string
  /** The process group that the server and whatever it starts belong to. */
  group: number
  output(): string
  stop(): Promise<void>
  /** SIGKILL to the server itself: nothing is flushed, nothing is said. */
  kill(): Promise<void>
}

const ROOT = path.resolve(import.meta.dirname, '..')
const READY_WITHIN_MS = 600_000

/** With DATABASE_URL set, each data directory gets a database of its own on that server: a database belongs to one installation. */
export async function ownDatabase(dataDirectory: string): Promise<Record<string, string>> {
  const server = process.env.DATABASE_URL
  if (!server) return {}
  const name = `qsignhub_${createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16)}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (!rowCount) await client.query(`CREATE DATABASE ${name}`)
  } finally {
    await client.end()
  }
  const url = new URL(server)
  url.pathname = `/${name}`
  return { DATABASE_URL: url.href }
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

export async function startServer(options: { dataDirectory: string; port?: number; env?: Record<string, string> }): Promise<RunningServer> {
  const port = options.port ?? (await freePort())
  const baseUrl = `http://localhost:${port}`
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: ROOT,
    env: { ...process.env, ...(await ownDatabase(options.dataDirectory)), PORT: String(port), BASE_URL: baseUrl, QSIGNHUB_DATA_DIR: options.dataDirectory, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const apiKey = await ready(child, baseUrl, () => output)
  return {
    baseUrl, apiKey, group: child.pid ?? 0, output: () => output,
    stop: () => ended(child, () => signalGroup(child, 'SIGTERM')),
    kill: () => ended(child, () => signalGroup(child, 'SIGKILL')),
  }
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

async function ready(child: ChildProcess, baseUrl: string, output: () => string): Promise<string> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended while starting:\n${output()}`)
    const answer = await fetch(`${baseUrl}/health`).catch(() => null)
    const key = /qsh_test_\w+/.exec(output())?.[0]
    if (answer?.ok && key) return key
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
  execFileSync('openssl', ['x509', '-inform', 'DER', '-in', path.join(directory, 'issuing.cer'), '-out', path.join(directory, 'issuing.pem')])
  return { baseUrl, directory, root }
}
