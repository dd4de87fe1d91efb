// The bench of signatures at once: one page by POST /v1/signatures of the built product, next to the engine alone at B-LTA in this process and to
// an empty handler of the same server, in turns; then fifty calls at once. npm run bench -- direct runs this part.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sign } from '@/lib/signature/pades'
import { memorySource } from '@/lib/signature/pdf/source'
import { startServer, type RunningServer } from '../e2e/server'
import { prepare, PRODUCT } from './prepare.mjs'
import { samplePdf } from './sample-pdf'
import { openSampleTrust } from './sample-signer'

/** Until then code is slower. */
const WARMING = 60
const RUNS = 200
const AT_ONCE = 50
const MOST_TIMES = 2

type Work = () => Promise<unknown>

export async function benchDirect(): Promise<void> {
  await prepare(PRODUCT)
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'qsignhub-direct-'))
  const product = await startServer({ dataDirectory })
  try {
    await times(product)
    await atOnce(product)
  } finally {
    await product.stop()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}

async function times(product: RunningServer): Promise<void> {
  const sample = await openSampleTrust()
  const signer = await sample.signer({ givenNames: 'Maria', surname: 'Papadopoulou' })
  const page = memorySource(samplePdf({ pages: 1 }))
  const cases: Readonly<Record<'engine' | 'empty' | 'direct', Work>> = {
    engine: () => sign(page, { field: 'signer', level: 'B-LTA', trust: sample.trust, signer, now: new Date() }),
    empty: async () => (await fetch(`${product.baseUrl}/health/live`)).text(),
    direct: () => signed(product, 'one'),
  }
  const measured = await inTurns(cases)
  for (const [name, all] of Object.entries(measured))
    console.log(`${name.padEnd(8)} median ${at(all, 0.5).toFixed(1)} ms, p95 ${at(all, 0.95).toFixed(1)} ms`)
  const base = at(measured.engine, 0.95) + at(measured.empty, 0.95)
  judge('1 page, p95, x (engine + empty handler)', at(measured.direct, 0.95) / base, MOST_TIMES)
}

/** One of each after the other, so that other work on the machine meets all alike. */
async function inTurns<N extends string>(cases: Readonly<Record<N, Work>>): Promise<Record<N, number[]>> {
  const names = Object.keys(cases) as N[]
  const measured = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<N, number[]>
  for (let run = 0; run < WARMING + RUNS; run++)
    for (const name of names) {
      const begun = performance.now()
      await cases[name]()
      if (run >= WARMING) measured[name].push(performance.now() - begun)
    }
  for (const name of names) measured[name].sort((a, b) => a - b)
  return measured
}

async function atOnce(product: RunningServer): Promise<void> {
  const people = Array.from({ length: AT_ONCE }, (_, index) => `person-${index}`)
  const begun = performance.now()
  const answers = await Promise.all(people.map((identifier) => signed(product, identifier)))
  const seconds = (performance.now() - begun) / 1000
  const own = answers.filter(({ signer }, index) => signer.identifier === people[index])
  console.log(`${AT_ONCE} at once: ${seconds.toFixed(2)} s, ${(AT_ONCE / seconds).toFixed(0)} signatures per second`)
  judge(`${AT_ONCE} at once, lost`, AT_ONCE - new Set(own.map(({ id }) => id)).size, 0)
}

async function signed({ baseUrl, apiKey }: RunningServer, identifier: string): Promise<{ id: string; signer: { identifier: string } }> {
  const answer = await fetch(`${baseUrl}/v1/signatures`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ document: PAGE, signer: { name: 'Maria Papadopoulou', identifier } }),
  })
  if (answer.status !== 200) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 300)}`)
  return (await answer.json()) as { id: string; signer: { identifier: string } }
}

const PAGE = samplePdf({ pages: 1 }).toString('base64')

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN

function judge(title: string, value: number, most: number): void {
  console.log(`${value <= most ? 'met   ' : 'MISSED'}  ${title}: ${value.toFixed(2)} (at most ${most})`)
  if (value > most) process.exitCode = 1
}
