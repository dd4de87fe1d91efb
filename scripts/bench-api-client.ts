// The client of the API bench, a process of its own: sends each kind of request for a while, in turns, and prints what it measured as JSON.

import { Agent, request } from 'node:http'

export type Load = { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body?: string; expected: number }
/** Each load runs for `warmUp` seconds, which are not measured. Then all loads run in turns, `rounds` times, for `seconds` each. */
export type Plan = { loads: Load[]; connections: number; warmUp: number; rounds: number; seconds: number }
/** `latencies` are in milliseconds. */
export type Measured = { perSecond: number; latencies: number[] }

const marker = '--plan='

/** Answers the measurements of all rounds for each load. */
async function main({ loads, connections, warmUp, rounds, seconds }: Plan): Promise<Measured[][]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  for (const load of loads) await busy(load, agent, connections, warmUp)
  const measured: Measured[][] = loads.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, load] of loads.entries()) measured[index]?.push(await busy(load, agent, connections, seconds))
  }
  agent.destroy()
  return measured
}

async function busy(load: Load, agent: Agent, connections: number, seconds: number): Promise<Measured> {
  const latencies: number[] = []
  const began = performance.now()
  const end = began + seconds * 1000
  const connection = async (): Promise<void> => {
    while (performance.now() < end) {
      const start = performance.now()
      const status = await once(load, agent)
      if (status !== load.expected) throw new Error(`${load.method} ${load.url} answered ${status}, not ${load.expected}`)
      latencies.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: connections }, connection))
  return { perSecond: latencies.length / ((performance.now() - began) / 1000), latencies }
}

let asked = 0

/** From many addresses, as the proxy before the server would say: one alone may not ask that often. */
function once({ url, method, headers: own, body }: Load, agent: Agent): Promise<number> {
  const headers = { ...own, 'x-forwarded-for': `198.51.100.${++asked % 250}` }
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method, agent, headers: body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(body) } },
      (response) => {
        response.resume()
        response.on('end', () => {
          resolve(response.statusCode ?? 0)
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

const argument = process.argv.find((value) => value.startsWith(marker))
if (argument) process.stdout.write(JSON.stringify(await main(JSON.parse(argument.slice(marker.length)) as Plan)))
