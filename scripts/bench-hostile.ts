// Sends files made to exhaust whoever reads them, and odd but honest ones, to the built product: each is uploaded and validated, and signed
// where it was taken. Meanwhile a thread beside asks whether the server still answers, twenty times a second. npm run bench -- hostile runs this part.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { peakMegabytes, residentMegabytes } from '../e2e/memory'
import { startServer, type RunningServer } from '../e2e/server'
import { hostileDocuments } from '../lib/testing/hostile/documents'
import { GIANTS } from '../lib/testing/hostile/giants'
import { oddDocuments } from '../lib/testing/hostile/odd'
import { prepare, PRODUCT } from './prepare.mjs'

const FILES = 300
const ODD_SEEDS = [1, 2, 3, 4, 5]
const LONGEST_ANSWER_MS = 250
const MOST_MEMORY_MB = 500

/** Asks GET /health/live every 50 ms, and tells the longest wait for each message that it gets. */
const ASKING = `
  const { parentPort, workerData } = require('node:worker_threads')
  let longest = 0
  setInterval(async () => {
    const begun = performance.now()
    await fetch(workerData + '/health/live').then((answer) => answer.text()).catch(() => { longest = Infinity })
    longest = Math.max(longest, performance.now() - begun)
  }, 50)
  parentPort.on('message', () => { parentPort.postMessage(longest); longest = 0 })
`

type Row = { name: string; bytes: number; upload: string; validate: string; sign: string; seconds: number; longestMs: number }

export async function benchHostile(): Promise<void> {
  await prepare(PRODUCT)
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'qsignhub-hostile-'))
  const product = await startServer({ dataDirectory })
  const asking = new Worker(ASKING, { eval: true, workerData: product.baseUrl })
  const longest = () =>
    new Promise<number>((resolve) => {
      asking.once('message', resolve)
      asking.postMessage('')
    })
  const rows: Row[] = []
  const idle = residentMegabytes(product)
  const peak = await peakMegabytes(product, async () => {
    for (const file of files()) {
      await longest()
      const begun = performance.now()
      const answers = await sent(product, file.name, file.bytes)
      rows.push({
        name: file.name,
        bytes: file.bytes.length,
        ...answers,
        seconds: (performance.now() - begun) / 1000,
        longestMs: await longest(),
      })
      process.stderr.write('.')
    }
  })
  await asking.terminate()
  await product.stop()
  rmSync(dataDirectory, { recursive: true, force: true })
  print(rows, peak - idle)
}

function* files() {
  for (const make of Object.values(GIANTS)) yield make()
  for (const seed of ODD_SEEDS) yield* oddDocuments(seed)
  let made = 0
  for (let seed = 1; made < FILES; seed++) {
    for (const file of hostileDocuments(seed)) {
      if (made++ === FILES) return
      yield file
    }
  }
}

async function sent(product: RunningServer, name: string, bytes: Uint8Array): Promise<Pick<Row, 'upload' | 'validate' | 'sign'>> {
  const uploaded = await call(product, '/documents', formOf(name, bytes))
  const validated = await call(product, '/validate', formOf(name, bytes))
  const sign = typeof uploaded.body['id'] === 'string' ? await signed(product, uploaded.body['id']) : '-'
  return { upload: uploaded.said, validate: validated.said, sign }
}

async function signed(product: RunningServer, document: string): Promise<string> {
  const signers = [{ name: 'Anna Maria Kowalska', email: 'anna@example.com' }]
  const made = await call(product, '/signature-requests', JSON.stringify({ document_id: document, signers }))
  if (typeof made.body['id'] !== 'string') return made.said
  return (await call(product, `/sandbox/signature-requests/${made.body['id']}/complete`, '{}')).said
}

type Answer = { said: string; body: Record<string, unknown> }

async function call({ baseUrl, apiKey }: RunningServer, resource: string, body: FormData | string): Promise<Answer> {
  const type = typeof body === 'string' ? { 'Content-Type': 'application/json' } : {}
  const answer = await fetch(`${baseUrl}/v1${resource}`, { method: 'POST', headers: { 'X-API-Key': apiKey, ...type }, body }).catch(
    () => null,
  )
  if (answer === null) return { said: 'no answer', body: {} }
  const json = (await answer.json().catch(() => ({}))) as Record<string, unknown> & { error?: { code: string } }
  return { said: `${answer.status}${json.error ? ` ${json.error.code}` : ''}`, body: json }
}

function formOf(name: string, bytes: Uint8Array): FormData {
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(bytes)]), name)
  return form
}

/** What is honest is signed, and what was taken is signed; a refusal at upload has a code. */
function isFailed({ name, upload, validate, sign }: Row): boolean {
  const broken = [upload, validate, sign].some((said) => /^5|no answer/.test(said))
  return broken || (upload.startsWith('2') && !sign.startsWith('2')) || (name.includes('-odd-') && !upload.startsWith('2'))
}

function print(rows: readonly Row[], aboveIdle: number): void {
  const by = (key: 'seconds' | 'longestMs') => [...rows].sort((a, b) => b[key] - a[key]).slice(0, 8)
  const line = (row: Row) =>
    `${row.name.slice(0, 44).padEnd(46)}${(row.bytes / 1e6).toFixed(2).padStart(7)}${row.seconds.toFixed(1).padStart(7)}${row.longestMs.toFixed(0).padStart(8)}  ${row.upload} | ${row.validate} | ${row.sign}`
  console.log(
    `\nHostile documents\n${'file'.padEnd(46)}${'MB'.padStart(7)}${'s'.padStart(7)}${'wait ms'.padStart(8)}  upload | validate | sign`,
  )
  for (const row of new Set([...by('seconds'), ...by('longestMs')])) console.log(line(row))
  const failed = rows.filter(isFailed)
  for (const row of failed) console.log(line(row))
  const longest = Math.max(...rows.map(({ longestMs }) => longestMs))
  const verdict = (met: boolean, what: string) => console.log(`${met ? 'met   ' : 'MISSED'}  ${what}`)
  console.log(`\n${rows.length} files`)
  verdict(
    failed.length === 0,
    `what is honest is taken, what was taken is signed, all else is refused with a code: ${failed.length} failed`,
  )
  verdict(longest <= LONGEST_ANSWER_MS, `longest wait for /health/live: ${longest.toFixed(0)} ms (at most ${LONGEST_ANSWER_MS})`)
  verdict(aboveIdle <= MOST_MEMORY_MB, `memory above idle, with its workers: ${aboveIdle.toFixed(0)} MB (at most ${MOST_MEMORY_MB})`)
}
