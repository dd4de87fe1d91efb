// Posts 200 MB to every route of the built product, without a key: what each answers, how much of it the server takes before it closes the
// connection, and what that does to its memory. npm run bench -- bodies runs this part.

import { readdirSync, readFileSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startServer } from '../e2e/server'
import { prepare, PRODUCT } from './prepare.mjs'

const MEGABYTE = 1024 * 1024
const SENT = 200 * MEGABYTE
/** Megabytes above idle. */
const MOST_MEMORY = 150
const PAGES = ['/', '/docs', '/console', '/console/sign-in', '/outbox', '/s/x', '/r/x', '/sign/x', '/_next/image', '/nothing']

type Answer = { status: number; taken: number }
type Row = Answer & { address: string; before: number; peak: number }

export async function benchBodies(): Promise<void> {
  await prepare(PRODUCT)
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'qsignhub-bodies-'))
  const product = await startServer({ dataDirectory })
  const rows: Row[] = []
  try {
    for (const address of [...routes(), ...PAGES]) {
      const before = residentOf(product.group)
      let peak = before
      const timer = setInterval(() => (peak = Math.max(peak, residentOf(product.group))), 20)
      const answer = await post(product.baseUrl, address, rows.length)
      clearInterval(timer)
      rows.push({ address, before, peak: Math.max(peak, residentOf(product.group)), ...answer })
      process.stderr.write('.')
    }
  } finally {
    await product.stop()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
  print(rows)
}

/** The address of each route of app/, with `x` for every id and token. */
function routes(): string[] {
  return readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?:^|\/)route\.ts$/.test(file))
    .map(
      (file) =>
        `/${file
          .split('/')
          .slice(0, -1)
          .map((part) => (part.startsWith('[') ? 'x' : part))
          .join('/')}`,
    )
    .sort()
}

/** Sends in chunks, so that no announced length gives it away, until all is sent or the server closes the connection. */
function post(baseUrl: string, address: string, number: number): Promise<Answer> {
  const { hostname, port } = new URL(baseUrl)
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, 'x'), Buffer.from('\r\n')])
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    let head = ''
    let left = SENT
    socket.on('data', (piece: Buffer) => {
      if (head.length < 64) head += piece.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), taken: socket.bytesWritten - socket.writableLength })
    })
    socket.write(
      `POST ${address} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n` +
        `Sec-Fetch-Site: same-origin\r\nX-Forwarded-For: 192.0.2.${number + 1}\r\nConnection: close\r\n\r\n`,
    )
    const more = (): void => {
      while (!socket.destroyed && left > 0) {
        left -= 0x10000
        if (!socket.write(chunk)) return
      }
      if (left <= 0 && !socket.destroyed) socket.write('0\r\n\r\n')
    }
    socket.on('drain', more)
    more()
  })
}

/** Megabytes of memory of the largest process of the group: the server, not the keeper beside it. */
function residentOf(group: number): number {
  const sizes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        if (Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2]) !== group) return 0
        return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
      } catch {
        return 0
      }
    })
  return Math.max(0, ...sizes)
}

function print(rows: readonly Row[]): void {
  console.log('\nPOST of 200 MB without a key')
  console.log(`${'address'.padEnd(64)}${'status'.padStart(7)}${'taken MB'.padStart(10)}${'before MB'.padStart(11)}${'peak MB'.padStart(9)}`)
  for (const { address, status, taken, before, peak } of rows)
    console.log(
      `${address.padEnd(64)}${String(status).padStart(7)}${(taken / MEGABYTE).toFixed(1).padStart(10)}${before.toFixed(0).padStart(11)}${peak.toFixed(0).padStart(9)}`,
    )
  const idle = rows[0]?.before ?? 0
  const above = Math.max(...rows.map(({ peak }) => peak)) - idle
  // A page that takes no body answers as if there were none.
  const answered = rows.every(({ status }) => status >= 200 && status < 500)
  console.log(`\n${above <= MOST_MEMORY ? 'met   ' : 'MISSED'}  memory above idle: ${above.toFixed(0)} MB (at most ${MOST_MEMORY})`)
  console.log(`${answered ? 'met   ' : 'MISSED'}  every route answers, and none fails`)
}
