// A client that keeps one connection. Each answer names the local port it came on, so that a story sees whether the connection was kept.

import { Agent, request } from 'node:http'

/** `chunked`: the body is sent in pieces, as by clients that do not know its length; else its length is announced. */
export type Sent = { method: string; path: string; headers: Readonly<Record<string, string>>; body?: Buffer; chunked?: boolean }
export type Answered = { status: number; bytes: Buffer; port: number }

/** Not a claim of speed: a request that hangs lasts the minute after which a server drops an idle connection. */
const HANGS_AFTER_MS = 5_000
const PIECE = 16 * 1024

export class OneConnection {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 })

  constructor(private readonly baseUrl: string) {}

  async ask(sent: Sent): Promise<Answered> {
    let late: NodeJS.Timeout | undefined
    const hangs = new Promise<never>((_, reject) => {
      late = setTimeout(() => {
        reject(new Error(`${sent.method} ${sent.path} hangs`))
      }, HANGS_AFTER_MS)
    })
    try {
      return await Promise.race([this.answer(sent), hangs])
    } finally {
      clearTimeout(late)
    }
  }

  close(): void {
    this.agent.destroy()
  }

  private answer({ method, path, headers, body = Buffer.alloc(0), chunked = false }: Sent): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const length: Record<string, string> = chunked
        ? { 'transfer-encoding': 'chunked' }
        : body.length === 0
          ? {}
          : { 'content-length': String(body.length) }
      const asked = request(`${this.baseUrl}${path}`, { method, agent: this.agent, headers: { ...headers, ...length } }, (response) => {
        const pieces: Buffer[] = []
        const { localPort: port = 0 } = response.socket
        response.on('data', (piece: Buffer) => pieces.push(piece)).on('error', reject)
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, bytes: Buffer.concat(pieces), port })
        })
      })
      asked.on('error', reject)
      for (let at = 0; at < body.length; at += PIECE) asked.write(body.subarray(at, at + PIECE))
      asked.end()
    })
  }
}
