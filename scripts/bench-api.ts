// The bench of the REST API: the built product on the embedded database and on PostgreSQL, next to an empty route of the same server.
// npm run bench -- api runs this part alone. PostgreSQL is where DATABASE_URL says, or on this machine as the libpq variables say.

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { ApiClient, type ApiAnswer } from '../e2e/api/client'
import { startServer, type RunningServer } from '../e2e/server'
import type { Load, Measured, Plan } from './bench-api-client'
import { prepare, PRODUCT } from './prepare.mjs'
import { samplePdf } from './sample-pdf'

const [REQUESTS, PER_MINUTE] = [100_000, 100_000_000]
/** Long enough for the just-in-time compiler to be done. */
const WARM_UP = 10
/** Many short rounds, so that other work on the machine, which comes and goes within seconds, affects all alike. */
const [CONNECTIONS, SECONDS, ROUNDS, PAGE] = [4, 1.5, 15, 100]

const FLOOR = 'floor (GET /health/live)'

type Row = { database: string; what: string; perSecond: number; ofFloor: number; p50: number; p99: number }
type Walk = { database: string; met: number; ratio: number; first: number; last: number }

export async function benchApi(): Promise<void> {
  await prepare(PRODUCT)
  const server = process.env['DATABASE_URL'] ?? 'postgresql://localhost/postgres'
  // Each measurement names its database itself.
  delete process.env['DATABASE_URL']
  const [rows, walks]: [Row[], Walk[]] = [[], []]
  await measure('PGlite', '', rows, walks)
  const database = `qsignhub_bench_${process.pid}`
  const made = await sql(server, `CREATE DATABASE ${database}`)
  if (made === null) {
    const url = new URL(server)
    url.pathname = `/${database}`
    await measure('PostgreSQL', url.href, rows, walks)
    await sql(server, `DROP DATABASE ${database} WITH (FORCE)`)
  }
  print(rows, walks)
  if (made !== null) console.log(`\nPostgreSQL was not measured: ${made}. Set DATABASE_URL to a server on which a database can be made.`)
}

/** Runs a statement. Answers null, or the message of the error. */
async function sql(url: string, statement: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query(statement)
    return null
  } catch (error) {
    return error instanceof Error && error.message !== '' ? error.message : 'nothing answers there'
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function measure(database: string, url: string, rows: Row[], walks: Walk[]): Promise<void> {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'qsignhub-bench-'))
  const env = { DATABASE_URL: url, LOG_LEVEL: 'info' }
  try {
    process.stderr.write(`${database}: filling with ${REQUESTS} requests …\n`)
    const first = await startServer({ dataDirectory, env })
    const ids = await templates(first)
    await first.stop()
    await run(['scripts/many-requests.ts', dataDirectory, String(REQUESTS), String(PER_MINUTE), ...ids], {
      ...env,
      BASE_URL: first.baseUrl,
    })
    // Writes the new rows to the disk now: otherwise that would happen during the first rounds.
    spawnSync('sync')
    const product = await startServer({ dataDirectory, env })
    try {
      rows.push(...(await loads(database, product)))
      walks.push(await walk(database, product))
    } finally {
      await product.stop()
    }
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}

/** Makes the requests from which all others are copied: two that wait for their signers, and one that was cancelled. */
async function templates(product: RunningServer): Promise<string[]> {
  const api = new ApiClient(product.baseUrl, product.apiKey)
  const {
    body: { id },
  } = await api.uploadBytes(samplePdf({ pages: 2, imageBytes: 0 }), 'contract.pdf')
  const made = [await api.request([id], SIGNERS), await api.request([id], SIGNERS.slice(0, 1)), await api.request([id], SIGNERS)]
  await api.call('DELETE', `/signature-requests/${made[0]?.id ?? ''}`, {})
  return made.map((request) => request.id)
}

const SIGNERS = [
  { name: 'Anna Kowalska', email: 'anna.kowalska@example.com', phone: '+48500123456' },
  { name: 'John Smith', email: 'john.smith@example.com' },
]

/** Measures the reads first, because the jobs of requests that are created would run beside later reads. */
async function loads(database: string, product: RunningServer): Promise<Row[]> {
  const api = new ApiClient(product.baseUrl, product.apiKey)
  const {
    body: { id: documentId },
  } = await api.uploadBytes(samplePdf({ pages: 2, imageBytes: 0 }), 'contract.pdf')
  const { id } = await api.request([documentId], SIGNERS)
  const v1 = `${product.baseUrl}/v1`
  const common = { headers: { 'x-api-key': product.apiKey }, expected: 200 }
  const floor: Load = { ...common, method: 'GET', url: `${product.baseUrl}/health/live` }
  const get: Load = { ...common, method: 'GET', url: `${v1}/signature-requests/${id}` }
  const list: Load = { ...common, method: 'GET', url: `${v1}/signature-requests` }
  const create: Load = {
    ...common,
    method: 'POST',
    url: `${v1}/signature-requests`,
    expected: 201,
    headers: { ...common.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ document_id: documentId, signers: SIGNERS.slice(0, 1) }),
  }
  return [
    ...(await inTurns(database, floor, { get: get, 'list (20 of 100,000)': list })),
    ...(await inTurns(database, floor, { create: create })),
  ]
}

