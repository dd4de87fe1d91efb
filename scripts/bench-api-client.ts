// The client of the API bench, a process of its own: keeps a few connections busy for some seconds and says what it measured, as JSON.

import { Agent, request } from 'node:http'

export type Load = { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body?: string; connections: number; seconds: number; expected: number }
/** Milliseconds, sorted. */
export type Measured = { perSecond: number; latencies: number[] }

const marker = '--load='

async function main(load: Load): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections })
  const latencies: number[] = []
  const began = performance.now()
  const end = began + load.seconds * 1000
  const connection = async (): Promise<void> => {
    while (performance.now() < end) {
      const start = performance.now()
      const status = await once(load, agent)
      if (status !== load.expected) throw new Error(`${load.method} ${load.url} answered ${status}, not ${load.expected}`)
      latencies.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: load.connections }, connection))
  agent.destroy()
  return { perSecond: latencies.length / ((performance.now() - began) / 1000), latencies: latencies.sort((a, b) => a - b) }
}

function once({ url, method, headers, body }: Load, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers: body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(body) } }, (response) => {
      response.resume()
      response.on('end', () => { resolve(response.statusCode ?? 0) })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const argument = process.argv.find((value) => value.startsWith(marker))
if (argument) process.stdout.write(JSON.stringify(await main(JSON.parse(argument.slice(marker.length)) as Load)))