/** Measures the loads in turns and answers the medians over the rounds. */
async function inTurns(database: string, floor: Load, others: Record<string, Load>): Promise<Row[]> {
  const cases = { [FLOOR]: floor, ...others }
  process.stderr.write(`${database}: ${Object.keys(others).join(', ')} …\n`)
  const [floors = [], ...rest] = await measured({
    loads: Object.values(cases),
    connections: CONNECTIONS,
    warmUp: WARM_UP,
    rounds: ROUNDS,
    seconds: SECONDS,
  })
  return Object.keys(cases).map((what, index) => {
    const rounds = [floors, ...rest][index] ?? []
    const latencies = rounds.flatMap((round) => round.latencies).sort((a, b) => a - b)
    return {
      database,
      what,
      perSecond: middle(rounds.map(({ perSecond }) => perSecond)),
      ofFloor: middle(rounds.map(({ perSecond }, round) => perSecond / (floors[round]?.perSecond ?? NaN))),
      p50: at(latencies, 0.5),
      p99: at(latencies, 0.99),
    }
  })
}

async function measured(plan: Plan): Promise<Measured[][]> {
  return JSON.parse(await run(['scripts/bench-api-client.ts', `--plan=${JSON.stringify(plan)}`])) as Measured[][]
}

/** Walks by cursor over all requests while others are created. Compares the time of the first twentieth of the pages with the last. */
async function walk(database: string, product: RunningServer): Promise<Walk> {
  const api = new ApiClient(product.baseUrl, product.apiKey)
  const {
    body: { id: documentId },
  } = await api.uploadBytes(samplePdf({ pages: 2, imageBytes: 0 }), 'contract.pdf')
  const met = new Set<string>()
  const times: number[] = []
  let rows = 0
  for (let cursor: string | null = ''; cursor !== null;) {
    const start = performance.now()
    const answer: ApiAnswer<Page> = await api.call<Page>('GET', `/signature-requests?limit=${PAGE}${cursor ? `&cursor=${cursor}` : ''}`)
    times.push(performance.now() - start)
    rows += answer.body.data.length
    for (const { id } of answer.body.data) met.add(id)
    cursor = answer.body.next_cursor
    if (times.length % 20 === 0) await api.request([documentId], SIGNERS)
  }
  if (rows !== met.size) throw new Error(`the walk met ${rows - met.size} requests twice`)
  const part = Math.ceil(times.length / 20)
  // Without the very last page, which is shorter than the others.
  const [first, last] = [middle(times.slice(0, part)), middle(times.slice(-part - 1, -1))]
  return { database, met: met.size, first, last, ratio: last / first }
}

type Page = { data: { id: string }[]; next_cursor: string | null }

/** Runs a script in a process of its own and answers what it printed. */
function run(program: readonly string[], env: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', ...program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('exit', (code) => {
      if (code === 0) resolve(output)
      else reject(new Error(`${program[0] ?? ''} ended with ${code ?? 'a signal'}`))
    })
  })
}

function print(rows: readonly Row[], walks: readonly Walk[]): void {
  console.log(`\nREST API, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s, ${REQUESTS} requests in the database`)
  console.log(
    `${'database'.padEnd(12)}${'what'.padEnd(26)}${'per s'.padStart(8)}${'x floor'.padStart(9)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}`,
  )
  for (const { database, what, perSecond, ofFloor, p50, p99 } of rows) {
    console.log(
      `${database.padEnd(12)}${what.padEnd(26)}${perSecond.toFixed(0).padStart(8)}${ofFloor.toFixed(2).padStart(9)}${p50.toFixed(2).padStart(9)}${p99.toFixed(2).padStart(9)}`,
    )
  }
  for (const { database, met, first, last } of walks) {
    console.log(
      `${database}: walked ${met} requests, each once, ${PAGE} per page, while others were created; first pages ${first.toFixed(1)} ms, last pages ${last.toFixed(1)} ms`,
    )
  }
  console.log('\nTargets (API)')
  for (const { database, ofFloor } of rows.filter(({ what }) => what === 'get'))
    target(`${database}: get, share of the floor`, ofFloor, ofFloor >= 0.5, 'at least 0.5')
  for (const { database, ratio } of walks)
    target(`${database}: last page of the list against the first`, ratio, ratio <= 1.5, 'at most 1.5')
}

function target(title: string, value: number, met: boolean, limit: string): void {
  console.log(`${met ? 'met   ' : 'MISSED'}  ${title}: ${value.toFixed(2)} (${limit})`)
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

function middle(values: readonly number[]): number {
  return at(
    [...values].sort((a, b) => a - b),
    0.5,
  )
}
